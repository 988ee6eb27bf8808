"""Who may report on a practice, change a report, and look after what members report."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string
from wagtail.permissions import page_permission_policy

from forums.actions.reviews import holders_of
from forums.permissions import MODERATE, can_write, is_moderator
from hub.accounts.models import User
from hub.resources.models import ResourcePage

from .models import AdoptionReport, PracticePage


def can_report(reader: Any, *, at: datetime) -> bool:
    """Every member whom no steward has silenced."""
    return can_write(reader, at=at)


def owns(reader: Any, report: AdoptionReport) -> bool:
    return bool(reader.is_authenticated and report.reporter_id == reader.pk)


def can_edit(reader: Any, report: AdoptionReport, *, at: datetime) -> bool:
    """One's own. Also while it is hidden: who is asked to change something must be able to."""
    return owns(reader, report) and can_write(reader, at=at)


def can_remove(reader: Any, report: AdoptionReport) -> bool:
    return owns(reader, report)


def can_look_after(reader: Any, practice: PracticePage) -> bool:
    """Moderators, and editors of the practice itself."""
    if is_moderator(reader):
        return True
    return _is_editor(reader) and practice.permissions_for_user(reader).can_edit()


def looked_after_by(reader: Any) -> Q:
    """The same as a condition on reports."""
    if is_moderator(reader):
        # Not Q(): joined with others by “or” an empty condition would vanish.
        return Q(pk__isnull=False)
    if not _is_editor(reader):
        return Q(pk__in=[])
    pages = page_permission_policy.instances_user_has_permission_for(reader, "change")
    return Q(practice__in=pages.order_by().values("pk"))


def can_look_after_any(reader: Any) -> bool:
    """Whether there is a list for them of what waits."""
    return is_moderator(reader) or _is_editor(reader)


def sites_spoken_for(person: Any) -> QuerySet[ResourcePage]:
    """The mentor sites for which `person` may act now (SITES_KEPT_BY)."""
    kept = _kept_by(person).order_by().values("pk")
    return ResourcePage.objects.filter(pk__in=kept).visible_to(person)


def speaks_for(person: Any, site: int) -> bool:
    """The same for one, also while its page is taken off the hub."""
    return _kept_by(person).filter(pk=site).exists()


def _kept_by(person: Any) -> QuerySet:
    return import_string(settings.SITES_KEPT_BY)(person)


def moderators() -> QuerySet[User]:
    """Who is told that a report waits for somebody."""
    return holders_of(MODERATE)


def _is_editor(reader: Any) -> bool:
    return bool(reader.is_authenticated and reader.has_perm("wagtailadmin.access_admin"))
