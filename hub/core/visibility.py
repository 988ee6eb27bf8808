"""The gate: the only place that decides which pages a reader may see.

Every surface (page, listing, count, related list, sitemap, file) asks here. A lint test forbids
`.live()` and `.public()` anywhere else.
"""

from datetime import datetime
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Left, Length
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

# Whoever is reading: a signed-in user or nobody in particular.
Reader = AbstractBaseUser | AnonymousUser
NOBODY = AnonymousUser()


def denied_restrictions(reader: Any) -> QuerySet[PageViewRestriction]:
    """The privacy rules that keep `reader` out.

    Shared passwords are switched off on the hub, so a page that still has one is for nobody.
    """
    restrictions = PageViewRestriction.objects.all()
    if not reader.is_authenticated or not reader.is_active:
        return restrictions
    denied = Q(restriction_type=PageViewRestriction.PASSWORD)
    if not reader.is_superuser:
        denied |= Q(restriction_type=PageViewRestriction.GROUPS) & ~Q(
            groups__in=reader.groups.all()
        )
    return restrictions.filter(denied)


def visible_pages(pages: QuerySet, reader: Any, at: datetime | None = None) -> QuerySet:
    """`pages` narrowed to those that `reader` may see at the moment `at` (now when None).

    Expiry and go-live are judged by the clock, not by whether the publishing job has run. Privacy
    is inherited: a rule on a page holds for everything below it. It adds no statement of its own.
    """
    now = at or timezone.now()
    # A page's path begins with the path of each page above it.
    begins_with = Left(OuterRef("path"), Length("page__path"), output_field=CharField())
    kept_out = denied_restrictions(reader).filter(page__path=begins_with)
    return pages.filter(
        Q(go_live_at=None) | Q(go_live_at__lte=now),
        Q(expire_at=None) | Q(expire_at__gt=now),
        ~Exists(kept_out),
        live=True,
    )


class VisiblePageQuerySet(PageQuerySet):
    """Pages that know who may see them."""

    def visible_to(self, reader: Any, at: datetime | None = None) -> Self:
        """Only what `reader` may see at `at`; see visible_pages()."""
        return visible_pages(self, reader, at)  # type: ignore[return-value]

    def newest_first(self) -> Self:
        return self.order_by("-first_published_at", "-pk")

    def by_title(self) -> Self:
        return self.order_by("title", "pk")


def is_visible(page: Page, reader: Any, at: datetime | None = None) -> bool:
    """Whether `reader` may see this one page. Costs one statement."""
    return visible_pages(Page.objects.filter(pk=page.pk), reader, at).exists()


def readers_of(page: Page, people: QuerySet, at: datetime | None = None) -> QuerySet:
    """Those of `people` who may see `page`: one statement for each rule on it or above it."""
    now = at or timezone.now()
    is_over = page.expire_at is not None and page.expire_at <= now
    is_early = page.go_live_at is not None and page.go_live_at > now
    if not page.live or is_over or is_early:
        return people.none()
    begins_with = Left(Value(page.path), Length("page__path"), output_field=CharField())
    for rule in PageViewRestriction.objects.filter(page__path=begins_with):
        if rule.restriction_type == PageViewRestriction.PASSWORD:
            return people.none()
        if rule.restriction_type == PageViewRestriction.GROUPS:
            members = Q(groups__in=rule.groups.all()) | Q(is_superuser=True)
            people = people.filter(pk__in=people.model.objects.filter(members).values("pk"))
    return people.filter(is_active=True)
