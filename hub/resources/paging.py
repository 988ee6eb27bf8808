"""Pages of a list by number as far as anybody reads, and from there on by the last row seen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db.models import IntegerField, Q, QuerySet, Subquery

# Totals are exact up to here and "more than" beyond; so are the numbers beside filters.
COUNTED = 1_000


class CountedPaginator(Paginator):
    """A paginator that was told how many rows there are. `is_open`: there are more than that."""

    def __init__(self, *args: Any, count: int, is_open: bool = False, **kwargs: Any) -> None:
        self._count = count
        self.is_open = is_open
        super().__init__(*args, **kwargs)

    @property
    def count(self) -> int:
        return self._count


class OlderRows(Page):
    """Rows after a row, without a number. `last` leads on; None at the end of the list."""

    last: int | None = None
    is_unnumbered = True

    def has_next(self) -> bool:
        return False

    def has_previous(self) -> bool:
        return False

    def has_other_pages(self) -> bool:
        return True


def older_rows(rows: QuerySet, per_page: int) -> OlderRows:
    """The first `per_page` of rows that begin after the row that was last on the page before."""
    found = list(rows[: per_page + 1])
    page = OlderRows(found[:per_page], 1, CountedPaginator(found, per_page, count=len(found)))
    page.last = found[per_page - 1].pk if len(found) > per_page else None
    return page


def after_row(rows: QuerySet, row: Any, order: Sequence[str]) -> QuerySet:
    """Those of `rows` that come after `row` in the order of two columns that are never empty.

    An index finds the beginning by the first condition; the second sorts out its equals.
    """
    first, key = (name.removeprefix("-") for name in order)
    beyond = "lt" if order[0].startswith("-") else "gt"
    value, number = getattr(row, first), row.pk
    return rows.filter(
        Q(**{f"{first}__{beyond}e": value}),
        Q(**{f"{first}__{beyond}": value}) | Q(**{f"{key}__{beyond}": number}),
    )


class _Size(Subquery):
    """How many rows a list has that is cut off."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def sizes_of(lists: Mapping[str, QuerySet], *, most: int) -> dict[str, int]:
    """Name → how many rows, at most `most`. One statement, and no more than that is looked at."""
    sizes = [_Size(rows.order_by().values("pk")[:most]) for rows in lists.values()]
    # Some table with a row in it: the sizes are of others.
    one = ContentType.objects.order_by("pk").values_list(*sizes)[:1]
    return dict(zip(lists, one[0], strict=True))
