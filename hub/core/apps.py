from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "hub.core"
    label = "core"

    def ready(self) -> None:
        from .page_cache.watching import watch

        connection_created.connect(watch, dispatch_uid="watch-for-changes")
