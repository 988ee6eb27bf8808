from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower


class InvitationQuerySet(models.QuerySet):
    def open(self, at: datetime) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Invitation(models.Model):
    """A way in for one address, once. It never makes anybody more than a member."""

    # Ten days: Zulip's figure.
    LASTS = timedelta(days=10)

    email = models.EmailField("e-mail address")
    # The link holds the token; the database only its hash.
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField(
        "a line for them", max_length=300, blank=True, help_text="Goes into the e-mail."
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="invitations"
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="accepted_invitation",
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_for_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="accepted_or_revoked_but_not_both",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.made_at:%Y-%m-%d}"

    def is_open(self, at: datetime) -> bool:
        return not self.accepted_at and not self.revoked_at and self.expires_at > at
