"""Who wrote what is not published yet: they are the ones who may not approve it."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageLogEntry, Revision

from hub.core.marks import without_marks

# What a version says beside its words: where and when it stands, and remarks for the writers.
BESIDE_THE_WORDS = frozenset(
    {
        COMMENTS_RELATION_NAME,
        "path",
        "depth",
        "numchild",
        "url_path",
        "live",
        "live_revision",
        "latest_revision",
        "latest_revision_created_at",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "draft_title",
    }
)


def has_written(person: Any, page: Page) -> bool:
    """Whether `person` changed a word of `page` since it was last published.

    Whoever only leaves a comment or sets a date to go live saves a version too, and wrote nothing.
    """
    own = _unpublished(page).filter(user=person)
    return any(_says_something_new(version) for version in own)


def _unpublished(page: Page) -> QuerySet[Revision]:
    versions = Revision.objects.for_instance(page)
    # As stored: a page made from an older version says when it was published by then.
    stored = Page.objects.only("live_revision_id", "last_published_at").get(pk=page.pk)
    published = stored.live_revision_id or _published_before(page)
    if not (published and stored.last_published_at):
        return versions
    # A form that was open all along goes on saving into the version that was published meanwhile.
    saved_into = Q(pk=published, created_at__gt=stored.last_published_at)
    return versions.filter(Q(pk__gt=published) | saved_into)


def _published_before(page: Page) -> int | None:
    """What stood on the site until the page was taken off: it was read by somebody else then."""
    entries = PageLogEntry.objects.filter(
        page=page.pk, action="wagtail.publish", revision__isnull=False
    )
    return entries.order_by("timestamp", "pk").values_list("revision_id", flat=True).last()


def _says_something_new(version: Revision) -> bool:
    try:
        before = version.get_previous()
    except Revision.DoesNotExist:
        return True
    return _words(version) != _words(before)


def _words(version: Revision) -> dict[str, Any]:
    return {
        name: _said(value)
        for name, value in version.content.items()
        if name not in BESIDE_THE_WORDS
    }


def _said(value: Any) -> Any:
    """Without what a form makes anew each time: marks of paragraphs, numbers of rows."""
    if isinstance(value, str):
        return without_marks(value)
    if isinstance(value, list):
        return [_without_number(row) for row in value]
    return value


def _without_number(row: Any) -> Any:
    return {k: v for k, v in row.items() if k != "pk"} if isinstance(row, dict) else row


def is_their_own(person: Any, page: Page) -> bool:
    """Whether `person` wrote what is not published yet, or sent it for the review that goes on."""
    going = page.current_workflow_state
    return bool(going and going.requested_by_id == person.pk) or has_written(person, page)
