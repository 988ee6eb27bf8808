"""What an editor looks after, as the home of the admin, the reports and the monthly mail ask it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import CharField, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, Least
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from casestudies.models import CaseStudyPage
from hub.core.visibility import visible_pages
from hub.guidelines.models import GuidelinePage
from hub.policies.models import PolicyPage
from hub.resources.models import ResourcePage, ResourceQuerySet
from practices.models import PracticePage

from .models import LinkUse, OutgoingLink

# How far ahead “scheduled” and “due soon” look.
SOON = timedelta(days=30)
# An empty StreamField, as the database holds it.
NOTHING: list[Any] = []
# Rooms whose pages state facts. A practice may name its studies in place of other sources.
NEED_SOURCES = (PracticePage, GuidelinePage, PolicyPage, CaseStudyPage)


def editable_pages(person: Any) -> QuerySet[Page]:
    """Every page that `person` may change, published or not."""
    return page_permission_policy.instances_user_has_permission_for(person, "change").order_by()


def published_resources(person: Any, at: datetime) -> ResourceQuerySet:
    """What is published and `person` may change."""
    editable = editable_pages(person).values("pk")
    return ResourcePage.objects.visible_to(person, at).filter(pk__in=editable)


def with_review_dates(person: Any, at: datetime) -> ResourceQuerySet:
    """What is looked at again from time to time. Mentor sites are confirmed by who keeps them."""
    dated = published_resources(person, at).filter(review_due__isnull=False, mentorsitepage=None)
    return dated.order_by("review_due", "pk")


def overdue(person: Any, at: datetime) -> ResourceQuerySet:
    return with_review_dates(person, at).filter(review_due__lt=today(at))


def due_soon(person: Any, at: datetime) -> ResourceQuerySet:
    """What is overdue or will be due within 30 days."""
    return with_review_dates(person, at).filter(review_due__lte=today(at) + SOON)


def unsourced(person: Any, at: datetime) -> ResourceQuerySet:
    """Pages that state facts and do not say where they come from."""
    kinds = Q()
    for model in NEED_SOURCES:
        kinds |= Q(**{f"{model._meta.model_name}__isnull": False})
    pages = published_resources(person, at).filter(kinds, sources=NOTHING, is_sample=False)
    return pages.exclude(
        Q(practicepage__isnull=False) & ~Q(practicepage__evidence_items=NOTHING)
    ).order_by("-last_published_at", "pk")


def link_uses(person: Any, at: datetime) -> QuerySet[LinkUse]:
    """Where what is published and `person` may change leads to; what fails longest comes first."""
    pages = visible_pages(editable_pages(person), person, at).values("pk")
    uses = LinkUse.objects.filter(page__in=pages).select_related("link", "page")
    return uses.order_by(F("link__failing_since").asc(nulls_last=True), "page__title", "pk")


def broken_uses(person: Any, at: datetime) -> QuerySet[LinkUse]:
    return link_uses(person, at).filter(link__in=OutgoingLink.objects.broken().values("pk"))


def scheduled(person: Any, at: datetime) -> QuerySet[Page]:
    """What will appear by itself, and what will end within 30 days; the next first.

    `appears_at` and `ends_at` say when, `changes_at` which is first.
    """
    approved = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__gt=at
    )
    first = approved.order_by().values("object_id").annotate(n=Min("approved_go_live_at"))
    pages = editable_pages(person).annotate(appears_at=Subquery(first.values("n")[:1]))
    ends = Q(expire_at__gt=at, expire_at__lte=at + SOON)
    changing = pages.filter(ends | Q(appears_at__isnull=False))
    # The earlier of both, where both are known: Least() is NULL on SQLite when one of them is.
    never = at + timedelta(days=36500)
    return changing.annotate(
        changes_at=Least(Coalesce("appears_at", never), Coalesce("expire_at", never))
    ).order_by("changes_at", "pk")


def today(at: datetime) -> date:
    return timezone.localdate(at)


@dataclass(frozen=True)
class Lateness:
    """How long ago or how soon something is due, in words."""

    due: date
    on: date

    @property
    def days(self) -> int:
        return (self.on - self.due).days

    @property
    def words(self) -> str:
        days = abs(self.days)
        number = f"{days} day" if days == 1 else f"{days} days"
        if self.days > 0:
            return f"{number} late"
        return f"in {number}" if self.days else "today"
