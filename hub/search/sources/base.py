from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from ..models.documents import EVERYONE


@dataclass
class Draft:
    """A search document to be written; see SearchDocument for its fields."""

    object_id: int
    kind: str
    title: str
    url: str
    summary: str = ""
    keywords: str = ""
    text: str = ""
    audience: str = EVERYONE
    visible_from: datetime | None = None
    visible_until: datetime | None = None
    published_at: datetime | None = None
    reviewed_on: date | None = None
    review_due: date | None = None
    standing: str = ""
    standing_as_of: date | None = None
    place_names: str = ""
    is_sample: bool = False
    # False for what is only offered while somebody types.
    is_listed: bool = True
    facets: set[str] = field(default_factory=set)


class Source:
    """One sort of findable things."""

    name: ClassVar[str]

    def keys(self) -> Iterable[int]:
        """The keys of all things of this sort, findable or not."""
        raise NotImplementedError

    def describe(self, keys: Sequence[int]) -> list[Draft]:
        """Drafts of those among `keys` that anybody at all can find now or later."""
        raise NotImplementedError

    def visible_keys(self, keys: Collection[int], reader: Any, at: datetime) -> set[int]:
        """Those of `keys` that `reader` may see at the moment `at`: the gate has the last word."""
        raise NotImplementedError

    def contexts(self, keys: Collection[int]) -> Mapping[int, str]:
        """What a row says about where a thing is from, for things that cannot be told without."""
        return {}
