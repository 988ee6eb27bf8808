"""Who may do what in which forum: the only place that decides it.

There is no way around it for administrators: whoever shall see a private forum is given a grant,
and its members can see that.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now

from hub.notifications.models import Follow

from .models.forums import Forum, ForumGrant, Level

# What every signed-in member may do in a forum that is open to members.
FOR_MEMBERS = Level.START
OPEN_TO_MEMBERS = (Forum.Visibility.PUBLIC, Forum.Visibility.MEMBERS)


@dataclass(frozen=True)
class Access:
    """The forums of one reader, each with what they may do there; resolved in one statement."""

    reader: Any
    forums: dict[int, Forum] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)

    @property
    def is_authenticated(self) -> bool:
        return bool(self.reader.is_authenticated)

    @property
    def pk(self) -> Any:
        return self.reader.pk

    def level(self, forum_id: int) -> int:
        return self.levels.get(forum_id, Level.NOTHING)

    def can(self, level: int, forum_id: int) -> bool:
        return self.level(forum_id) >= level

    def seen(self) -> list[Forum]:
        """The forums that are there for the reader, in order."""
        return list(self.forums.values())


def access_of(reader: Any) -> Access:
    """What `reader` may do in every forum. One statement; kept on the reader of this request."""
    kept = getattr(reader, "_forum_access", None)
    if kept is not None:
        return kept
    forums, levels = {}, {}
    rows = Forum.objects.in_order().annotate(has_pinned=_has_pinned())
    if _counts(reader):
        granted = Max("grants__level", filter=Q(grants__group__user=reader.pk))
        rows = rows.annotate(granted=granted, my_level=_followed_by(reader))
    for forum in rows:
        level = _level(forum, getattr(forum, "granted", None), _counts(reader))
        if level:
            forums[forum.pk], levels[forum.pk] = forum, level
    return Access(reader, forums, levels)


def keep_access(reader: Any) -> Access:
    """access_of(), remembered on the reader until the request ends. For views only: request.user is
    made anew for each request, while NOBODY and the people of a worker live longer.
    """
    found = access_of(reader)
    reader._forum_access = found
    return found


def _has_pinned() -> Exists:
    from .models.threads import Thread

    pinned = Thread.objects.filter(forum=OuterRef("pk"), pinned_until__gt=Now(), state="live")
    return Exists(pinned)


def _followed_by(reader: Any) -> Subquery:
    """How closely the reader follows each forum, so that its page need not ask."""
    follows = Follow.objects.filter(
        person=reader.pk,
        content_type=ContentType.objects.get_for_model(Forum),
        object_id=OuterRef("pk"),
    )
    return Subquery(follows.values("level")[:1])


def _counts(reader: Any) -> bool:
    return bool(reader.is_authenticated and reader.is_active)


def _level(forum: Forum, granted: int | None, is_member: bool) -> int:
    if forum.visibility == Forum.Visibility.HIDDEN:
        return granted if granted == Level.FACILITATE else Level.NOTHING
    general = Level.NOTHING
    if forum.visibility in OPEN_TO_MEMBERS and is_member:
        general = FOR_MEMBERS
    elif forum.visibility == Forum.Visibility.PUBLIC:
        general = Level.SEE
    return max(general, granted or Level.NOTHING)


def forums_seen_by(reader: Any) -> Any:
    """The numbers of the forums that `reader` may read: from an Access, or as a part of a query."""
    kept = reader if isinstance(reader, Access) else getattr(reader, "_forum_access", None)
    if kept is not None:
        return list(kept.forums)
    if not _counts(reader):
        return Forum.objects.filter(visibility=Forum.Visibility.PUBLIC).values("pk")
    grants = ForumGrant.objects.filter(group__user=reader.pk)
    return (
        Forum.objects.filter(
            Q(visibility__in=OPEN_TO_MEMBERS)
            | Q(visibility=Forum.Visibility.GROUP, pk__in=grants.values("forum"))
            | Q(
                visibility=Forum.Visibility.HIDDEN,
                pk__in=grants.filter(level=Level.FACILITATE).values("forum"),
            )
        )
        .order_by()
        .values("pk")
    )


def readers_of_forum(forum: Forum, people: QuerySet, at: datetime | None = None) -> QuerySet:
    """Those of `people` who may read `forum`."""
    active = people.filter(is_active=True)
    if forum.visibility in OPEN_TO_MEMBERS:
        return active
    grants = ForumGrant.objects.filter(forum=forum)
    if forum.visibility == Forum.Visibility.HIDDEN:
        grants = grants.filter(level=Level.FACILITATE)
    members = get_user_model().groups.through.objects.filter(group__in=grants.values("group"))
    return active.filter(pk__in=members.values("user"))


def facilitators_of(forum: Forum) -> QuerySet:
    """Whoever was made a facilitator of `forum`."""
    people = get_user_model()._default_manager
    grants = ForumGrant.objects.filter(forum=forum, level=Level.FACILITATE)
    return people.filter(is_active=True, groups__in=grants.values("group")).distinct()
