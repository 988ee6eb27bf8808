"""A request is offered to one site at a time; a site is never offered more than it has room for."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse

from mentorsites.models import MentorSitePage, SiteManager
from mentorsites.permissions import sites_kept_by

from .requests import STAFF, MentorRequest

PERSON = settings.AUTH_USER_MODEL


def quarter_of(day: date) -> int:
    """The number of the quarter that holds `day`: 4 × year + 0 to 3."""
    return 4 * day.year + (day.month - 1) // 3


def first_day_of(quarter: int) -> date:
    """The first day of the quarter with this number."""
    return date(quarter // 4, 3 * (quarter % 4) + 1, 1)


class OfferQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """That there was an offer: also after its end, when the request is not theirs to read."""
        if not reader.is_authenticated or not reader.is_active:
            return self.none()
        if reader.has_perm(STAFF):
            return self
        return self.filter(site__in=sites_kept_by(reader).values("pk"))

    def open(self) -> Self:
        return self.filter(state=Offer.State.OPEN)

    def standing(self) -> Self:
        """Open or accepted: the site may read the request."""
        return self.filter(state__in=[Offer.State.OPEN, Offer.State.ACCEPTED])

    def taking_room(self) -> Self:
        """What counts against a site’s capacity: open offers, too, so that it is never exceeded."""
        return self.filter(state__in=[Offer.State.OPEN, Offer.State.ACCEPTED])

    def to_remind(self, at: datetime) -> Self:
        return self.open().filter(reminded_at=None, offered_at__lte=at - MentorRequest.REMIND_AFTER)

    def overdue(self, at: datetime) -> Self:
        return self.open().filter(reply_by__lte=at)


class Offer(models.Model):
    """A request, put before a site until a day."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for the site"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        SILENT = "silent", "Not answered in time"
        HANDED_BACK = "handed-back", "Handed back"
        ENDED = "ended", "Taken back"

    class Takes(models.TextChoices):
        """What it takes of a site's quarter."""

        CALL = "call", "A call"
        VISIT = "visit", "A visit"

    # Offers in the vocabulary that bring people to the site; everything else counts as a call.
    VISITS = ("site-visit", "ride-along")

    request = models.ForeignKey(MentorRequest, models.CASCADE, related_name="offers")
    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="offers")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    takes = models.CharField(max_length=5, choices=Takes)
    # The quarter whose room it takes: that in which it was offered.
    quarter = models.PositiveIntegerField()
    # Why this site: the words of the matching, kept as they were.
    because = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    offered_at = models.DateTimeField()
    # Empty: by the hub itself.
    offered_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    reply_by = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=14, choices=MentorRequest.Reason, blank=True)
    words = models.CharField(max_length=500, blank=True)

    objects = OfferQuerySet.as_manager()

    kind_icon = "people"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "site"], name="offered_once_to_a_site"),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(state__in=["open", "accepted"]),
                name="one_site_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_at=None)
                | (~models.Q(state="open") & models.Q(decided_at__isnull=False)),
                name="offer_decided_or_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="declined") | ~models.Q(reason=""),
                name="site_declines_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["site", "quarter", "takes", "state"], name="room_of_a_site"),
            models.Index(
                fields=["reply_by"], condition=models.Q(state="open"), name="offers_by_reply_date"
            ),
            models.Index(fields=["site", "state", "-offered_at"], name="offers_of_a_site"),
        ]

    def __str__(self) -> str:
        # Stands in lists of news and in mails: no word of whoever asked.
        return "a request that was put to your site"

    def get_absolute_url(self) -> str:
        return reverse("mentoring:inbox", args=[self.site_id])

    @property
    def is_standing(self) -> bool:
        return self.state in (self.State.OPEN, self.State.ACCEPTED)

    def readers_among(self, people: Any) -> Any:
        """Which of these people may know of it: for notifications, in one statement."""
        users = get_user_model()._default_manager
        keepers = SiteManager.objects.current().filter(site=self.site_id).values("person")
        return users.filter(pk__in=[person.pk for person in people]).filter(
            models.Q(pk__in=keepers)
            | models.Q(pk__in=users.holding(STAFF).values("pk"))
            | models.Q(is_superuser=True)
        )

    def is_overdue(self, at: datetime) -> bool:
        return self.state == self.State.OPEN and self.reply_by <= at
