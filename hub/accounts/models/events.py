from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models


class UnableToChangeLog(Exception):
    """The log only grows; what is old enough leaves it through forget_before()."""


class SecurityEventQuerySet(models.QuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-happened_at", "-pk")

    def update(self, **kwargs: Any) -> int:
        # Deleting an account sets the references to it to nothing; nothing else may change.
        is_of_account = set(kwargs) <= {"actor", "person", "actor_id", "person_id"}
        if is_of_account and all(value is None for value in kwargs.values()):
            return super().update(**kwargs)
        raise UnableToChangeLog

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("update_conflicts"):
            raise UnableToChangeLog
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise UnableToChangeLog

    def forget_before(self, at: datetime) -> int:
        """Deletes what happened before `at`; returns how many lines that were."""
        return models.QuerySet.delete(self.filter(happened_at__lt=at))[0]


class SecurityEvent(models.Model):
    """One line of the log of who could do what, and when. Lines are added, never changed."""

    class Kind(models.TextChoices):
        JOINED = "joined", "Joined"
        INVITED = "invited", "Was invited"
        INVITATION_REVOKED = "invitation_revoked", "Invitation taken back"
        SIGNED_IN = "signed_in", "Signed in"
        SIGN_IN_REFUSED = "sign_in_refused", "Sign-in refused after too many tries"
        SIGNED_OUT_OTHERS = "signed_out_others", "Ended sessions"
        PASSWORD_CHANGED = "password_changed", "Password changed"
        PASSWORD_RESET = "password_reset", "Password reset"
        SECOND_STEP_ADDED = "second_step_added", "Second step added"
        SECOND_STEP_REMOVED = "second_step_removed", "Second step removed"
        WENT_WITHOUT_SECOND_STEP = "went_without_second", "Went on without a second step"
        EMAIL_CHANGED = "email_changed", "E-mail address changed"
        EMAIL_CHANGE_UNDONE = "email_change_undone", "E-mail address put back"
        ROLE_GIVEN = "role_given", "Role given"
        ROLE_TAKEN = "role_taken", "Role taken away"
        SILENCED = "silenced", "Silenced"
        SUSPENDED = "suspended", "Suspended"
        SANCTION_LIFTED = "sanction_lifted", "Sanction lifted"
        DATA_EXPORTED = "data_exported", "Own data downloaded"
        LEAVING = "leaving", "Asked to leave"
        STAYED = "stayed", "Took back leaving"
        LEFT = "left", "Account made anonymous"
        MEMBERS_EXPORTED = "members_exported", "List of members downloaded"

    kind = models.CharField(max_length=24, choices=Kind)
    happened_at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="security_events",
    )
    # Never names, addresses or texts: numbers and words from our own lists.
    detail = models.JSONField(default=dict, blank=True)

    objects = SecurityEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-happened_at", "-id"], name="events_newest_first"),
            models.Index(fields=["person", "-happened_at"], name="events_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.happened_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise UnableToChangeLog
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise UnableToChangeLog
