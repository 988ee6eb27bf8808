from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

# Without a sign of life for so long, whoever was at work is gone.
SILENCE = timedelta(minutes=2)


class ImportQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """One's own: a sheet may hold what its editor never publishes."""
        return self.filter(made_by=reader.pk) if reader.is_authenticated else self.none()

    def waiting(self) -> Self:
        return self.filter(state__in=Import.NEXT).order_by("asked_at", "pk")

    def at_work(self) -> Self:
        return self.filter(state__in=Import.NEXT.values())

    def silent(self, at: datetime) -> Self:
        return self.at_work().filter(beat_at__lt=at - SILENCE)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Import(models.Model):
    """One sheet on its way: read, checked, imported as drafts, perhaps taken back."""

    class State(models.TextChoices):
        TO_CHECK = "to_check", "Waits to be checked"
        CHECKING = "checking", "Is being checked"
        CHECKED = "checked", "Checked: waits for you"
        TO_IMPORT = "to_import", "Waits to be imported"
        IMPORTING = "importing", "Is being imported"
        DONE = "done", "Imported"
        TO_UNDO = "to_undo", "Waits to be taken back"
        UNDOING = "undoing", "Is being taken back"
        UNDONE = "undone", "Taken back"
        FAILED = "failed", "Failed: nothing was imported"

    # What waits, and what it is while somebody is at work on it.
    NEXT = {
        State.TO_CHECK: State.CHECKING,
        State.TO_IMPORT: State.IMPORTING,
        State.TO_UNDO: State.UNDOING,
    }

    kind = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200)
    read_as = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.TO_CHECK)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="content_imports"
    )
    made_at = models.DateTimeField()
    # When it began to wait for what comes next.
    asked_at = models.DateTimeField()
    # The words of the file, until they are imported.
    sheet = models.JSONField(default=dict)
    # What the check found.
    report = models.JSONField(default=dict)
    leaves_out = models.BooleanField("leave rows with problems out", default=False)
    submits = models.BooleanField("submit for review", default=False)
    done_rows = models.PositiveIntegerField(default=0)
    total_rows = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["made_by", "-made_at"], name="imports_of_an_editor")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("importing:import", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in self.NEXT or self.state in self.NEXT.values()

    @property
    def is_waiting(self) -> bool:
        return self.state in self.NEXT

    def is_silent(self, at: datetime) -> bool:
        """Whether nobody has picked it up, or whoever did has not been heard of."""
        if self.state in self.NEXT:
            return self.asked_at < at - timedelta(seconds=10)
        return self.is_under_way and bool(self.beat_at and self.beat_at < at - SILENCE)
