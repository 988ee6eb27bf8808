from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "hub.search"
    label = "search"

    def ready(self) -> None:
        from . import receivers

        receivers.connect()
