from django.apps import AppConfig


class PrinciplesConfig(AppConfig):
    name = "hub.principles"
    label = "principles"
