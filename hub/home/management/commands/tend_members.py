from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.home.leaving import work_off_departures, work_off_exports
from hub.home.retention import forget_what_is_due


class Command(BaseCommand):
    help = "Makes copies of members' data, lets go who leaves, forgets what is past its time."

    def handle(self, *args: Any, **options: Any) -> str:
        now = timezone.now()
        exports = work_off_exports(at=now)
        departures = work_off_departures(at=now)
        forgotten = sum(forget_what_is_due(at=now).values())
        return f"{exports} copies made, {departures} members left, {forgotten} old rows are gone."
