from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from hub.editing.monthly import UnableToMail, send_lists


class Command(BaseCommand):
    help = "Mails everybody what they look after and what is due, once a month and person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anyway", action="store_true", help="However many that is.")

    def handle(self, *args: Any, **options: Any) -> str:
        try:
            sent = send_lists(at=timezone.now(), anyway=options["anyway"])
        except UnableToMail as error:
            raise CommandError(str(error)) from error
        return f"{sent} lists were mailed."
