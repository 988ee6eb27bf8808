"""What came of it: a note for everybody, words for the two sides, three looks back, and thanks."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from forums.models import Thread
from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary
from hub.taxonomy.models.terms import terms_of
from mentorsites.models import MentorSitePage, SiteNote

from .requests import STAFF, MentorRequest, Status

PERSON = settings.AUTH_USER_MODEL


class Completion(models.Model):
    """The end of a request that was carried through. The public part needs both sides' yes."""

    class ShownAs(models.TextChoices):
        NOTHING = "nothing", "Keep it between us"
        NOTE = "note", "A short note on the site’s page"
        THREAD = "thread", "A thread in the forums"

    request = models.OneToOneField(MentorRequest, models.CASCADE, related_name="completion")
    happened_on = models.DateField()
    completed_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    shown_as = models.CharField(max_length=8, choices=ShownAs, default=ShownAs.NOTHING)
    public_title = models.CharField(max_length=120, blank=True)
    public_text = models.TextField(max_length=1200, blank=True)
    private_words = models.TextField(max_length=2000, blank=True)
    # A yes to exactly this text: changing it takes both back.
    requester_agreed_at = models.DateTimeField(null=True, blank=True)
    site_agreed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    note = models.ForeignKey(SiteNote, models.SET_NULL, null=True, blank=True, related_name="+")
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_at=None)
                | models.Q(requester_agreed_at__isnull=False, site_agreed_at__isnull=False),
                name="published_with_both_consents",
            ),
            models.CheckConstraint(
                condition=models.Q(shown_as="nothing")
                | (~models.Q(public_title="") & ~models.Q(public_text="")),
                name="shown_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Completion of {self.request_id}"


class FollowUpQuerySet(models.QuerySet):
    def to_ask(self, at: datetime) -> Self:
        """Nobody is asked any more about what was closed."""
        return self.filter(asked_at=None, due_at__lte=at, request__status=Status.DONE)


class FollowUp(models.Model):
    """Thirty, ninety and a hundred and eighty days later: did it help?"""

    class Outcome(models.TextChoices):
        IN_PLACE = "in-place", "It is in place"
        ADAPTED = "adapted", "We do it our own way"
        UNDER_WAY = "under-way", "We are working on it"
        NOT_NOW = "not-now", "Not now"
        STOPPED = "stopped", "We tried and stopped"

    DAYS = (30, 90, 180)

    request = models.ForeignKey(MentorRequest, models.CASCADE, related_name="follow_ups")
    days = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    words = models.TextField(max_length=1000, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["days"]
        constraints = [
            models.UniqueConstraint(fields=["request", "days"], name="follow_up_once"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, outcome="")
                | (models.Q(answered_at__isnull=False) & ~models.Q(outcome="")),
                name="follow_up_answered_with_an_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(asked_at=None), name="follow_ups_to_ask"
            )
        ]

    def __str__(self) -> str:
        return f"After {self.days} days ({self.request_id})"

    @property
    def wait(self) -> timedelta:
        return timedelta(days=self.days)


class Satisfaction(models.Model):
    """How it was for one side, from 1 to 5. The other side reads neither figure nor words."""

    class Side(models.TextChoices):
        REQUESTER = "requester", "Who asked"
        SITE = "site", "The site"

    request = models.ForeignKey(MentorRequest, models.CASCADE, related_name="satisfactions")
    side = models.CharField(max_length=10, choices=Side)
    score = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    words = models.TextField(max_length=1000, blank=True)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "side"], name="satisfaction_once_a_side"),
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="from_one_to_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.score} ({self.request_id})"


class OffHubHelpQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """Staff only; a site reads its own figures in its impact letter."""
        is_staff = reader.is_authenticated and reader.has_perm(STAFF)
        return self if is_staff else self.none()


class OffHubHelp(models.Model):
    """Help that happened outside the hub: by phone, by mail, at a meeting. Logged by staff."""

    class Kind(models.TextChoices):
        CALL = "call", "Phone or video call"
        MAIL = "mail", "E-mail"
        DOCUMENTS = "documents", "Documents sent"
        VISIT = "visit", "Visit"
        TRAINING = "training", "Training or talk"

    site = models.ForeignKey(
        MentorSitePage, models.SET_NULL, null=True, blank=True, related_name="off_hub_help"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    happened_on = models.DateField()
    place = models.ForeignKey(
        Jurisdiction, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    community_types = models.ManyToManyField(
        Term, blank=True, related_name="+", limit_choices_to=terms_of(Vocabulary.COMMUNITY_TYPE)
    )
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    minutes = models.PositiveIntegerField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="No names of persons, please.")
    logged_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    logged_at = models.DateTimeField()

    objects = OffHubHelpQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "off-hub help"
        indexes = [models.Index(fields=["-happened_on", "-id"], name="off_hub_newest_first")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.happened_on}"

    def get_absolute_url(self) -> str:
        return reverse("mentoring:off_hub")
