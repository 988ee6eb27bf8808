from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.editing.links import MOST_IN_ONE_RUN, check_links, is_on, note_all_links
from hub.editing.models import OutgoingLink
from hub.editing.published import every_published_page


class Command(BaseCommand):
    help = "Looks whether what our pages link to is still there (HUB_LINK_CHECK_HOSTS)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=MOST_IN_ONE_RUN, help="Links in one run.")

    def handle(self, *args: Any, **options: Any) -> str:
        if not is_on():
            return "Nothing was asked: HUB_LINK_CHECK_HOSTS names no host."
        now = timezone.now()
        pages = note_all_links(every_published_page(now))
        checked = check_links(at=now, most=options["most"])
        broken = OutgoingLink.objects.broken().count()
        return f"{checked} links of {pages} pages were looked at; {broken} are broken."
