from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class BookmarkQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """One's own, and nobody else's."""
        return self.filter(person=reader) if reader.is_authenticated else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-saved_at", "-pk")

    def behind(self, last: "Bookmark") -> Self:
        """Those that follow `last` when the newest comes first."""
        return self.filter(
            models.Q(saved_at__lt=last.saved_at) | models.Q(saved_at=last.saved_at, pk__lt=last.pk),
            saved_at__lte=last.saved_at,
        )


class Bookmark(models.Model):
    """Something a member wants to find again, with a note only they can read."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    note = models.CharField(max_length=500, blank=True)
    saved_at = models.DateTimeField()

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "content_type", "object_id"], name="saved_once"
            )
        ]
        indexes = [models.Index(fields=["person", "-saved_at"], name="saved_newest_first")]

    def __str__(self) -> str:
        return f"Saved on {self.saved_at:%Y-%m-%d}"

    @property
    def key(self) -> tuple[int, int]:
        """The type and the number of the thing; see hub.notifications.subjects."""
        return self.content_type_id, self.object_id
