"""Every published page, one after the other, for jobs that show nothing to anybody."""

from collections.abc import Iterator
from datetime import datetime

from wagtail.models import Page

STEP = 100


def every_published_page(at: datetime) -> Iterator[Page]:
    """Pages as they are, those for members too; drafts and what has ended are left out."""
    numbers = list(Page.objects.filter(depth__gt=1).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), STEP):
        step = Page.objects.filter(pk__in=numbers[start : start + STEP]).order_by("pk")
        for page in step.specific():
            if page.live and not (page.expire_at and page.expire_at <= at):
                yield page
