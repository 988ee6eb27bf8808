"""A call or a visit that was agreed on."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from hub.notifications.models.settings import validate_time_zone

from .requests import MentorRequest

PERSON = settings.AUTH_USER_MODEL


class VisitPlan(models.Model):
    """When, where, who and what about. Private to the two sides and the staff."""

    class Kind(models.TextChoices):
        CALL = "call", "Phone or video call"
        VIRTUAL = "virtual", "Virtual visit"
        VISIT = "visit", "Visit"
        RIDE_ALONG = "ride-along", "Ride-along or sit-along"

    MOST_ATTENDEES = 12

    request = models.OneToOneField(MentorRequest, models.CASCADE, related_name="plan")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.CALL)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    where = models.CharField("where, or how to dial in", max_length=300, blank=True)
    agenda = models.TextField(max_length=2000, blank=True)
    # Each reads and accepts the confidentiality form before the day.
    asks_for_confidentiality = models.BooleanField(default=True)
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    # Calendars take a later entry for the same day by its sequence.
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="visit_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.request_id}"

    def get_absolute_url(self) -> str:
        return reverse("mentoring:request", args=[self.request_id])

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "It ends after it begins."})

    def has_begun(self, at: datetime) -> bool:
        return self.starts_at <= at

    @property
    def needs_forms(self) -> bool:
        return self.asks_for_confidentiality


class Attendee(models.Model):
    """Somebody who comes along, named by their own side, which also says that they accepted."""

    class Side(models.TextChoices):
        REQUESTER = "requester", "Who asked"
        SITE = "site", "The site"

    plan = models.ForeignKey(VisitPlan, models.CASCADE, related_name="attendees")
    side = models.CharField(max_length=10, choices=Side)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    # Who said that this person read and accepted the form, and when.
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by: Any = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["side", "name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "side", "name"], name="attendee_once")
        ]

    def __str__(self) -> str:
        return f"Attendee of {self.plan_id}"
