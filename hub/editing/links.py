"""Where our pages lead to on the web, and whether somebody is still there."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from hub.core.net import Answer, NotAllowed, UnableToFetch, ask

from .desk import today
from .models import LinkUse, OutgoingLink

# Answers that say nothing about the page: sign in first, not for robots, too often.
NO_ANSWER = {401, 403, 407, 429, 451, 999}
LONGEST = OutgoingLink._meta.get_field("url").max_length or 0
STEP = 200
MOST_IN_ONE_RUN = 500
IN_MARKUP = re.compile(r"""<a\s[^>]*?href=["'](https?://[^"']+)["']""", re.IGNORECASE)
WHOLE = re.compile(r"https?://\S+\Z", re.IGNORECASE)
Asker = Callable[[str], Answer]


def is_on() -> bool:
    """Whether whoever runs the hub allowed any host to be asked."""
    return bool(settings.LINK_CHECK_HOSTS)


def links_of(page: Page) -> set[str]:
    """Every address on the web in the fields and rows of `page` as it is published."""
    rows: list[Any] = [page]
    for relation in get_all_child_relations(page):
        rows += list(getattr(page, relation.get_accessor_name()).all())
    found = {url for row in rows for field in row._meta.fields for url in _in_field(row, field)}
    return {url for url in found if len(url) <= LONGEST}


def _in_field(row: Any, field: models.Field) -> Iterator[str]:
    if isinstance(field, StreamField):
        yield from _in_words(getattr(row, field.name).get_prep_value())
    elif isinstance(field, RichTextField | models.URLField):
        yield from _in_words(getattr(row, field.name))


def _in_words(value: Any) -> Iterator[str]:
    """The addresses in whatever blocks hold: texts, lists and dictionaries of them."""
    if isinstance(value, str):
        if WHOLE.match(value):
            yield value
        yield from (html.unescape(url) for url in IN_MARKUP.findall(value))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _in_words(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _in_words(one)


@transaction.atomic
def note_links(page: Page) -> set[str]:
    """Keeps where `page` leads to, as it is published now; returns the addresses."""
    wanted = links_of(page)
    OutgoingLink.objects.bulk_create(
        [OutgoingLink(url=url) for url in sorted(wanted)], ignore_conflicts=True
    )
    LinkUse.objects.filter(page=page).exclude(link__url__in=wanted).delete()
    links = OutgoingLink.objects.filter(url__in=wanted)
    uses = [LinkUse(link=link, page_id=page.pk) for link in links]
    LinkUse.objects.bulk_create(uses, ignore_conflicts=True)
    return wanted


def note_all_links(pages: Iterable[Page]) -> int:
    """Keeps where each of these published pages leads to, and forgets what no page leads to."""
    noted = set()
    for page in pages:
        note_links(page)
        noted.add(page.pk)
    gone = set(LinkUse.objects.values_list("page", flat=True).distinct()) - noted
    LinkUse.objects.filter(page__in=gone).delete()
    OutgoingLink.objects.filter(uses=None).delete()
    return len(noted)


def ask_web(url: str) -> Answer:
    return ask(url, hosts=settings.LINK_CHECK_HOSTS)


def check_links(*, at: datetime, most: int = MOST_IN_ONE_RUN, asker: Asker = ask_web) -> int:
    """Looks at what is due, one after the other; returns how many were looked at."""
    due = list(OutgoingLink.objects.due(at)[:most])
    for link in due:
        check_link(link, at=at, asker=asker)
    return len(due)


def check_link(link: OutgoingLink, *, at: datetime, asker: Asker = ask_web) -> OutgoingLink:
    """Asks once and notes what was found. What is not ours to ask counts as found."""
    link.checked_at, link.status, link.trouble, link.moved_to = at, None, "", ""
    has_failed = False
    try:
        answer = asker(link.url)
    except NotAllowed:
        pass
    except UnableToFetch as error:
        link.trouble, has_failed = str(error)[:80], True
    else:
        link.status, link.moved_to = answer.status, answer.location
        has_failed = answer.status >= 400 and answer.status not in NO_ANSWER
    _count_failure(link, at) if has_failed else _forget_failures(link)
    link.save()
    return link


def _count_failure(link: OutgoingLink, at: datetime) -> None:
    link.failing_since = link.failing_since or at
    if link.failed_on != today(at):
        link.failed_on = today(at)
        link.days_failed += 1


def _forget_failures(link: OutgoingLink) -> None:
    link.failing_since, link.failed_on, link.days_failed = None, None, 0
