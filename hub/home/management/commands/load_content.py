import sys
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.home.actions import load_content
from hub.home.loading.reading import ContentError


class Command(BaseCommand):
    help = "Loads the Consortium's content. Says nothing when there is nothing new to load."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--without-samples", action="store_true")

    def handle(self, *, without_samples: bool, **options) -> None:
        try:
            report = load_content(
                at=timezone.now(), report=self.stdout.write, with_samples=not without_samples
            )
        except ContentError as error:
            self.stderr.write(f"{error} Nothing was loaded.")
            sys.exit(1)
        if report.counts:
            self.stdout.write(f"All together: {report}")
