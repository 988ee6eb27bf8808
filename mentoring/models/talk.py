"""What is said within a request, and what happened to it."""

from typing import Any, Self

from django.db import models

from mentorsites.permissions import sites_kept_by

from .requests import PERSON, STAFF, MentorRequest


class RequestMessageQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """One's own request's, and those of an offer that is one's site's; notes: staff only."""
        if not reader.is_authenticated or not reader.is_active:
            return self.none()
        if reader.has_perm(STAFF):
            return self
        from .offers import Offer

        kept = sites_kept_by(reader).values("pk")
        offers = Offer.objects.standing().filter(site__in=kept)
        return self.filter(
            models.Q(request__requester=reader) | models.Q(offer__in=offers.values("pk")),
            is_for_staff=False,
        )


class RequestMessage(models.Model):
    """A message within a request. With an offer it is between the two sides of that offer."""

    class Side(models.TextChoices):
        REQUESTER = "requester", "Who asked"
        SITE = "site", "The site"
        STAFF = "staff", "The network"

    request = models.ForeignKey(MentorRequest, models.CASCADE, related_name="messages")
    # Empty: between who asked and the staff. Another site never reads what was said to the first.
    offer = models.ForeignKey(
        "mentoring.Offer", models.CASCADE, null=True, blank=True, related_name="messages"
    )
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    text = models.TextField(max_length=4000)
    is_for_staff = models.BooleanField("note for staff only", default=False)
    at = models.DateTimeField()
    form_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = RequestMessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "author", "form_key"],
                condition=~models.Q(form_key=""),
                name="message_once_a_form",
            ),
            models.CheckConstraint(
                condition=models.Q(is_for_staff=False) | models.Q(side="staff"),
                name="only_staff_write_for_staff",
            ),
        ]

    def __str__(self) -> str:
        return f"Message in {self.request_id}"


class RequestEvent(models.Model):
    """What happened to a request, for everybody who sees it. It only grows."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", "Sent"
        ASSIGNED = "assigned", "Taken up by the network’s staff"
        OFFERED = "offered", "Offered"
        REMINDED = "reminded", "Reminded"
        SILENT = "silent", "Not answered in time"
        ACCEPTED = "accepted", "Accepted"
        SITE_DECLINED = "site-declined", "The site said no"
        HANDED_BACK = "handed-back", "The site handed it back"
        OFFER_ENDED = "offer-ended", "The offer was taken back"
        SCHEDULED = "scheduled", "Date set"
        MOVED = "moved", "Date changed"
        UNSCHEDULED = "unscheduled", "Date called off"
        DONE = "done", "Done"
        DECLINED = "declined", "Answered without a site"
        WAITING = "waiting", "Waits for room"
        WITHDRAWN = "withdrawn", "Taken back"
        CLOSED = "closed", "Closed"
        NOTED = "noted", "A public note was made of it"
        FOLLOWED_UP = "followed-up", "Told what came of it"

    request = models.ForeignKey(MentorRequest, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=14, choices=Kind)
    offer = models.ForeignKey(
        "mentoring.Offer", models.CASCADE, null=True, blank=True, related_name="+"
    )
    # Empty: the clock.
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["request", "at", "id"], name="events_in_order")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.request_id})"
