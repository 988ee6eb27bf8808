import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from forums.models import Purge
from hub.home.purging import UnableToPurgePost, purge_by_two


class Command(BaseCommand):
    help = "Erases a post for good, for two people who may. Writes the receipt."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("thread", type=int)
        parser.add_argument("number", type=int)
        parser.add_argument("--reason", choices=Purge.Reason.values, required=True)
        parser.add_argument("--by", required=True, help="e-mail address of the first person")
        parser.add_argument("--second", required=True, help="e-mail address of the second")

    def handle(self, *, thread: int, number: int, **options) -> None:
        names = (options["by"], options["second"])
        try:
            purge = purge_by_two(
                (thread, number), reason=options["reason"], names=names, at=timezone.now()
            )
        except UnableToPurgePost as error:
            self.stderr.write(str(error))
            sys.exit(1)
        for what, value in purge.receipt.items():
            self.stdout.write(f"{what}: {value}")
