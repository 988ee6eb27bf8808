from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "hub.policies"
    label = "policies"
