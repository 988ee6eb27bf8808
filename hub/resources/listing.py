"""A list of pages with words, facets, counts, chips, sort and pages – the same everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page as PageOfRows
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.http import QueryDict

from .facets import Facet, FacetWithOptions, Option, TermFacet, TermLink, words_of
from .orders import BY_NEWEST, BY_REVIEW, BY_TITLE, Sort
from .paging import COUNTED, CountedPaginator, after_row, older_rows, sizes_of

PER_PAGE = 20
LONGEST_QUERY = 200


@dataclass(frozen=True)
class Chip:
    """A filter in force and the address without it."""

    label: str
    url: str


class Listing:
    """What a reader asked to see of `pages`, which must have come through the gate.

    `parameters` is request.GET; unknown names and impossible values are ignored. Costs: a look at
    how much there is, one statement for all counts, one for the rows, one for each facet's words.
    What is beyond `counted` is not counted, so that the costs stay; docs/adr/0022 says how.
    """

    counted = COUNTED

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
        self._narrowed: dict[str, Any] = {}

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
        # Nothing is left out where nothing was chosen: ten facets share what one filter makes.
        left_out = leaving_out if self.chosen.get(leaving_out) else ""
        if left_out not in self._narrowed:
            self._narrowed[left_out] = self._under_filters(left_out)
        return self._narrowed[left_out]

    def _under_filters(self, leaving_out: str) -> Any:
        pages = self.pages
        if self.query:
            pages = pages.filter(Q(title__icontains=self.query) | Q(summary__icontains=self.query))
        for facet in self.facet_list:
            values = self.chosen[facet.name]
            if values and facet.name != leaving_out:
                pages = facet.narrow(pages, values, is_common=self._is_common(facet))
        return pages

    @cached_property
    def _at_hand(self) -> dict[str, int]:
        """How much there is before any filter (""), and for each chosen facet that has links: how
        many links there are at all. Nothing is counted beyond the limit.
        """
        links = {
            facet.name: facet.links(self.chosen[facet.name])
            for facet in self.facet_list
            if self.chosen[facet.name]
        }
        found = {name: rows for name, rows in links.items() if rows is not None}
        return sizes_of({"": self.pages, **found}, most=self.counted + 1)

    @property
    def _is_large(self) -> bool:
        return self._at_hand[""] > self.counted

    def _is_common(self, facet: Facet) -> bool:
        """Whether so much carries the chosen values that a list of it is no way to begin."""
        return self._is_large and self._at_hand.get(facet.name, 0) > self.counted

    @cached_property
    def _uncounted(self) -> frozenset[str]:
        """Facets whose numbers would be of more than is counted; "" stands for the total."""
        if not self._is_large:
            return frozenset()
        every = frozenset({"", *(facet.name for facet in self.facet_list)})
        if not self.is_narrowed:
            return every
        chosen = [name for name, values in self.chosen.items() if values]
        lists = {name: self.narrowed(leaving_out=name) for name in ("", *chosen)}
        sizes = sizes_of(lists, most=self.counted + 1)
        few = {name for name, n in sizes.items() if n <= self.counted}
        # What nothing is chosen from is counted over the list as it is shown.
        return every - few - (every - set(chosen) if "" in few else frozenset())

    @cached_property
    def _counts(self) -> dict[tuple[str, str], int]:
        """(facet, value) → how many there would be; ("", "") → how many there are."""
        tallies = self._tallies()
        if "" not in self._uncounted:
            tallies.insert(0, self._total())
        if not tallies:
            return {}
        first, *others = tallies
        rows = first.union(*others, all=True) if others else first
        return {(str(name), str(value)): n for name, value, n in rows}

    def _total(self) -> QuerySet:
        rows: QuerySet = (
            self.narrowed()
            .order_by()
            .annotate(_one=Value("", CharField()))
            .values_list("_one", "_one")
            .annotate(n=Count("*"))
        )
        return rows

    def _tallies(self) -> list[QuerySet]:
        counted = [facet for facet in self.facet_list if facet.name not in self._uncounted]
        shared = [
            facet
            for facet in counted
            if isinstance(facet, TermFacet) and not self.chosen[facet.name]
        ]
        tallies = [
            facet.tally(self.narrowed(leaving_out=facet.name))
            for facet in counted
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
        """How many there are; `counted` where there are more than that."""
        return self.counted if self.has_more else self._counts.get(("", ""), 0)

    @property
    def has_more(self) -> bool:
        return "" in self._uncounted

    @property
    def total_words(self) -> str:
        return f"more than {self.total:,}" if self.has_more else f"{self.total:,}"

    @property
    def showing(self) -> str:
        """What stands above the rows, without the word for them."""
        if self.older_than:
            return f"{len(self.rows)} further"
        first, last = self.rows.start_index(), self.rows.end_index()
        return f"{first:,}–{last:,} of {self.total_words}"

    @cached_property
    def rows(self) -> PageOfRows:
        ordered = self.sort.apply(self.narrowed()).with_cards()
        if self.older_than:
            return older_rows(after_row(ordered, self.older_than, self.sort.columns), self.per_page)
        pages = CountedPaginator(ordered, self.per_page, count=self.total, is_open=self.has_more)
        return pages.get_page(self.parameters.get("page"))

    @cached_property
    def older_than(self) -> Any:
        """The row to read on from, when there are more pages than have numbers."""
        asked = self.parameters.get("after", "")
        if not (asked.isdecimal() and len(asked) < 12 and self.sort.columns and self.has_more):
            return None
        return self.pages.filter(pk=int(asked)).first()

    @cached_property
    def next_row(self) -> int | None:
        """What the address of the next page begins after, where pages have no numbers."""
        if self.older_than:
            return self.rows.last  # type: ignore[attr-defined]
        if not (self.has_more and self.sort.columns) or self.rows.has_next():
            return None
        rows = list(self.rows)
        return rows[-1].pk if rows else None

    @property
    def ends_here(self) -> bool:
        """Whether a long list cannot be read further in this order."""
        return self.has_more and not self.sort.columns and not self.rows.has_next()

    @cached_property
    def facets(self) -> list[FacetWithOptions]:
        return [self._with_options(facet) for facet in self.facet_list]

    def counts_of(self, facet: Facet) -> dict[str, int]:
        """Value → how many there would be, for the values of one facet that occur.

        Always exact: in a long list, where the panel has no numbers, it costs a statement.
        """
        if facet.name in self._uncounted:
            return {value: n for _, value, n in facet.tally(self.narrowed(leaving_out=facet.name))}
        return {value: n for (name, value), n in self._counts.items() if name == facet.name}

    def _with_options(self, facet: Facet) -> FacetWithOptions:
        chosen = self.chosen[facet.name]
        if facet.name in self._uncounted:
            labels = self._labels(facet, chosen)
            options = [
                Option(value, words, None, value in chosen) for value, words in labels.items()
            ]
        else:
            counts = self.counts_of(facet)
            labels = self._labels(facet, [*counts, *chosen])
            options = [
                Option(value, words, counts.get(value, 0), value in chosen)
                for value, words in labels.items()
            ]
        return FacetWithOptions(facet.name, facet.label, facet.is_open or bool(chosen), options)

    def _labels(self, facet: Facet, values: list[str]) -> dict[str, str]:
        if facet.word_list or facet.name in self._named:
            return self._words.get(facet.word_list or facet.name, {})
        return facet.labels(values)

    @cached_property
    def _words(self) -> dict[str, dict[str, str]]:
        lists = [facet.word_list for facet in self.facet_list if facet.word_list]
        return words_of(lists, self._named.values())

    @cached_property
    def _named(self) -> dict[str, QuerySet]:
        """The words of facets that are rows of a table: of what occurs, else of what is usual."""
        found = {}
        for facet in self.facet_list:
            is_open = facet.name in self._uncounted
            occurring = [] if is_open else self.counts_of(facet)
            values = list(dict.fromkeys([*occurring, *self.chosen[facet.name]]))
            found[facet.name] = facet.named(values, with_usual=is_open)
        return {name: rows for name, rows in found.items() if rows is not None}

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
        parameters.pop("after", None)
        parameters.pop(name, None)
        if kept:
            parameters.setlist(name, kept)
        return f"?{parameters.urlencode()}"
