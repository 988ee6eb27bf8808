"""Writing without one's name: a label everybody sees, and a seal nobody opens alone."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from .threads import Thread


class Alias(models.Model):
    """“Clinician A” in one thread. Nothing in this row says who that is."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="aliases")
    label = models.CharField(max_length=60)

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(fields=["thread", "label"], name="alias_label_once_a_thread")
        ]

    def __str__(self) -> str:
        return self.label


class SealedAuthor(models.Model):
    """Who is behind an alias, encrypted with a key that is not in the database.

    Read and written by forums.sealing only. After 90 days the row is deleted: trust plan, 6.5.
    """

    KEPT_FOR = timedelta(days=90)

    alias = models.OneToOneField(Alias, models.CASCADE, related_name="seal")
    sealed = models.BinaryField()
    # A keyed hash of person and thread: finds one's own alias again and joins nothing else.
    owner_key = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Seal of alias {self.alias_id}"


class SealOpeningQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        from ..permissions import OPEN_SEAL

        is_officer = reader.is_authenticated and reader.has_perm(OPEN_SEAL)
        return self.all() if is_officer else self.none()

    def waiting(self, at: datetime) -> Self:
        """Asked for, answered by nobody yet, and not too old to be answered."""
        return self.filter(opened_at=None, refused_at=None, asked_at__gt=at - SealOpening.WAITS_FOR)


class SealOpening(models.Model):
    """One trust officer asks to know who is behind an alias; a second one agrees or refuses."""

    class Reason(models.TextChoices):
        IDENTIFIES = "identifies", "A person served can be identified, and the author must be asked"
        THREAT = "threat", "Somebody’s life or safety is threatened"
        COURT = "court", "A court orders it"

    # The author is told within 30 days unless a court forbids it.
    AUTHOR_TOLD_WITHIN = timedelta(days=30)
    # A second officer agrees in this time, or it has to be asked again.
    WAITS_FOR = timedelta(days=3)
    # How long the two may see the name after it was opened; and each of them once.
    SHOWN_FOR = timedelta(hours=24)

    alias = models.ForeignKey(Alias, models.CASCADE, related_name="openings")
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.CharField(max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    court_forbids_telling = models.BooleanField(default=False)
    author_told_at = models.DateTimeField(null=True, blank=True)

    objects = SealOpeningQuerySet.as_manager()

    kind_icon = "lock-outline"

    class Meta:
        permissions = [("open_seal", "Open an alias, together with a second person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(second_by=None) | ~models.Q(second_by=models.F("asked_by")),
                name="seal_opened_by_two",
            )
        ]

    def __str__(self) -> str:
        return "an alias to open"

    def get_absolute_url(self) -> str:
        return reverse("forums:seal", args=[self.pk])

    def is_waiting(self, at: datetime) -> bool:
        is_answered = self.opened_at is not None or self.refused_at is not None
        return not is_answered and self.asked_at + self.WAITS_FOR > at

    def is_shown(self, at: datetime) -> bool:
        return self.opened_at is not None and self.opened_at + self.SHOWN_FOR > at
