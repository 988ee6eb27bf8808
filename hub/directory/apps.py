from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "hub.directory"
    label = "directory"

    def ready(self) -> None:
        from .receivers import connect

        connect()
