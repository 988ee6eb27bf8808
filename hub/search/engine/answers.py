"""Answer: what was found; hits are taken from it a page at a time and counts a facet at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .nodes import Order
from .postings import Ids, Weights
from .searcher import Mask, Searcher


@dataclass(slots=True)
class Answer:
    """All documents that fit, deleted ones excluded."""

    searcher: Searcher
    mask: Mask
    scores: Weights | None
    order: Sequence[Order] = ()
    # Time was up before everything had been looked at: more may fit, and none of these does not.
    is_partial: bool = False
    # Facet name → what would fit without the filter of that facet.
    without: Mapping[str, Mask] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return int(np.count_nonzero(self.mask))

    def hits(self, start: int, stop: int | None) -> list[tuple[str, float]]:
        """(key, score) from `start` to before `stop`, best first; equals in a fixed order."""
        ids = self._in_order(stop)[start:stop]
        keys = self.searcher.keys(ids.tolist())
        if self.scores is None:
            return [(key, 1.0) for key in keys]
        return list(zip(keys, self.scores[ids].tolist(), strict=True))

    def _in_order(self, stop: int | None) -> Ids:
        if self.order:
            return self.searcher.sorted(self.mask, self.order)
        if self.scores is None:
            return np.flatnonzero(self.mask).astype(np.int32)
        return _best(self.mask, self.scores, stop)

    def counts(self, facet_field: str, without: str = "") -> dict[str, int]:
        """Encoded value → documents; `without` leaves the filter of that facet out."""
        return self.searcher.counts(facet_field, self.without.get(without, self.mask))


def _best(mask: Mask, scores: Weights, stop: int | None) -> Ids:
    """Documents of `mask` by falling score, at least the first `stop`; equal ones by number."""
    ids = np.flatnonzero(mask)
    found = scores[ids]
    if stop is not None and 0 < stop < len(ids):
        least = np.partition(found, len(ids) - stop)[len(ids) - stop]
        kept = found >= least
        ids, found = ids[kept], found[kept]
    return ids[np.lexsort((ids, -found))].astype(np.int32)
