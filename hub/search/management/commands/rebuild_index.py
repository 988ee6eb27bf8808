from typing import Any

from django.core.management.base import BaseCommand

from hub.search.rebuilding import rebuild_everything


class Command(BaseCommand):
    help = "Builds the search index anew beside the one in use and swaps it in when it is complete."

    def handle(self, *args: Any, **options: Any) -> str:
        return f"{rebuild_everything(self.stdout.write)} objects are in the search index."
