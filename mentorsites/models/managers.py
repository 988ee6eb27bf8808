"""Who speaks for a mentor site: invited at an agency's address, confirmed once a year."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from .mentor_site_page import MentorSitePage

PERSON = settings.AUTH_USER_MODEL


class SiteManagerQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def able(self, at: datetime) -> Self:
        """Who may act for a site now: not ended, and the agency's address not overdue."""
        return self.current().filter(
            models.Q(asked_at=None) | models.Q(asked_at__gt=at - SiteManager.TO_CONFIRM)
        )

    def of(self, person: Any) -> Self:
        return self.filter(person=person) if person.is_authenticated else self.none()

    def visible_to(self, reader: Any) -> Self:
        """Who keeps the sites that `reader` keeps or may edit."""
        from ..permissions import sites_kept_or_edited_by

        sites = sites_kept_or_edited_by(reader).order_by().values("pk")
        # With their names: a line of news says them.
        return self.filter(site__in=sites).select_related("site", "person")


class SiteManager(models.Model):
    """One person who keeps one site's profile and answers for it, from a day to a day."""

    class Because(models.TextChoices):
        HANDED_OVER = "handed-over", "Handed over"
        STEPPED_DOWN = "stepped-down", "Stepped down"
        NOT_CONFIRMED = "not-confirmed", "The agency’s address was not confirmed"
        REMOVED = "removed", "Ended by the network’s staff"
        LEFT = "left", "Left the hub"

    # Trust plan, B15: yearly, to the agency's address; thirty days to answer.
    CONFIRMED_FOR = timedelta(days=365)
    TO_CONFIRM = timedelta(days=30)
    # Two people a site, so that nobody's leaving silences it (trust plan, B15).
    WANTED = 2
    # Changes when the terms change; who accepted older ones is asked again.
    TERMS = "2026-11"

    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="managers")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="managed_sites")
    agency_email = models.EmailField("agency e-mail address")
    terms = models.CharField(max_length=10)
    terms_accepted_at = models.DateTimeField()
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField()
    # When they were asked to show once more that the address is theirs; empty when not asked.
    asked_at = models.DateTimeField(null=True, blank=True)
    # The link in the mail holds the token; the database only its hash.
    asked_hash = models.CharField(max_length=64, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_because = models.CharField(max_length=14, choices=Because, blank=True)

    objects = SiteManagerQuerySet.as_manager()

    kind_icon = "people"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "person"],
                condition=models.Q(ended_at=None),
                name="manager_once_a_site",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ended_because="")
                | (models.Q(ended_at__isnull=False) & ~models.Q(ended_because="")),
                name="manager_ended_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["confirmed_at"],
                condition=models.Q(ended_at=None),
                name="managers_to_confirm",
            )
        ]

    def __str__(self) -> str:
        keeps = "keeps" if self.ended_at is None else "no longer keeps"
        return f"{self.person} {keeps} {self.site.title}"

    def get_absolute_url(self) -> str:
        return reverse("mentorsites:people", args=[self.site_id])

    def is_able(self, at: datetime) -> bool:
        """Whether they may act for the site: see SiteManagerQuerySet.able()."""
        is_overdue = self.asked_at is not None and self.asked_at <= at - self.TO_CONFIRM
        return self.ended_at is None and not is_overdue

    @property
    def to_confirm_by(self) -> datetime | None:
        return self.asked_at + self.TO_CONFIRM if self.asked_at else None


class SiteInvitationQuerySet(models.QuerySet):
    def open(self, at: datetime) -> Self:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def newest_first(self) -> Self:
        return self.order_by("-made_at", "-pk")


class SiteInvitation(models.Model):
    """An invitation to keep a site's profile, sent to an address of its agency. Used once."""

    LASTS = timedelta(days=14)

    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="invitations")
    email = models.EmailField("agency e-mail address")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField("a line for them", max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    # Whose place they take: that manager's time ends when this is accepted.
    in_place_of = models.ForeignKey(
        SiteManager, models.SET_NULL, null=True, blank=True, related_name="successors"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        PERSON, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SiteInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "site",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_site_invitation",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="site_invitation_accepted_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation to {self.site_id}"

    def is_open(self, at: datetime) -> bool:
        return not self.accepted_at and not self.revoked_at and self.expires_at > at


class PrivateContact(models.Model):
    """How the network reaches a site. Never public: not on pages, exports, index or in mail."""

    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="private_contacts")
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return f"Contact of {self.site_id}"

    def get_absolute_url(self) -> str:
        return reverse("mentorsites:contacts", args=[self.site_id])
