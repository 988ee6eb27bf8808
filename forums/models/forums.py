from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse


class Level(models.IntegerChoices):
    """What somebody may do in a forum; each level includes those before it."""

    NOTHING = 0, "Nothing"
    SEE = 1, "Read"
    REPLY = 2, "Reply"
    START = 3, "Start threads"
    FACILITATE = 4, "Facilitate"


class ThreadKind(models.TextChoices):
    DISCUSSION = "discussion", "Discussion"
    QUESTION = "question", "Question"
    TRIED_AND_STOPPED = "tried", "Tried and stopped"
    CASE = "case", "Case"
    ANNOUNCEMENT = "announcement", "Announcement"


def all_kinds() -> list[str]:
    return [ThreadKind.DISCUSSION, ThreadKind.QUESTION, ThreadKind.TRIED_AND_STOPPED]


# Words of addresses; see forums/urls.py. No forum can be called so.
WORDS_OF_ADDRESSES = frozenset(
    "api bookmarks change credits feeds files following help-now latest log mark-read mine new p "
    "people purges reports review seals t typing unanswered unread".split()
)


def validate_free_word(slug: str) -> None:
    """Raises ValidationError for a name that the addresses of the forums need for themselves."""
    if slug in WORDS_OF_ADDRESSES:
        raise ValidationError("This word is part of other addresses. Choose another one.")


class ForumQuerySet(models.QuerySet):
    def visible_to(self, reader: object) -> "ForumQuerySet":
        """The forums that `reader` may read: a user, a visitor, or an Access already resolved."""
        from ..access import forums_seen_by

        return self.filter(pk__in=forums_seen_by(reader))

    def in_order(self) -> "ForumQuerySet":
        return self.order_by("position", "name", "pk")


class Forum(models.Model):
    """A room for conversations with its own readers, norms and rules. Editors keep the list."""

    class Visibility(models.TextChoices):
        PUBLIC = "public", "Everyone may read; members write"
        MEMBERS = "members", "Members only"
        GROUP = "group", "Only the groups named below"
        HIDDEN = "hidden", "Closed: only facilitators named below"

    class AliasPolicy(models.TextChoices):
        OFF = "off", "Names only"
        ALLOWED = "allowed", "Writing without one’s name is offered"
        DEFAULT = "default", "Writing without one’s name is the first choice"

    class MailBody(models.TextChoices):
        EXCERPT = "excerpt", "Title and a few words"
        LINK_ONLY = "link", "Only a link"

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True, validators=[validate_free_word])
    summary = models.CharField(max_length=200, help_text="One line under the name.")
    norms = models.TextField(
        blank=True, max_length=400, help_text="Two lines that stand above every text field here."
    )
    icon = models.CharField(max_length=40, default="forum", blank=True)
    position = models.PositiveSmallIntegerField("order", default=0)
    visibility = models.CharField(
        max_length=7, choices=Visibility, default=Visibility.MEMBERS, verbose_name="who may read"
    )
    kinds = models.JSONField("kinds of threads", default=all_kinds)
    reviews_first_posts = models.BooleanField(
        "review first posts", default=True, help_text="The first two posts of every new member."
    )
    alias_policy = models.CharField(
        max_length=7, choices=AliasPolicy, default=AliasPolicy.OFF, verbose_name="names"
    )
    mail_body = models.CharField(
        "what mail holds", max_length=7, choices=MailBody, default=MailBody.EXCERPT
    )
    is_in_digest = models.BooleanField("in digests", default=True)
    is_in_search = models.BooleanField("found by the hub’s search", default=True)
    # Counted by the worker after each post, recounted every night; see actions.tally.
    thread_count = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)
    last_post_at = models.DateTimeField(null=True, editable=False)

    objects = ForumQuerySet.as_manager()

    kind_icon = "forum"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(visibility__in=["public", "members", "group", "hidden"]),
                name="forum_visibility_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forums:forum", args=[self.slug])

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC

    @property
    def is_private(self) -> bool:
        """Whether mail about it holds only a link."""
        return self.mail_body == self.MailBody.LINK_ONLY or self.visibility in (
            self.Visibility.GROUP,
            self.Visibility.HIDDEN,
        )

    @property
    def readers_in_short(self) -> str:
        """Who can read it, for a badge beside its name."""
        return {
            self.Visibility.PUBLIC: "Public",
            self.Visibility.MEMBERS: "Members only",
            self.Visibility.GROUP: "Group",
            self.Visibility.HIDDEN: "Closed",
        }[self.Visibility(self.visibility)]

    @property
    def readers_in_words(self) -> str:
        """Who can read what is written here, for the line above every text field."""
        return {
            self.Visibility.PUBLIC: "Everyone can read this, also without an account.",
            self.Visibility.MEMBERS: "Only signed-in members can read this.",
            self.Visibility.GROUP: "Only the members of this group can read this.",
            self.Visibility.HIDDEN: "Only the facilitators of this forum can read this.",
        }[self.Visibility(self.visibility)]


class ForumGrant(models.Model):
    """What a group may do in a forum, beyond what its visibility gives to all members."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="grants")
    group = models.ForeignKey(Group, models.CASCADE, related_name="forum_grants")
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.START)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "group"], name="grant_once_a_group"),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=4), name="grant_level_exists"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.get_level_display()}"
