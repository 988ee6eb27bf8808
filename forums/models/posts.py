from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse

from .threads import Thread

# Longer texts take too long to render; forums.md 6.8 and 6.9.
BODY_SHORTEST, BODY_LONGEST = 10, 20_000
# Page k of a thread holds the numbers 20(k-1)+1 to 20k.
PAGE_SIZE = 20


def page_of(number: int) -> int:
    """The page of a thread on which the post with this number stands."""
    return (number - 1) // PAGE_SIZE + 1


class PostQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """Posts whose words `reader` may read: live ones of visible threads, and their own."""
        shown = models.Q(state=Post.State.LIVE)
        if getattr(reader, "pk", None):
            own = models.Q(author=reader.pk, state__in=[Post.State.HELD, Post.State.HIDDEN])
            shown |= own
        return self.filter(
            shown, thread__in=Thread.objects.visible_to(reader).order_by().values("pk")
        )

    def on_page(self, page: int) -> Self:
        first = PAGE_SIZE * (page - 1) + 1
        return self.filter(number__gte=first, number__lt=first + PAGE_SIZE)

    def live_ones(self) -> Self:
        return self.filter(state=Post.State.LIVE)

    def without_source(self) -> Self:
        """The text as it was typed is needed for editing only and doubles the size of a row."""
        return self.defer("source")


class Post(models.Model):
    """What one person wrote at one time in a thread."""

    class State(models.TextChoices):
        HELD = "held", "Waiting for review"
        LIVE = "live", "Live"
        # A report or a facilitator hid it; may come back.
        HIDDEN = "hidden", "Hidden"
        # Its author or a facilitator removed it; a line stays.
        REMOVED = "removed", "Removed"
        # Erased for good; nothing of its words exists.
        PURGED = "purged", "Erased"

    class Via(models.TextChoices):
        WEB = "web", "Web"
        IMPORT = "import", "Imported"

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts")
    number = models.PositiveIntegerField()
    # Nobody under an alias, and after the author left.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="posts"
    )
    alias = models.ForeignKey(
        "forums.Alias", models.SET_NULL, null=True, blank=True, related_name="posts"
    )
    # The page of the site or body that it speaks for; kept when the writer leaves.
    speaks_for = models.ForeignKey(
        "wagtailcore.Page", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # "Former member 7F3": what stands for whoever left, the same throughout a thread.
    former_name = models.CharField(max_length=40, blank=True)
    source = models.TextField(validators=[MaxLengthValidator(BODY_LONGEST)])
    html = models.TextField()
    render_version = models.PositiveSmallIntegerField()
    excerpt = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    # Who wrote the present version, when it was not the author; nobody under an alias.
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # How often it was edited, plus one.
    version = models.PositiveSmallIntegerField(default=1)
    # The number of the post that it answers.
    reply_to = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.LIVE)
    helpful_count = models.PositiveIntegerField(default=0)
    thanks_count = models.PositiveIntegerField(default=0)
    attachment_count = models.PositiveSmallIntegerField(default=0)
    via = models.CharField(max_length=6, choices=Via, default=Via.WEB)
    # Made of the form's key and the author: the same form sent twice makes one post.
    request_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    # When followers were told; nothing while that is still to be done. See actions.telling.
    told_at = models.DateTimeField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    kind_icon = "chat"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(alias=None) | models.Q(speaks_for=None),
                name="an_alias_speaks_for_nobody",
            ),
            models.UniqueConstraint(fields=["thread", "number"], name="post_number_once"),
            models.CheckConstraint(
                condition=models.Q(author=None) | models.Q(alias=None),
                name="post_by_name_or_by_alias",
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="post_numbers_from_one"),
        ]
        indexes = [
            models.Index(fields=["author", "-created_at", "-id"], name="posts_of_a_person"),
            models.Index(
                fields=["id"],
                condition=models.Q(told_at=None, state="live"),
                name="posts_to_tell_of",
            ),
            models.Index(fields=["render_version"], name="posts_by_render_version"),
        ]

    def __str__(self) -> str:
        return f"{self.thread}, post {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("forums:post", args=[self.thread_id, self.number])

    @property
    def anchor(self) -> str:
        return f"p-{self.number}"

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE

    def readers_among(self, people: models.QuerySet) -> models.QuerySet:
        """Those of `people` who may read it; asked by hub.notifications for many at once."""
        if self.state == self.State.LIVE:
            return self.thread.readers_among(people)
        numbers = [person.pk for person in people]
        own = get_user_model()._default_manager.filter(pk=self.author_id).filter(pk__in=numbers)
        is_gone = self.state in (self.State.REMOVED, self.State.PURGED)
        return own.none() if is_gone else own


class PostRevision(models.Model):
    """What a post said before it was edited: the whole text, so that a comparison can be made."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    version = models.PositiveSmallIntegerField()
    source = models.TextField()
    # Whoever wrote this version; nobody under an alias.
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    # Masked by a moderator: what it said is for moderators only.
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "version"], name="revision_once_a_version")
        ]

    def __str__(self) -> str:
        return f"Version {self.version} of post {self.post_id}"


class Reaction(models.Model):
    """A quiet yes to a post."""

    class Kind(models.TextChoices):
        HELPFUL = "helpful", "Helpful"
        THANKS = "thanks", "Thanks"

    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=7, choices=Kind)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "person", "kind"], name="reaction_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for post {self.post_id}"


class SameHere(models.Model):
    """“We have this problem too”: demand, counted once a person."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="same_here")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="same_here_once")]

    def __str__(self) -> str:
        return f"Same here: thread {self.thread_id}"


class Attachment(models.Model):
    """A file that belongs to a post. Read it only through the post's own gate."""

    post = models.ForeignKey(
        Post, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    # Whoever uploaded it, until it is part of a post. Nobody afterwards under an alias.
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    file = models.FileField(upload_to="forums")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    alt = models.CharField("what the picture shows", max_length=300, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    may_be_reused = models.BooleanField(default=False)
    # What the check of the file found, in plain words: tracked changes, hidden sheets.
    notes = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["uploader", "created_at"], name="files_of_a_person")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forums:file", args=[self.pk, self.address_name])

    @property
    def address_name(self) -> str:
        return (self.file.name or "").rpartition("/")[2]

    @property
    def is_picture(self) -> bool:
        return self.kind == "picture"
