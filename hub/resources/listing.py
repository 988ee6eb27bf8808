"""A list of pages with words, facets, counts, chips, sort and pages – the same everywhere."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page as PageOfRows
from django.core.paginator import Paginator
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.http import QueryDict

from .facets import Facet, Option, TermFacet, TermLink, words_of

PER_PAGE = 20
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Sort:
    """One order. `name` stands in the address; `apply` must order down to the key."""

    name: str
    label: str
    apply: Callable[[Any], Any]


BY_NEWEST = Sort("newest", "Newest first", lambda pages: pages.newest_first())
BY_REVIEW = Sort("reviewed", "Recently reviewed", lambda pages: pages.recently_reviewed_first())
BY_TITLE = Sort("title", "A to Z", lambda pages: pages.by_title())


@dataclass(frozen=True)
class FacetWithOptions:
    name: str
    label: str
    is_open: bool
    options: list[Option]


@dataclass(frozen=True)
class Chip:
    """A filter in force and the address without it."""

    label: str
    url: str


class CountedPaginator(Paginator):
    """A paginator that was told how many rows there are."""

    def __init__(self, *args: Any, count: int, **kwargs: Any) -> None:
        self._count = count
        super().__init__(*args, **kwargs)

    @property
    def count(self) -> int:
        return self._count


class Listing:
    """What a reader asked to see of `pages`, which must have come through the gate.

    `parameters` is request.GET; unknown names and impossible values are ignored. Costs: one
    statement for all counts, one for the rows, one for each facet's words.
    """

    def __init__(
        self,
        pages: Any,
        parameters: QueryDict,
        *,
        facets: Sequence[Facet],
        sorts: Sequence[Sort] = (BY_NEWEST, BY_REVIEW, BY_TITLE),
        per_page: int = PER_PAGE,
    ) -> None:
        self.pages = pages
        self.parameters = parameters
        self.facet_list = facets
        self.sorts = sorts
        self.per_page = per_page

    @cached_property
    def query(self) -> str:
        words = "".join(letter for letter in self.parameters.get("q", "") if letter.isprintable())
        return " ".join(words.split())[:LONGEST_QUERY]

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        return {facet.name: facet.chosen(self.parameters) for facet in self.facet_list}

    @cached_property
    def sort(self) -> Sort:
        asked = self.parameters.get("sort", "")
        return next((sort for sort in self.sorts if sort.name == asked), self.sorts[0])

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query) or any(self.chosen.values())

    def narrowed(self, leaving_out: str = "") -> Any:
        """The pages under every filter but the facet `leaving_out`."""
        pages = self.pages
        if self.query:
            pages = pages.filter(Q(title__icontains=self.query) | Q(summary__icontains=self.query))
        for facet in self.facet_list:
            values = self.chosen[facet.name]
            if values and facet.name != leaving_out:
                pages = facet.narrow(pages, values)
        return pages

    @cached_property
    def _counts(self) -> dict[tuple[str, str], int]:
        """(facet, value) → how many there would be; ("", "") → how many there are."""
        total = (
            self.narrowed()
            .order_by()
            .annotate(_one=Value("", CharField()))
            .values_list("_one", "_one")
            .annotate(n=Count("*"))
        )
        rows = total.union(*self._tallies(), all=True)
        return {(str(name), str(value)): n for name, value, n in rows}

    def _tallies(self) -> list[QuerySet]:
        shared = [
            facet
            for facet in self.facet_list
            if isinstance(facet, TermFacet) and not self.chosen[facet.name]
        ]
        tallies = [
            facet.tally(self.narrowed(leaving_out=facet.name))
            for facet in self.facet_list
            if facet not in shared
        ]
        if shared:
            # Vocabularies that nothing is chosen from see the same pages: one pass counts them all.
            links = TermLink.objects.filter(
                resourcepage_id__in=self.narrowed().order_by().values("pk"),
                term__vocabulary__in=[facet.name for facet in shared],
            )
            tallies.append(
                links.order_by()
                .values_list(F("term__vocabulary"), F("term__slug"))
                .annotate(n=Count("*"))
            )
        return tallies

    @property
    def total(self) -> int:
        return self._counts.get(("", ""), 0)

    @cached_property
    def rows(self) -> PageOfRows:
        ordered = self.sort.apply(self.narrowed()).with_cards()
        paginator = CountedPaginator(ordered, self.per_page, count=self.total)
        return paginator.get_page(self.parameters.get("page"))

    @cached_property
    def facets(self) -> list[FacetWithOptions]:
        return [self._with_options(facet) for facet in self.facet_list]

    def counts_of(self, facet: Facet) -> dict[str, int]:
        """Value → how many there would be, for the values of one facet that occur."""
        return {value: n for (name, value), n in self._counts.items() if name == facet.name}

    def _with_options(self, facet: Facet) -> FacetWithOptions:
        chosen = self.chosen[facet.name]
        counts = self.counts_of(facet)
        options = [
            Option(value, label, counts.get(value, 0), value in chosen)
            for value, label in self._labels(facet, [*counts, *chosen]).items()
        ]
        return FacetWithOptions(facet.name, facet.label, facet.is_open or bool(chosen), options)

    def _labels(self, facet: Facet, values: list[str]) -> dict[str, str]:
        return self._words.get(facet.word_list, {}) if facet.word_list else facet.labels(values)

    @cached_property
    def _words(self) -> dict[str, dict[str, str]]:
        return words_of(facet.word_list for facet in self.facet_list if facet.word_list)

    @cached_property
    def chips(self) -> list[Chip]:
        chips = [Chip(f"“{self.query}”", self._address_without("q"))] if self.query else []
        for facet in self.facets:
            chips += [
                Chip(option.label, self._address_without(facet.name, option.value))
                for option in facet.options
                if option.is_selected
            ]
        return chips

    def _address_without(self, name: str, value: str | None = None) -> str:
        parameters = self.parameters.copy()
        kept = [other for other in parameters.getlist(name) if value is not None and other != value]
        parameters.pop("page", None)
        parameters.pop(name, None)
        if kept:
            parameters.setlist(name, kept)
        return f"?{parameters.urlencode()}"
