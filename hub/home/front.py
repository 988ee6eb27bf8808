"""What the home page shows, in a handful of statements."""

from typing import Any

from django.db.models import Count

from hub.core.keeping import kept
from hub.library.models import LibraryItemPage
from hub.policies.models import PolicyPage
from hub.principles.models import PrinciplePage
from hub.resources.models import ResourcePage
from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary
from paths.roads import path_addresses
from practices.models import PracticePage

from .topics import with_resource_counts

NEWEST_SHOWN = 4
CHANGES_SHOWN = 3
TOPICS_SHOWN = 6
PRACTICES, TEMPLATES = str(PracticePage._meta.model_name), str(LibraryItemPage._meta.model_name)


def describe_front(reader: Any) -> dict[str, Any]:
    """Context for the home page as `reader` may see it."""
    policies = PolicyPage.objects.visible_to(reader)
    levels = kept("levels", reader, policies.count_by_level)
    return {
        "newest": list(_newest(ResourcePage.objects.visible_to(reader))),
        "topics": _largest_topics(reader),
        "stages": _stages(reader),
        "principle_count": kept("principles", reader, lambda: _count_principles(reader)),
        "levels": levels,
        "policy_total": sum(levels.values()),
        "latest_policies": list(
            policies.latest_first().select_related("jurisdiction")[:CHANGES_SHOWN]
        ),
        "map_places": list(Jurisdiction.objects.on_the_map().by_name()),
    }


def _newest(resources):
    """The newest of everything but laws, which have a part of the page to themselves."""
    newest = resources.exclude(listed_kind=PolicyPage._meta.model_name).freshest_first()
    return newest.with_cards()[:NEWEST_SHOWN]


def _largest_topics(reader: Any) -> list[Topic]:
    topics = [topic for topic in with_resource_counts(reader) if topic.resource_count]
    return sorted(topics, key=lambda topic: -topic.resource_count)[:TOPICS_SHOWN]


def _stages(reader: Any) -> list[Term]:
    """The steps of building a program, with what there is to read and to copy for each."""
    stages, paths = list(Term.objects.of(Vocabulary.STAGE).in_order()), path_addresses(reader)
    counts = kept("stages", reader, lambda: _stage_counts(reader, stages))
    for stage in stages:
        stage.practice_count = counts.get((stage.pk, PRACTICES), 0)  # type: ignore[attr-defined]
        stage.template_count = counts.get((stage.pk, TEMPLATES), 0)  # type: ignore[attr-defined]
        stage.path_url = paths.get(stage.pk, "")  # type: ignore[attr-defined]
    return stages


def _stage_counts(reader: Any, stages: list[Term]) -> dict[tuple[int, str], int]:
    """(stage, type) → how many, for the two types that are counted."""
    pages = ResourcePage.objects.filter(listed_kind__in=[PRACTICES, TEMPLATES], terms__in=stages)
    rows = pages.visible_to(reader).order_by().values_list("terms", "listed_kind")
    return {(stage, kind): n for stage, kind, n in rows.annotate(n=Count("*"))}


def _count_principles(reader: Any) -> int:
    """Looks at the principles only. Said plainly, SQLite looks for these few among all pages."""
    principles = PrinciplePage.objects.filter(pk__in=PrinciplePage.objects.values("pk"))
    return principles.visible_to(reader).count()
