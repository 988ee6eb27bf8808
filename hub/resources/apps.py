from django.apps import AppConfig


class ResourcesConfig(AppConfig):
    name = "hub.resources"
    label = "resources"

    def ready(self) -> None:
        from . import receivers

        receivers.connect()
