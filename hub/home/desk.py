"""A member's own page: what is new for their program, their places, their sites, their reviews."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, prefetch_related_objects
from wagtail.models import TaskState
from wagtail.permissions import page_permission_policy

from forums.access import keep_access
from forums.matching import ASKED_WITHIN, questions_for
from forums.models import ReviewItem
from forums.permissions import can_review_anything, is_moderator
from forums.rows import rows_of
from hub.notifications.lists import NewsLine, news_page
from hub.people.actions import profile_of, program_of
from hub.people.lines import describe
from hub.people.models import Bookmark, ProfileTopic, Program
from hub.resources.models import ResourcePage, ResourceTopic
from mentoring.permissions import is_staff
from mentorsites.permissions import sites_kept_by
from practices.models import AdoptionReport

# What counts as new. After that it is still found, but no longer put before anybody.
NEW_FOR = timedelta(days=90)
MOST_SHOWN = 4
MOST_TASKS = 8


@dataclass(frozen=True)
class Fitting:
    """A published thing and, in words, what of the program it fits."""

    resource: ResourcePage
    because: str


@dataclass(frozen=True)
class Wishes:
    """What a program asks for: the numbers of terms, topics and a place."""

    terms: frozenset[int]
    topics: frozenset[int]
    place: int | None

    @property
    def is_empty(self) -> bool:
        return not (self.terms or self.topics or self.place)


def describe_desk(reader: Any, *, at: datetime) -> dict[str, Any]:
    """Context for one's own page. The number of statements does not grow with what there is."""
    program = program_of(reader)
    prefetch_related_objects([program], *Program.MANY)
    wishes = wishes_of(program)
    fitting, is_new = fitting_resources(wishes, reader, at=at)
    return {
        "program": program,
        "program_facts": _facts(program),
        "fitting": fitting,
        "is_new": is_new,
        "news": _news(reader, at=at),
        "avatar_url": describe(profile_of(reader), reader).avatar_url,
        "sites": list(_own_sites(reader)),
        "looks_after_requests": is_staff(reader),
        "saved_count": Bookmark.objects.visible_to(reader).count(),
        **_forums(reader, at=at),
        **(_reviews(reader, at=at) if reader.is_staff else {}),
    }


def wishes_of(program: Program) -> Wishes:
    topics = ProfileTopic.objects.filter(profile__person=program.person_id)
    terms = {term.pk for term in program.community_types.all()}
    terms |= {pk for pk in (program.stage_id, program.discipline_id) if pk}
    return Wishes(
        terms=frozenset(terms),
        topics=frozenset(topics.order_by().values_list("topic_id", flat=True)),
        place=program.place_id,
    )


def fitting_resources(wishes: Wishes, reader: Any, *, at: datetime) -> tuple[list[Fitting], bool]:
    """What fits, newest first, and whether it is new.

    What was published in the last 90 days; when none of that fits, what fits of what there is.
    """
    if wishes.is_empty:
        return [], False
    fitting = ResourcePage.objects.visible_to(reader, at).filter(_wanted(wishes))
    fitting = fitting.with_cards().with_facets().newest_first()
    new = list(fitting.filter(first_published_at__gt=at - NEW_FOR)[:MOST_SHOWN])
    found = new or list(fitting[:MOST_SHOWN])
    return [Fitting(one, _reason(one, wishes)) for one in found], bool(new)


def _wanted(wishes: Wishes) -> Q:
    """A condition without joins, so that what fits in two ways is one row."""
    terms = ResourcePage.terms.through.objects.filter(term__in=wishes.terms)
    topics = ResourceTopic.objects.filter(tag__in=wishes.topics)
    places = ResourcePage.jurisdictions.through.objects.filter(jurisdiction=wishes.place)
    return (
        Q(pk__in=terms.values("resourcepage_id"))
        | Q(pk__in=topics.order_by().values("content_object_id"))
        | Q(pk__in=places.values("resourcepage_id"))
    )


def _reason(resource: ResourcePage, wishes: Wishes) -> str:
    words = [term.label for term in resource.terms.all() if term.pk in wishes.terms]
    words += [one.name for one in resource.jurisdictions.all() if one.pk == wishes.place]
    words += [one.tag.name for one in resource.tagged_topics.all() if one.tag_id in wishes.topics]
    return f"Fits: {', '.join(dict.fromkeys(words))}." if words else ""


def _facts(program: Program) -> list[tuple[str, str]]:
    communities = ", ".join(term.label for term in program.community_types.all())
    models = ", ".join(term.label for term in program.response_models.all())
    facts = [
        ("Program", program.name),
        ("Role", program.discipline),
        ("Community", communities),
        ("People living there", _residents(program)),
        ("Response model", models),
        ("Lead agency", program.lead_agency_type),
        ("Full-time staff", program.staffing_band),
        ("Encounters a year", program.call_volume_band),
        ("Hours", program.hours),
        ("Stage", program.stage),
        ("Place", program.place),
        ("To solve", program.to_solve),
    ]
    return [(label, str(value)) for label, value in facts if value]


def _residents(program: Program) -> str:
    band = str(program.population_band or "")
    number = f"{program.population:,}" if program.population else ""
    return f"{number} ({band})" if number and band else number or band


def _news(reader: Any, *, at: datetime) -> list[NewsLine]:
    page = news_page(reader, only_for_me=False, before="", at=at)
    lines = [line for day in page.days for group in day.groups for line in group.lines]
    return [line for line in lines if not line.news.is_read][:MOST_TASKS]


def _own_sites(reader: Any) -> Any:
    # Whoever keeps a site sees it before it is published, too: it is theirs.
    return sites_kept_by(reader).order_by("title", "pk")[:MOST_TASKS]


def _forums(reader: Any, *, at: datetime) -> dict[str, Any]:
    access = keep_access(reader)
    questions = questions_for(reader, since=at - ASKED_WITHIN).with_row()[:MOST_SHOWN]
    found: dict[str, Any] = {"questions": rows_of(questions, access, at=at), "review_count": None}
    if is_moderator(reader):
        found["held_reports"] = AdoptionReport.objects.waiting_for(reader).count()
    if can_review_anything(reader):
        found["review_count"] = ReviewItem.objects.visible_to(reader).open().count()
    return found


def _reviews(reader: Any, *, at: datetime) -> dict[str, Any]:
    """For editors: what waits for their yes, and what is due to be looked at again."""
    tasks = TaskState.objects.reviewable_by(reader).select_related("revision", "task")
    editable = page_permission_policy.instances_user_has_permission_for(reader, "change")
    late = ResourcePage.objects.visible_to(reader, at).filter(
        pk__in=editable.order_by().values("pk"), review_due__lte=at.date()
    )
    return {
        "is_editor": True,
        "tasks": list(tasks.order_by(F("started_at"), "pk")[:MOST_TASKS]),
        "late": list(late.order_by("review_due", "pk")[:MOST_TASKS]),
    }
