from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models


class OutgoingMailQuerySet(models.QuerySet):
    def due(self, at: datetime) -> Self:
        waiting = self.filter(state=OutgoingMail.State.WAITING, next_try_at__lte=at)
        return waiting.order_by("next_try_at", "pk")

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class OutgoingMail(models.Model):
    """One mail to one address, from its making until long after its sending."""

    class Kind(models.TextChoices):
        # Sent again after a crash: better twice than never.
        ACCOUNT = "account", "Account"
        # Never sent again after a crash: what they told comes with the next digest.
        NOTICE = "notice", "Notification"
        DIGEST = "digest", "Digest"
        # Once a month, to who looks after pages.
        REVIEWS = "reviews", "Pages to look at again"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"
        DROPPED = "dropped", "Too late to send"
        UNCERTAIN = "uncertain", "Maybe sent"

    kind = models.CharField(max_length=8, choices=Kind)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    # Address and words are blanked as soon as they are not needed; see actions.mails.
    to = models.CharField(max_length=320, blank=True)
    to_hash = models.CharField(max_length=64, blank=True)
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=998, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    # What must not be mailed twice, in words: "digest 7 2026-W26".
    unique_key = models.CharField(max_length=120, unique=True, null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # The name of what went wrong, never its words: they may hold an address.
    error = models.CharField(max_length=80, blank=True)
    # Where the other sections of a digest began, to begin there again if it was not sent.
    told_since = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],
                condition=models.Q(state="waiting"),
                name="mails_to_try",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=models.Q(state="sending"),
                name="mails_being_sent",
            ),
            models.Index(fields=["made_at"], name="mails_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} mail, {self.get_state_display().lower()}"

    @property
    def is_sent_again_after_a_crash(self) -> bool:
        return self.kind == self.Kind.ACCOUNT
