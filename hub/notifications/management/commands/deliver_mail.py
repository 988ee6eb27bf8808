from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.notifications.worker import tend, work_off, work_until_stopped


class Command(BaseCommand):
    help = "Writes the mails and digests that are due and hands them to the mail server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true", help="Go on until stopped.")

    def handle(self, *args: Any, **options: Any) -> str:
        if options["watch"]:
            work_until_stopped()
            return "Stopped."
        now = timezone.now()
        tend(now)
        return f"{work_off(now)} mails were handed over."
