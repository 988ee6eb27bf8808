"""Topics: each has a page that lists everything about it, open to everyone."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from hub.taxonomy.models import Topic

from ..kinds import TOPIC
from .base import Draft, Source


class TopicSource(Source):
    name = "topic"

    def keys(self) -> Iterable[int]:
        return Topic.objects.order_by("pk").values_list("pk", flat=True)

    def describe(self, keys: Sequence[int]) -> list[Draft]:
        return [_draft_of(topic) for topic in Topic.objects.filter(pk__in=list(keys))]

    def visible_keys(self, keys: Collection[int], reader: Any, at: datetime) -> set[int]:
        topics = Topic.objects.filter(pk__in=list(keys)).order_by()
        return set(topics.values_list("pk", flat=True))


def _draft_of(topic: Topic) -> Draft:
    return Draft(
        object_id=topic.pk,
        kind=TOPIC,
        title=topic.name,
        url=topic.get_absolute_url(),
        summary=topic.definition or "Everything on the hub about this topic.",
        # Not its own topic: on its page it would list itself.
        facets={f"kind:{TOPIC}"},
    )
