"""The principles that a step of a path rests on."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Q

from hub.principles.models import PrinciplePage


@dataclass
class Principles:
    """In the order of the brief, with the topics that were asked for."""

    pages: dict[int, PrinciplePage] = field(default_factory=dict)
    topics: dict[int, set[str]] = field(default_factory=dict)

    def of(
        self, topics: Sequence[str], picked: Collection[int], *, most: int
    ) -> list[PrinciplePage]:
        """The picked ones first, then those of one of these topics; not more than `most` in all."""
        chosen = [self.pages[pk] for pk in picked if pk in self.pages]
        wanted = set(topics)
        fitting = [
            page for pk, page in self.pages.items() if pk not in picked and self.topics[pk] & wanted
        ]
        return [*chosen, *fitting[: max(most - len(chosen), 0)]]


def find_principles(topics: Sequence[str], picked: Sequence[int], reader: Any) -> Principles:
    """Those for all steps in one statement: a row for each principle and topic."""
    rows = (
        PrinciplePage.objects.visible_to(reader)
        .filter(Q(tagged_topics__tag__slug__in=topics) | Q(pk__in=picked))
        .annotate(topic=F("tagged_topics__tag__slug"))
        .in_order()
    )
    found = Principles()
    for page in rows:
        found.pages.setdefault(page.pk, page)
        found.topics.setdefault(page.pk, set()).add(page.topic or "")
    return found
