"""Small facts, written into what is live and into every version that may go live."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wagtail.models import Revision

from hub.accounts.models import User

from .models import ResourcePage


def put_live(page: ResourcePage, names: Iterable[str], *, at: datetime) -> None:
    """Writes these columns and when they changed: the days of publishing stay, nobody is told."""
    page.changed_at = max(page.changed_at, at)
    page.save(clean=False, update_fields=[*names, "changed_at"])


def put_in_versions(
    page: ResourcePage, stored: dict[str, Any], *, by: User | None
) -> Revision | None:
    """Neither approving a draft nor an editor who saves one brings the old answers back.

    `stored` is as a version's content holds it. The newest version gets a successor, so that
    whoever is typing on top of it is told; it is returned, or None when there was no version.
    """
    scheduled = Revision.objects.for_instance(page).filter(approved_go_live_at__isnull=False)
    older = {page.live_revision_id, *scheduled.values_list("pk", flat=True)}
    for revision in Revision.objects.filter(pk__in=older - {page.latest_revision_id, None}):
        Revision.objects.filter(pk=revision.pk).update(content=revision.content | stored)
    return _succeed(page, stored, by=by) if page.latest_revision_id else None


def _succeed(page: ResourcePage, stored: dict[str, Any], *, by: User | None) -> Revision:
    newest = Revision.objects.get(pk=page.latest_revision_id)
    successor = Revision.objects.create(
        content_object=page,
        base_content_type=newest.base_content_type,
        user=by,
        approved_go_live_at=newest.approved_go_live_at,
        content=newest.content | stored,
        object_str=newest.object_str,
    )
    if newest.approved_go_live_at:
        # Planned as it was, under its new number.
        Revision.objects.filter(pk=newest.pk).update(approved_go_live_at=None)
    is_live = page.live_revision_id == newest.pk
    page.latest_revision = successor
    page.latest_revision_created_at = successor.created_at
    names = ["latest_revision", "latest_revision_created_at"]
    if is_live:
        page.live_revision = successor
        names.append("live_revision")
    page.save(clean=False, update_fields=names)
    return successor
