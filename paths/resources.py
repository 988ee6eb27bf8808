"""Published things that fit a path: by its stage and the topics of its steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from hub.events.models import EventPage
from hub.guidelines.models import GuidelinePage
from hub.library.models import LibraryItemPage
from hub.policies.models import PolicyPage
from hub.policies.models.choices import IN_FORCE, MADE
from hub.resources.models import ResourcePage, ResourceTopic
from hub.taxonomy.models import Jurisdiction
from practices.models import PracticePage

# Model name → what a step calls its things, in the order in which it shows them.
KINDS = {
    "practicepage": "Practices",
    "libraryitempage": "Templates and tools",
    "policypage": "Law and policy",
    "guidelinepage": "Guidelines",
    "eventpage": "Events to come",
}
MODELS = (PracticePage, LibraryItemPage, PolicyPage, GuidelinePage, EventPage)
# So many of each kind are fetched for one topic: some of them stand at an earlier step already.
OF_A_TOPIC = 9


@dataclass
class Resources:
    """What was found, by kind; the order is that of `fitting_by_topic`."""

    pages: dict[int, ResourcePage] = field(default_factory=dict)
    # (topic, model name) → numbers of pages, the most fitting first.
    fitting_by_topic: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def picked(self, numbers: Iterable[int], name: str) -> list[ResourcePage]:
        found = [self.pages[number] for number in numbers if number in self.pages]
        return [page for page in found if _name_of(page) == name]

    def fitting(self, topics: Sequence[str], name: str) -> list[ResourcePage]:
        """One topic after the other has a turn, so that the first does not crowd out the rest."""
        rows = [self.fitting_by_topic.get((topic, name), []) for topic in topics]
        turns = [row[n] for n in range(OF_A_TOPIC) for row in rows if n < len(row)]
        return [self.pages[number] for number in dict.fromkeys(turns) if number in self.pages]


def find_resources(
    topics: Sequence[str],
    picked: Sequence[int],
    reader: Any,
    *,
    stage: int,
    place: int | None,
) -> Resources:
    """Everything for all steps in three statements: what fits, the pages, their places."""
    found = Resources()
    numbers = set(picked)
    types = ContentType.objects.get_for_models(*MODELS)
    names = {kind.pk: str(model._meta.model_name) for model, kind in types.items()}
    for topic, type_id, number in _fitting(topics, reader, list(names), stage, place):
        found.fitting_by_topic.setdefault((topic, names[type_id]), []).append(number)
        numbers.add(number)
    if numbers:
        pages = ResourcePage.objects.filter(pk__in=numbers).visible_to(reader).with_cards()
        found.pages = {page.pk: page for page in pages if page.content_type_id in names}
    return found


def _fitting(
    topics: Sequence[str], reader: Any, types: list[int], stage: int, place: int | None
) -> Iterable[tuple[str, int, int]]:
    """(topic, type, page), the first few of each type for each topic."""
    if not topics:
        return []
    rows = ResourceTopic.objects.filter(
        tag__slug__in=topics, content_object__in=_candidates(reader, types, stage)
    )
    numbered = rows.annotate(
        nearness=_nearness(place),
        is_law=_is_law(),
        turn=Window(
            RowNumber(),
            partition_by=[F("tag"), F("content_object__content_type")],
            order_by=[
                "content_object__is_sample",
                F("nearness").desc(),
                F("is_law").desc(),
                F("content_object__last_reviewed").desc(nulls_last=True),
                F("content_object").desc(),
            ],
        ),
    )
    return (
        numbered.filter(turn__lte=OF_A_TOPIC)
        .order_by("turn", "tag", "content_object")
        .values_list("tag__slug", "content_object__content_type", "content_object")
    )


def _candidates(reader: Any, types: list[int], stage: int) -> Any:
    """What may stand at a step: of this stage, and events only while they are to come.

    Laws name no stage: a law on liability holds in all four.
    """
    of_the_stage = ResourcePage.terms.through.objects.filter(
        resourcepage=OuterRef("pk"), term=stage
    )
    pages = ResourcePage.objects.visible_to(reader).filter(content_type__in=types)
    return (
        pages.filter(Exists(of_the_stage) | Q(policypage__isnull=False))
        .filter(Q(eventpage=None) | Q(eventpage__ends_at__gte=timezone.now()))
        .order_by()
        .values("pk")
    )


def _nearness(place: int | None) -> Any:
    """2: about the reader's own state or nation; 1: about the whole nation; 0: anything else."""
    links = ResourcePage.jurisdictions.through.objects.filter(
        resourcepage=OuterRef("content_object")
    )
    national = When(
        Exists(links.filter(jurisdiction__kind=Jurisdiction.Kind.FEDERAL)), then=Value(1)
    )
    own = [] if place is None else [When(Exists(links.filter(jurisdiction=place)), then=Value(2))]
    return Case(*own, national, default=Value(0), output_field=IntegerField())


def _is_law() -> Any:
    """Laws that hold stand before bills, and before what failed."""
    made = [f"policy:{status.value}" for status in (*IN_FORCE, *MADE)]
    return Case(
        When(content_object__standing__in=made, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _name_of(page: ResourcePage) -> str:
    return page.specific_class._meta.model_name
