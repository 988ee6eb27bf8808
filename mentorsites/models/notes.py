"""Answers given once for many: notes of a site, and questions that were put to it in public."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.urls import reverse

from forums.models import Post, Thread
from hub.taxonomy.models import Topic

from .mentor_site_page import MentorSitePage

PERSON = settings.AUTH_USER_MODEL


class SiteNoteQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False, withdrawn_at=None)

    def visible_to(self, reader: Any) -> Self:
        """Published notes of sites that `reader` may see."""
        return self.published().filter(site__in=MentorSitePage.objects.visible_to(reader))

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")


class SiteNote(models.Model):
    """Five lines that a call or a visit left for everybody."""

    class After(models.TextChoices):
        CALL = "call", "After a call"
        VISIT = "visit", "After a visit"
        REQUESTS = "requests", "After several requests"

    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="notes")
    title = models.CharField(max_length=120)
    text = models.TextField(max_length=1200)
    after = models.CharField(max_length=10, choices=After, default=After.CALL)
    happened_on = models.DateField()
    topics = models.ManyToManyField(Topic, blank=True, related_name="site_notes")
    written_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    thread = models.ForeignKey(Thread, models.SET_NULL, null=True, blank=True, related_name="+")
    is_sample = models.BooleanField(default=False)

    objects = SiteNoteQuerySet.as_manager()

    kind_icon = "people"

    class Meta:
        indexes = [models.Index(fields=["site", "-published_at", "-id"], name="notes_newest_first")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("mentorsites:note", args=[self.pk])


class SiteAskQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=SiteAsk.State.OPEN)

    def visible_to(self, reader: Any) -> Self:
        """Asks in threads that `reader` may read, to sites that `reader` may see."""
        # Joined, because a list of news shows the site's name and the thread's address.
        return self.select_related("thread", "site").filter(
            thread__in=Thread.objects.visible_to(reader).order_by().values("pk"),
            site__in=MentorSitePage.objects.visible_to(reader).order_by().values("pk"),
        )


class SiteAsk(models.Model):
    """A question in the forums that was offered to a site: it answers in public, or passes."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for the site"
        ANSWERED = "answered", "Answered"
        PASSED = "passed", "Passed, with a reason"
        SILENT = "silent", "No answer in time"
        WITHDRAWN = "withdrawn", "Taken back"

    REPLY_WITHIN = timedelta(days=7)

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="site_asks")
    site = models.ForeignKey(MentorSitePage, models.CASCADE, related_name="asks")
    offered_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    offered_at = models.DateTimeField()
    reply_by = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField("why the site passes", max_length=200, blank=True)

    objects = SiteAskQuerySet.as_manager()

    kind_icon = "people"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "site"], name="asked_once_a_thread"),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at=None)
                | (~models.Q(state="open") & models.Q(closed_at__isnull=False)),
                name="ask_open_or_closed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="passed") | ~models.Q(reason=""),
                name="passed_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reply_by"], condition=models.Q(state="open"), name="asks_by_reply_date"
            )
        ]

    def __str__(self) -> str:
        return f"a question for {self.site.title}"

    def get_absolute_url(self) -> str:
        return self.thread.get_absolute_url()

    def is_overdue(self, at: datetime) -> bool:
        return self.state == self.State.OPEN and self.reply_by <= at
