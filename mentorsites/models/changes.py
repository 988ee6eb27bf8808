"""A profile on its way: what is typed, what was sent for review, and the talk about it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from wagtail.models import Revision, WorkflowState

from .mentor_site_page import MentorSitePage

PERSON = settings.AUTH_USER_MODEL


class ProfileDraft(models.Model):
    """What somebody typed into a site's profile and did not save yet, right or wrong."""

    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="profile_drafts")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    # The fields of the form as they were posted: name → list of texts.
    typed = models.JSONField(default=dict)
    # The revision that the typing began from: tells whether somebody else saved since.
    based_on = models.PositiveBigIntegerField(null=True, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "person"], name="profile_draft_once")
        ]

    def __str__(self) -> str:
        return f"Typed by {self.person_id} for {self.site_id}"


class ProfileChangeQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=ProfileChange.State.OPEN)

    def visible_to(self, reader: Any) -> Self:
        """Changes of the sites that `reader` keeps or may edit."""
        from ..permissions import sites_kept_or_edited_by

        return self.filter(site__in=sites_kept_or_edited_by(reader))

    def newest_first(self) -> Self:
        return self.order_by("-sent_at", "-pk")


class ProfileChange(models.Model):
    """Changes to a profile that were sent for review: they wait, the live page stays as it is."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for review"
        RETURNED = "returned", "Sent back with a question"
        APPROVED = "approved", "Approved and live"
        WITHDRAWN = "withdrawn", "Taken back"

    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="changes")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    # What was live when it was sent.
    live_revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    workflow_state = models.ForeignKey(WorkflowState, models.SET_NULL, null=True, related_name="+")
    sent_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProfileChangeQuerySet.as_manager()

    kind_icon = "people"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site"], condition=models.Q(state="open"), name="one_open_change_a_site"
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at=None)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="change_decided_or_open",
            ),
        ]
        indexes = [models.Index(fields=["site", "-sent_at", "-id"], name="changes_newest_first")]

    def __str__(self) -> str:
        return f"changes to the profile of {self.site.title}"

    def get_absolute_url(self) -> str:
        return reverse("mentorsites:change", args=[self.pk])


class ProfileNote(models.Model):
    """One remark in the conversation about a change."""

    change = models.ForeignKey(ProfileChange, models.CASCADE, related_name="notes")
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    is_from_reviewer = models.BooleanField(default=False)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"Note on {self.change_id}"
