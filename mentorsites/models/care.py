"""What is kept beside a site's page: revisions of the page must not bring old answers back."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from .mentor_site_page import MentorSitePage

PERSON = settings.AUTH_USER_MODEL


class SiteCareQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """Of the sites that `reader` keeps or may edit: who is asked, and may answer."""
        from ..permissions import sites_kept_or_edited_by

        sites = sites_kept_or_edited_by(reader).order_by().values("pk")
        return self.filter(site__in=sites).select_related("site")

    def to_ask(self, at: datetime) -> Self:
        """Sites to be asked “still right?”: confirmed long ago, and not asked within a month."""
        return self.filter(
            models.Q(asked_at=None) | models.Q(asked_at__lte=at - SiteCare.BETWEEN_ASKS),
            confirmed_at__lte=at - SiteCare.RIGHT_FOR,
            asks__lt=SiteCare.MOST_ASKS,
        )

    def to_mark(self, at: datetime) -> Self:
        """Sites that left two asks unanswered, and are not marked yet."""
        return self.filter(
            asks__gte=SiteCare.MOST_ASKS,
            asked_at__lte=at - SiteCare.BETWEEN_ASKS,
            unconfirmed_since=None,
        )


class SiteCare(models.Model):
    """Whether a site still stands by its profile, and how it answers. One row for each site."""

    # “Still right?” goes out half a year after somebody last said yes; twice, a month apart.
    RIGHT_FOR = timedelta(days=182)
    BETWEEN_ASKS = timedelta(days=30)
    MOST_ASKS = 2

    site = models.OneToOneField(MentorSitePage, models.CASCADE, related_name="care")
    confirmed_at = models.DateTimeField(db_index=True)
    confirmed_by = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    asks = models.PositiveSmallIntegerField(default=0)
    unconfirmed_since = models.DateTimeField(null=True, blank=True)
    # Computed by the job: the middle time from an offer to the site's yes or no, in hours.
    answers_in_hours = models.PositiveIntegerField(null=True, blank=True)
    helped = models.PositiveIntegerField("requests carried through", default=0)

    objects = SiteCareQuerySet.as_manager()

    kind_icon = "people"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unconfirmed_since=None) | models.Q(asks__gte=2),
                name="unconfirmed_after_two_asks",
            )
        ]

    def __str__(self) -> str:
        return f"Is the profile of {self.site.title} still right?"

    def get_absolute_url(self) -> str:
        return reverse("mentorsites:still_right", args=[self.site_id])

    @property
    def is_unconfirmed(self) -> bool:
        return self.unconfirmed_since is not None


class Blackout(models.Model):
    """Days on which a site is not asked."""

    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="blackouts")
    first_day = models.DateField()
    last_day = models.DateField()
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="blackout_ends_after_it_begins",
            ),
            models.UniqueConstraint(fields=["site", "first_day", "last_day"], name="blackout_once"),
        ]
        indexes = [models.Index(fields=["last_day", "first_day"], name="blackouts_by_day")]

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"


class FactChange(models.Model):
    """The log of small facts, which go live at once. It only grows."""

    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="fact_changes")
    fact = models.CharField(max_length=40)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["site", "-at", "-id"], name="facts_newest_first")]

    def __str__(self) -> str:
        return f"{self.fact} of {self.site_id}"
