"""A request for help: private to who asked, the sites it is offered to, and the network's staff."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse

from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary
from hub.taxonomy.models.terms import terms_of
from mentorsites.models import MentorSitePage, SiteManager
from mentorsites.permissions import sites_kept_by

from .statuses import ENDED, WAYS, Status

PERSON = settings.AUTH_USER_MODEL
STAFF = "mentoring.look_after_requests"


def _one_of(vocabulary: Vocabulary) -> models.ForeignKey:
    return models.ForeignKey(
        Term,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=terms_of(vocabulary),
    )


class MentorRequestQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """Who asked, the staff, and whoever keeps a site that it is offered to or that took it."""
        if not reader.is_authenticated or not reader.is_active:
            return self.none()
        if reader.has_perm(STAFF):
            return self
        from .offers import Offer

        kept = sites_kept_by(reader).values("pk")
        offered = Offer.objects.standing().filter(site__in=kept)
        return self.filter(models.Q(requester=reader) | models.Q(pk__in=offered.values("request")))

    def of(self, person: Any) -> Self:
        return self.filter(requester=person) if person.is_authenticated else self.none()

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-submitted_at", "-pk")

    def with_row(self) -> Self:
        """What a row shows, joined."""
        return self.select_related("requester", "place", "stage", "assigned_to").prefetch_related(
            "topics", "community_types"
        )


class MentorRequest(models.Model):
    """One program asks to be helped by another."""

    class Reason(models.TextChoices):
        """Why a request ends without a site, or why a site says no."""

        NO_ROOM = "no-room", "No room in this quarter"
        NOT_OURS = "not-ours", "Not something we know well"
        TOO_DIFFERENT = "too-different", "Our programs are too different"
        ALREADY = "already", "We have worked together before"
        ANSWERED = "answered", "It is answered in what we have published"
        SILENT = "silent", "No site answered"
        OTHER = "other", "Another reason"

    # What was asked of the network's staff and sites (domain plan, 0.2 and 6): a reply within
    # seven days, a reminder on the third; by day fourteen everybody knows where they stand.
    REMIND_AFTER = timedelta(days=3)
    REPLY_WITHIN = timedelta(days=7)
    ANSWERED_WITHIN = timedelta(days=14)
    MOST_SITES = 3

    requester = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, related_name="mentor_requests"
    )
    program_name = models.CharField("your program", max_length=120, blank=True)
    # What matching knows of the program, as it was when they asked: mentorsites.matching writes it.
    facts = models.JSONField(default=dict)
    place = models.ForeignKey(
        Jurisdiction, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    community_types = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        limit_choices_to=terms_of(Vocabulary.COMMUNITY_TYPE),
    )
    discipline = _one_of(Vocabulary.DISCIPLINE)
    stage = _one_of(Vocabulary.STAGE)
    topics = models.ManyToManyField(Topic, blank=True, related_name="mentor_requests")
    question = models.TextField("what you would like to ask", max_length=2000)
    tried = models.TextField("what you have tried", max_length=2000, blank=True)
    wanted_help = models.ManyToManyField(
        Term, related_name="+", limit_choices_to=terms_of(Vocabulary.MENTOR_OFFER)
    )
    wanted_from = models.DateField("not before", null=True, blank=True)
    wanted_until = models.DateField("not after", null=True, blank=True)
    when_note = models.CharField("when it suits you", max_length=160, blank=True)
    # Without sites of their own choice the hub looks for one; after them only if they say so.
    asks_further = models.BooleanField("ask the next fitting site", default=True)
    not_these = models.ManyToManyField(MentorSitePage, blank=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status, default=Status.SUBMITTED)
    submitted_at = models.DateTimeField()
    # Counted from here: a request that waits for room begins anew on that day.
    waits_from = models.DateTimeField()
    # The first yes or no of a site, or of the staff.
    first_answer_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=14, choices=Reason, blank=True)
    end_words = models.CharField(max_length=500, blank=True)
    # On that day the job looks for a site again, when none had room.
    next_try_on = models.DateField(null=True, blank=True)
    # Nobody was found by itself: the staff should look.
    needs_staff = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The same form sent twice is one request.
    form_key = models.CharField(max_length=40, blank=True, editable=False)
    is_sample = models.BooleanField(default=False)

    objects = MentorRequestQuerySet.as_manager()

    kind_icon = "people"

    class Meta:
        permissions = [("look_after_requests", "Can look after mentor requests")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="request_status_exists"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=ENDED, ended_at__isnull=False)
                | (~models.Q(status__in=ENDED) & models.Q(ended_at=None)),
                name="request_ended_with_its_status",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="declined") | ~models.Q(end_reason=""),
                name="declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["accepted", "scheduled", "done"])
                | models.Q(accepted_at__isnull=False),
                name="accepted_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="done") | models.Q(done_at__isnull=False),
                name="done_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(wanted_from=None)
                | models.Q(wanted_until=None)
                | models.Q(wanted_until__gte=models.F("wanted_from")),
                name="wanted_until_after_from",
            ),
            models.UniqueConstraint(
                fields=["requester", "form_key"],
                condition=~models.Q(form_key=""),
                name="request_once_a_form",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "submitted_at", "id"], name="requests_by_status"),
            models.Index(fields=["-submitted_at", "-id"], name="requests_newest_first"),
            models.Index(fields=["requester", "-submitted_at", "-id"], name="requests_of_a_person"),
            models.Index(
                fields=["waits_from"],
                condition=models.Q(status__in=["submitted", "offered"]),
                name="requests_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("mentoring:request", args=[self.pk])

    @property
    def has_ended(self) -> bool:
        return self.ended_at is not None

    @property
    def answer_by(self) -> datetime:
        """By when whoever asked hears yes, no, or what comes next."""
        return self.waits_from + self.ANSWERED_WITHIN

    def may_become(self, status: str) -> bool:
        return status in WAYS[self.status]

    def readers_among(self, people: Any) -> Any:
        """Which of these people may read it: for notifications, in one statement."""
        from .offers import Offer

        users = get_user_model()._default_manager
        sites = Offer.objects.standing().filter(request=self).values("site")
        keepers = SiteManager.objects.current().filter(site__in=sites).values("person")
        staff = users.holding(STAFF).values("pk")
        return users.filter(pk__in=[person.pk for person in people]).filter(
            models.Q(pk=self.requester_id)
            | models.Q(pk__in=keepers)
            | models.Q(pk__in=staff)
            | models.Q(is_superuser=True)
        )


class WantedSite(models.Model):
    """A site that the requester chose, in the order of choice."""

    request = models.ForeignKey(MentorRequest, models.CASCADE, related_name="wanted_sites")
    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["request", "site"], name="wanted_once"),
            models.UniqueConstraint(fields=["request", "rank"], name="wanted_in_order"),
            models.CheckConstraint(
                condition=models.Q(rank__gte=1, rank__lte=3), name="at_most_three_wanted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}: {self.site_id}"


class RequestDraft(models.Model):
    """What somebody typed into the form and did not send yet. One for each person."""

    person = models.OneToOneField(PERSON, models.CASCADE, related_name="mentor_request_draft")
    typed = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Draft of {self.person_id}"
