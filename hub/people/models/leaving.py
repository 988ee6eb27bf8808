from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse


class DataExportQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        return self.filter(person=reader) if reader.is_authenticated else self.none()

    def waiting(self) -> Self:
        return self.filter(ready_at=None)


class DataExport(models.Model):
    """A copy of everything the hub keeps of one member, made for them and kept for a day."""

    # 24 hours: trust plan, 6.3.
    KEPT_FOR = timedelta(hours=24)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="data_exports"
    )
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    file = models.FileField(upload_to="exports", blank=True)

    objects = DataExportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Your data, asked for on {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("people:data")

    def is_ready(self, at: datetime) -> bool:
        return self.ready_at is not None and self.ready_at + self.KEPT_FOR > at


class DepartureQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(taken_back_at=None, done_at=None)

    def due(self, at: datetime) -> Self:
        return self.open().filter(due_at__lte=at)


class Departure(models.Model):
    """Somebody asked to leave; it happens after two weeks unless they take it back."""

    UNDO_WITHIN = timedelta(days=14)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="departures")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Whether what they wrote in the forums goes too, instead of staying without their name.
    removes_posts = models.BooleanField(default=False)
    # When search index and files were written anew, so that nothing is left there either.
    cleaned_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(taken_back_at=None, done_at=None),
                name="leaving_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"Leaving on {self.due_at:%Y-%m-%d}"
