from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "hub.editing"
    label = "editing"
