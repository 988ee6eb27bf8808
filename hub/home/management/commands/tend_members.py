from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.home.tending import tend

ALWAYS_SAID = ("copies made", "members left", "old rows are gone")


class Command(BaseCommand):
    help = "Copies of members' data, who leaves, what is past its time, and the forums' own jobs."

    def handle(self, *args: Any, **options: Any) -> str:
        done = tend(at=timezone.now())
        said = {name: number for name, number in done.items() if number or name in ALWAYS_SAID}
        return ", ".join(f"{number} {name}" for name, number in said.items()) + "."
