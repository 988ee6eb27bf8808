"""What a reader asks for, read from an address: the same for the page, its feed and its JSON."""

from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from .engines.base import NEWEST, RELEVANCE, REVIEWED
from .facets import FACETS, chosen_in
from .queries import clean

# Nobody reads further, and no machine needs to.
LAST_PAGE = 50
SORTS = {RELEVANCE: "Best match", NEWEST: "Newest first", REVIEWED: "Recently reviewed"}


@dataclass(frozen=True)
class Asked:
    """Words, facet → values, order and page. `is_exact`: leave synonyms out."""

    query: str = ""
    chosen: dict[str, list[str]] = field(default_factory=dict)
    sort: str = RELEVANCE
    page: int = 1
    is_exact: bool = False

    @classmethod
    def read(cls, parameters: QueryDict) -> Self:
        """From request.GET; whatever is impossible is left out."""
        query = clean(parameters.get("q", ""))
        sort = parameters.get("sort", "")
        default = RELEVANCE if query else NEWEST
        return cls(
            query,
            chosen_in(parameters),
            sort if sort in SORTS and (query or sort != RELEVANCE) else default,
            _page(parameters.get("page", "")),
            parameters.get("exact") == "1",
        )

    @property
    def sorts(self) -> list[dict[str, str]]:
        """The orders to choose from: without words nothing matches better than something else."""
        return [
            {"name": name, "label": label}
            for name, label in SORTS.items()
            if self.query or name != RELEVANCE
        ]

    @property
    def is_empty(self) -> bool:
        return not self.query and not self.chosen

    def address(self, **changes: object) -> str:
        """The query part of the address in a fixed order, without a page; `changes` are fields."""
        chosen = changes.get("chosen", self.chosen)
        pairs: list[tuple[str, str]] = []
        if query := changes.get("query", self.query):
            pairs.append(("q", str(query)))
        for name in FACETS:
            pairs += [(name, value) for value in chosen.get(name, [])]  # type: ignore[attr-defined]
        sort = changes.get("sort", self.sort)
        if sort != (RELEVANCE if query else NEWEST):
            pairs.append(("sort", str(sort)))
        if changes.get("is_exact", self.is_exact):
            pairs.append(("exact", "1"))
        return urlencode(pairs)

    def without(self, name: str, value: str) -> str:
        """The query part of the address without one of the chosen values."""
        kept = {
            facet: [one for one in values if (facet, one) != (name, value)]
            for facet, values in self.chosen.items()
        }
        return self.address(chosen=kept)


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isdecimal() and len(text) < 6 else 1
