"""What the home page shows, in a handful of statements."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.db.models.functions import Coalesce

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


def describe_front(reader: Any) -> dict[str, Any]:
    """Context for the home page as `reader` may see it."""
    policies = PolicyPage.objects.visible_to(reader)
    levels = policies.count_by_level()
    return {
        "newest": list(_newest(ResourcePage.objects.visible_to(reader))),
        "topics": _largest_topics(reader),
        "stages": _stages(reader),
        "principle_count": PrinciplePage.objects.visible_to(reader).count(),
        "levels": levels,
        "policy_total": sum(levels.values()),
        "latest_policies": list(
            policies.latest_first().select_related("jurisdiction")[:CHANGES_SHOWN]
        ),
        "map_places": list(Jurisdiction.objects.on_the_map().by_name()),
    }


def _newest(resources):
    """The newest of everything but laws, which have a part of the page to themselves."""
    newest = resources.filter(policypage=None).order_by(
        Coalesce("last_reviewed", "first_published_at__date").desc(), "-pk"
    )
    return newest.with_cards()[:NEWEST_SHOWN]


def _largest_topics(reader: Any) -> list[Topic]:
    topics = [topic for topic in with_resource_counts(reader) if topic.resource_count]
    return sorted(topics, key=lambda topic: -topic.resource_count)[:TOPICS_SHOWN]


def _stages(reader: Any) -> list[Term]:
    """The steps of building a program, with what there is to read and to copy for each."""
    visible = ResourcePage.objects.visible_to(reader).order_by().values("pk")
    rows = (
        ResourcePage.terms.through.objects.filter(
            term__vocabulary=Vocabulary.STAGE, resourcepage_id__in=visible
        )
        .values_list("term_id", "resourcepage__content_type_id")
        .annotate(n=Count("*"))
    )
    counts = {(term, content_type): n for term, content_type, n in rows}
    types = ContentType.objects.get_for_models(PracticePage, LibraryItemPage)
    stages, paths = list(Term.objects.of(Vocabulary.STAGE).in_order()), path_addresses(reader)
    for stage in stages:
        stage.practice_count = counts.get((stage.pk, types[PracticePage].pk), 0)  # type: ignore[attr-defined]
        stage.template_count = counts.get((stage.pk, types[LibraryItemPage].pk), 0)  # type: ignore[attr-defined]
        stage.path_url = paths.get(stage.pk, "")  # type: ignore[attr-defined]
    return stages
