"""What the home page shows, in a handful of statements."""

from typing import Any

from django.db.models import Count
from django.db.models.functions import Coalesce

from hub.policies.models import PolicyPage
from hub.resources.models import ResourcePage
from hub.taxonomy.models import Jurisdiction, Term, Vocabulary

NEWEST_SHOWN = 4
CHANGES_SHOWN = 3


def describe_front(reader: Any) -> dict[str, Any]:
    """Context for the home page as `reader` may see it."""
    resources = ResourcePage.objects.visible_to(reader)
    policies = PolicyPage.objects.visible_to(reader)
    levels = dict(policies.order_by().values_list("level").annotate(n=Count("pk")))
    return {
        "newest": list(_newest(resources)),
        "levels": levels,
        "policy_total": sum(levels.values()),
        "latest_policies": list(policies.latest_first().with_cards()[:CHANGES_SHOWN]),
        "stages": _stages(reader),
        "map_places": list(Jurisdiction.objects.on_the_map().by_name()),
    }


def _newest(resources):
    """The newest of everything but laws, which have a part of the page to themselves."""
    newest = resources.filter(policypage=None).order_by(
        Coalesce("last_reviewed", "first_published_at__date").desc(), "-pk"
    )
    return newest.with_cards()[:NEWEST_SHOWN]


def _stages(reader: Any) -> list[Term]:
    visible = ResourcePage.objects.visible_to(reader).order_by().values("pk")
    through = ResourcePage.terms.through
    counts = dict(
        through.objects.filter(term__vocabulary=Vocabulary.STAGE, resourcepage_id__in=visible)
        .values_list("term_id")
        .annotate(n=Count("*"))
    )
    stages = list(Term.objects.of(Vocabulary.STAGE).in_order())
    for stage in stages:
        stage.count = counts.get(stage.pk, 0)  # type: ignore[attr-defined]
    return stages
