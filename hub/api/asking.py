"""What a program asks for, read from an address; what cannot be meant is refused in words."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from wagtail.api.v2.utils import BadRequestError

from hub.resources.models import ResourcePage

ORDERS = ("id", "title", "first_published_at", "last_published_at", "changed_at")
# The columns that an index of published things has, and what the other pages have instead.
INDEXED = {
    "title": "listed_title",
    "first_published_at": "listed_at",
    "last_published_at": "changed_at",
    "changed_at": "changed_at",
}
OF_OTHERS = {"id": "pk", "changed_at": "last_published_at"}
# Deeper than this nobody pages; ordered by id one goes on with `after`, however far.
LAST_OFFSET = 10_000
LARGEST_ID = 2**62
LONGEST_FIELDS = 500


def changed_since(pages: Any, text: str) -> Any:
    """Only what changed at or after a moment, such as 2026-05-31T00:00:00Z."""
    if not text:
        return pages
    if not issubclass(pages.model, ResourcePage):
        return pages.filter(last_published_at__gte=_moment(text))
    return pages.of_its_kind().filter(changed_at__gte=_moment(text))


def _moment(text: str) -> datetime:
    wrong = BadRequestError("updated_since must be a day or a moment: 2026-05-31T00:00:00Z")
    try:
        # In an address a plus sign is a blank.
        moment = parse_datetime(text.replace(" ", "+"))
        day = parse_date(text) if moment is None else None
    except ValueError as error:
        raise wrong from error
    if moment is None and day is not None:
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    if moment is None:
        raise wrong
    # At the ends of the calendar another time zone has no such day.
    if not 1900 < moment.year < 9000:
        raise wrong
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def order_of(parameters: QueryDict) -> str:
    order = parameters.get("order", "id")
    if order.removeprefix("-") not in ORDERS:
        raise BadRequestError(f"order must be one of {', '.join(ORDERS)}, or one with - before it")
    return order


def whole_number(parameters: QueryDict, name: str, *, default: int, most: int) -> int:
    text = parameters.get(name, "")
    if not text:
        return default
    is_number = text.isascii() and text.isdecimal() and len(text) < 20
    if not is_number or int(text) > most:
        raise BadRequestError(f"{name} must be a whole number up to {most}")
    return int(text)


def check_names(asked: Sequence[str], known: frozenset[str]) -> None:
    if unknown := sorted(set(asked) - known):
        named = ", ".join(name[:40] for name in unknown[:5])
        raise BadRequestError(f"unknown parameter: {named}. Known are: {', '.join(sorted(known))}")


def check_fields(text: str) -> None:
    """`fields` in Wagtail's way, but flat: nothing here has fields within fields."""
    if len(text) > LONGEST_FIELDS or "(" in text or ")" in text:
        raise BadRequestError(
            "fields must be names with commas between, such as title,summary or *"
        )


def ordered(pages: Any, order: str) -> Any:
    """Down to the key, so that no row stands on two pages."""
    sign, name = order[: order.startswith("-")], order.removeprefix("-")
    if not issubclass(pages.model, ResourcePage):
        return pages.order_by(sign + OF_OTHERS.get(name, name), f"{sign}pk")
    if name == "id":
        return pages.order_by(f"{sign}pk")
    return pages.of_its_kind().order_by(sign + INDEXED[name], f"{sign}page_ptr_id")
