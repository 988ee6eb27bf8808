from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hub.search.worker import work_off, work_until_stopped


class Command(BaseCommand):
    help = "Brings the search index up to date with what changed. One such process is enough."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="Go on until stopped.")

    def handle(self, *args: Any, **options: Any) -> str:
        if options["watch"]:
            work_until_stopped(self.stdout.write)
            return "Stopped."
        return f"{work_off(self.stdout.write)} changes are in the search index."
