"""What a conversation leaves behind: a summary, the outcome of a case, a page."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from wagtail.models import Page

from .aliases import Alias
from .posts import Post
from .threads import Thread

PERSON = settings.AUTH_USER_MODEL


class ThreadSummary(models.Model):
    """The box on top of a thread. Any member may propose one; a facilitator accepts it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        REPLACED = "replaced", "Replaced by a newer one"

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="summaries")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    question = models.TextField("the question", max_length=600)
    tried = models.TextField("what members tried", max_length=1500, blank=True)
    worked = models.TextField("what worked, and where", max_length=1500, blank=True)
    open_points = models.TextField("what is still open", max_length=1000, blank=True)
    html = models.TextField()
    # The posts it draws on; their authors are credited.
    posts = models.ManyToManyField(Post, related_name="+", blank=True)
    # The highest number there was when it was written: "from 14 replies".
    up_to_number = models.PositiveIntegerField(default=0)
    proposed_by = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, related_name="proposed_summaries"
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    # Why it was declined, for whoever proposed it.
    reply = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name_plural = "thread summaries"
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "proposed_by"],
                condition=models.Q(state="proposed"),
                name="one_proposal_a_person",
            ),
            models.UniqueConstraint(
                fields=["thread"],
                condition=models.Q(state="accepted"),
                name="one_accepted_summary",
            ),
        ]

    def __str__(self) -> str:
        return f"Summary of thread {self.thread_id}"


class CaseDetail(models.Model):
    """What a case has beyond other threads: who vouched for it, and how it ended."""

    thread = models.OneToOneField(Thread, models.CASCADE, related_name="case_detail")
    # The writer vouched that nobody served can be recognized.
    attested_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    recommendations = models.TextField(blank=True, max_length=5000)
    recommendations_html = models.TextField(blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["follow_up_on"],
                condition=models.Q(follow_up_on__isnull=False, followed_up_at=None),
                name="cases_to_follow_up",
            )
        ]

    def __str__(self) -> str:
        return f"Case {self.thread_id}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class Promotion(models.Model):
    """An editor turned a thread into a draft page."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="promotions")
    page = models.OneToOneField(Page, models.CASCADE, related_name="promotion")
    posts = models.ManyToManyField(Post, related_name="+", blank=True)
    editor = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Thread {self.thread_id} became page {self.page_id}"


class CreditQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """The credits that `reader` is asked about themselves."""
        return self.filter(person=reader) if reader.is_authenticated else self.none()


class Credit(models.Model):
    """How a contributor wants to be named on the page that grew out of what they wrote."""

    class Consent(models.TextChoices):
        ASKED = "asked", "Asked, not answered"
        NAME = "name", "By name"
        ROLE = "role", "By role only"
        NONE = "none", "Not at all"

    promotion = models.ForeignKey(Promotion, models.CASCADE, related_name="credits")
    # One of the two; a contribution under an alias can be credited by its label only.
    person = models.ForeignKey(
        PERSON, models.CASCADE, null=True, blank=True, related_name="credits"
    )
    alias = models.ForeignKey(Alias, models.CASCADE, null=True, blank=True, related_name="+")
    consent = models.CharField(max_length=5, choices=Consent, default=Consent.ASKED)
    # The discipline they write with, shown when they chose "by role only".
    role = models.CharField(max_length=80, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = CreditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["promotion", "person"],
                condition=models.Q(person__isnull=False),
                name="credit_once_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(person=None) | models.Q(alias=None),
                name="credit_of_a_person_or_an_alias",
            ),
        ]

    def __str__(self) -> str:
        # The title of the notice by which they are asked.
        return "How shall we name you?"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("forums:credit", args=[self.pk])
