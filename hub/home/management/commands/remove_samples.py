from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.home.actions import remove_samples


class Command(BaseCommand):
    help = "Deletes everything that is marked as a sample. It does not come back."

    def handle(self, **options) -> None:
        count = remove_samples(at=timezone.now())
        self.stdout.write(f"{count} sample pages removed.")
