from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models


class SanctionQuerySet(models.QuerySet):
    def running(self, at: datetime) -> Self:
        return self.filter(
            models.Q(ends_at=None) | models.Q(ends_at__gt=at), starts_at__lte=at, lifted_at=None
        )

    def newest_first(self) -> Self:
        return self.order_by("-starts_at", "-pk")


class Sanction(models.Model):
    """Somebody may not write, or not sign in, for a reason and until a day."""

    class Kind(models.TextChoices):
        SILENCE = "silence", "May read, not write"
        SUSPENSION = "suspension", "May not sign in"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.CharField(max_length=500, help_text="The person reads this.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField("until", null=True, blank=True)
    imposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="imposed_sanctions"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="lifted_sanctions",
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gt=models.F("starts_at")),
                name="a_sanction_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} since {self.starts_at:%Y-%m-%d}"
