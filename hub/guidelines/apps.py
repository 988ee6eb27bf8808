from django.apps import AppConfig


class GuidelinesConfig(AppConfig):
    name = "hub.guidelines"
    label = "guidelines"
