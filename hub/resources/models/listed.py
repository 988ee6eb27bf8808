"""What lists are ordered by, in columns of one table and never empty, so that an index has it.

`first_published_at` and `title` belong to Wagtail's table, where an index of ours cannot be; and an
order by an expression, or by a column that may be empty, walks no index on every database.
"""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from hub.core.models import BasePage

# For what was never published or reviewed: after everything that was.
NEVER = date(1970, 1, 1)
NEVER_AT = datetime(1970, 1, 1, tzinfo=UTC)
# What the columns are made of. Whoever changes one of these with update() saves the page as well.
SOURCES = frozenset(
    {"first_published_at", "last_published_at", "last_reviewed", "title", "content_type"}
)


class Listed(BasePage):
    """The columns, kept right by save(). They are never an editor's and no part of a draft."""

    # The database knows the same defaults, so that code without these columns can still insert.
    listed_kind = models.CharField(
        max_length=100, blank=True, default="", db_default="", editable=False
    )
    listed_at = models.DateTimeField(default=NEVER_AT, db_default=NEVER_AT, editable=False)
    listed_reviewed = models.DateField(default=NEVER, db_default=NEVER, editable=False)
    # The day of the last review, or of publishing when there was none: the order of the front page.
    listed_fresh = models.DateField(default=NEVER, db_default=NEVER, editable=False)
    listed_title = models.CharField(
        max_length=255, blank=True, default="", db_default="", editable=False
    )
    # When what is live last changed: published anew, or a fact of it put live by put_live().
    changed_at = models.DateTimeField(default=NEVER_AT, db_default=NEVER_AT, editable=False)

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "listed_kind",
        "listed_at",
        "listed_reviewed",
        "listed_fresh",
        "listed_title",
        "changed_at",
    )
    INDEXES: ClassVar[list[models.Index]] = [
        models.Index(fields=["listed_kind", "-listed_at", "-page_ptr"], name="listed_newest"),
        models.Index(
            fields=["listed_kind", "-listed_reviewed", "-page_ptr"], name="listed_reviewed"
        ),
        models.Index(fields=["listed_kind", "listed_title", "page_ptr"], name="listed_title"),
        models.Index(fields=["-listed_fresh", "-page_ptr"], name="listed_fresh"),
        models.Index(fields=["-listed_at", "-page_ptr"], name="listed_anything_newest"),
        models.Index(fields=["listed_title", "page_ptr"], name="listed_anything_title"),
        models.Index(fields=["listed_kind", "-changed_at", "-page_ptr"], name="listed_changed"),
        models.Index(fields=["-changed_at", "-page_ptr"], name="listed_anything_changed"),
    ]

    class Meta(BasePage.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        changed = kwargs.get("update_fields")
        if changed is None:
            self.note_order()
        elif SOURCES & set(changed):
            self.note_order()
            kwargs["update_fields"] = {*changed, *self.COLUMNS}
        super().save(*args, **kwargs)

    def note_order(self) -> None:
        """Fills the columns from the page as it is in memory."""
        page: Any = self
        published, reviewed = page.first_published_at, page.last_reviewed
        self.listed_kind = page.cached_content_type.model
        self.listed_at = published or NEVER_AT
        self.listed_reviewed = reviewed or NEVER
        self.listed_fresh = reviewed or (timezone.localdate(published) if published else NEVER)
        self.listed_title = page.title
        self.changed_at = max(self.changed_at, page.last_published_at or NEVER_AT)

    @property
    def last_changed(self) -> datetime | None:
        return self.changed_at if self.changed_at > NEVER_AT else None
