from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.search.actions import forget_old_usage
from hub.search.alerts import send_alerts


class Command(BaseCommand):
    help = "Once a day: mails what is new in saved searches, forgets what is older than 90 days."

    def handle(self, *args: Any, **options: Any) -> str:
        now = timezone.now()
        sent = send_alerts(now)
        return f"{sent} people were told of news; {forget_old_usage(now)} old rows are gone."
