from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.validators import MinLengthValidator
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from wagtail.models import Page

from hub.taxonomy.models import Jurisdiction, Topic

from .forums import Forum, ThreadKind

TITLE_SHORTEST, TITLE_LONGEST = 12, 140


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """What `reader` may open: live threads of their forums, and their own that wait for review.

        `reader` is a user, a visitor or an Access. Adds no statement.
        """
        from ..access import forums_seen_by

        shown = models.Q(state=Thread.State.LIVE)
        if getattr(reader, "pk", None):
            shown |= models.Q(state=Thread.State.HELD, author=reader.pk)
        return self.filter(shown, forum__in=forums_seen_by(reader))

    def listed_for(self, access: Any) -> Self:
        """What stands on the lists of whoever has this Access: live threads of their forums.

        The sum hides the column from SQLite, which would take an index by forum and sort every
        thread of all these forums instead of reading the newest in their order.
        """
        rooms = self.alias(room=models.F("forum_id") + 0)
        return rooms.filter(state=Thread.State.LIVE, room__in=list(access.forums))

    def newest_first(self) -> Self:
        return self.order_by("-bumped_at", "-pk")

    def behind(self, moment: datetime, pk: int) -> Self:
        """Those after (moment, pk) when what moved last comes first.

        The first condition says again what the second holds: without it SQLite bounds the scan of
        the index by the forum alone.
        """
        return self.filter(
            models.Q(bumped_at__lt=moment) | models.Q(bumped_at=moment, pk__lt=pk),
            bumped_at__lte=moment,
        )

    def unanswered(self) -> Self:
        # A sum for the same reason: most threads have no answer, and an index of them sorts all.
        open_ones = self.alias(solution=models.F("answer_id") + 0)
        return open_ones.filter(kind=ThreadKind.QUESTION, solution=None, locked_at=None)

    def with_row(self) -> Self:
        """What a row of a list shows, joined."""
        return self.select_related(
            "author", "started_as", "last_post__author", "last_post__alias"
        ).only(
            *(
                "forum_id kind title slug state created_at bumped_at last_number reply_count "
                "answer_id locked_at pinned_until excerpt same_here_count "
                "author__name author__handle started_as__label "
                "last_post__number last_post__former_name "
                "last_post__author__name last_post__alias__label"
            ).split()
        )


class Thread(models.Model):
    """A conversation: a first post and the replies to it."""

    class State(models.TextChoices):
        HELD = "held", "Waiting for review"
        LIVE = "live", "Live"
        REMOVED = "removed", "Removed"

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="threads")
    kind = models.CharField(max_length=12, choices=ThreadKind, default=ThreadKind.DISCUSSION)
    title = models.CharField(
        max_length=TITLE_LONGEST, validators=[MinLengthValidator(TITLE_SHORTEST)]
    )
    slug = models.SlugField(max_length=80)
    # Nobody when the author left, and when they wrote under an alias: see models.aliases.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="threads"
    )
    started_as = models.ForeignKey(
        "forums.Alias", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=7, choices=State, default=State.LIVE)
    topics = models.ManyToManyField(Topic, related_name="threads", blank=True)
    place = models.ForeignKey(
        Jurisdiction, models.SET_NULL, null=True, blank=True, related_name="threads"
    )
    # The practice, policy, case study or mentor site that it is about.
    about = models.ForeignKey(
        Page, models.SET_NULL, null=True, blank=True, related_name="discussions"
    )
    created_at = models.DateTimeField()
    # When the newest live post came; lists are in this order.
    bumped_at = models.DateTimeField()
    # Numbers are given once and never again; last_number is the highest that is live.
    highest_number = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    # Live posts other than the first.
    reply_count = models.PositiveIntegerField(default=0)
    last_post = models.ForeignKey(
        "forums.Post", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The first words of the first post, for lists.
    excerpt = models.CharField(max_length=300, blank=True)
    answer = models.ForeignKey(
        "forums.Post", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    # What worked, in one line, by whoever asked.
    what_worked = models.CharField(max_length=200, blank=True)
    summary = models.ForeignKey(
        "forums.ThreadSummary", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    same_here_count = models.PositiveIntegerField(default=0)
    # Disciplines that have written here, as {slug: label}; only what their owners show to readers.
    heard_from = models.JSONField(default=dict, blank=True)
    pinned_until = models.DateTimeField(null=True, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # One post per person in this many seconds; 0 is off.
    slow_seconds = models.PositiveIntegerField(default=0)
    is_sample = models.BooleanField(default=False)

    objects = ThreadQuerySet.as_manager()

    kind_icon = "forum"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_number__lte=models.F("highest_number"))
                & models.Q(reply_count__lte=models.F("highest_number")),
                name="counters_within_numbers",
            ),
            models.CheckConstraint(
                condition=models.Q(answer=None, answered_at=None)
                | models.Q(answered_at__isnull=False),
                name="answer_has_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(author=None) | models.Q(started_as=None),
                name="thread_by_name_or_by_alias",
            ),
        ]
        indexes = [
            models.Index(
                fields=["forum", "-bumped_at", "-id"],
                condition=models.Q(state="live"),
                name="threads_of_a_forum",
            ),
            models.Index(
                fields=["-bumped_at", "-id"],
                condition=models.Q(state="live"),
                name="threads_newest_first",
            ),
            models.Index(
                fields=["forum", "kind", "-bumped_at", "-id"],
                condition=models.Q(state="live"),
                name="threads_of_a_kind",
            ),
            models.Index(
                fields=["-bumped_at", "-id"],
                condition=models.Q(state="live", kind="question", answer=None),
                name="threads_to_answer",
            ),
            models.Index(fields=["author", "-bumped_at", "-id"], name="threads_of_a_person"),
            models.Index(
                fields=["about", "-bumped_at", "-id"],
                condition=models.Q(about__isnull=False),
                name="threads_about_a_page",
            ),
            models.Index(
                fields=["forum", "pinned_until"],
                condition=models.Q(pinned_until__isnull=False),
                name="threads_pinned",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = slugify(self.title)[:80].strip("-") or "thread"
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("forums:thread", args=[self.pk, self.slug])

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD

    @property
    def is_question(self) -> bool:
        return self.kind == ThreadKind.QUESTION

    @property
    def is_case(self) -> bool:
        return self.kind == ThreadKind.CASE

    @property
    def is_answered(self) -> bool:
        return self.answer_id is not None

    def is_pinned(self, at: datetime) -> bool:
        return self.pinned_until is not None and self.pinned_until > at

    def readers_among(self, people: models.QuerySet) -> models.QuerySet:
        """Those of `people` who may read it; asked by hub.notifications for many at once."""
        from ..access import readers_of_forum

        numbers = [person.pk for person in people]
        chosen = get_user_model()._default_manager.filter(pk__in=numbers)
        if self.state == self.State.REMOVED:
            return chosen.none()
        if self.state == self.State.HELD:
            chosen = chosen.filter(pk=self.author_id)
        return readers_of_forum(self.forum, chosen)
