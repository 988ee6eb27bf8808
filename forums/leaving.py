"""Taking a member out of the forums while conversations stay whole."""

import hashlib
import hmac
import re
from datetime import datetime

from django.conf import settings
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from hub.accounts.models import User

from .actions.states import change_state
from .bylines import FORMER_MEMBER
from .models import (
    Attachment,
    CaseDetail,
    Credit,
    Draft,
    FeedKey,
    ModerationEvent,
    Post,
    PostRevision,
    Promotion,
    Reaction,
    Report,
    ReviewItem,
    SameHere,
    Standing,
    Thread,
    ThreadReader,
    ThreadSummary,
)
from .rerendering import rerender

FORMER_IN_TEXT = "former member"
# "**[Jordan Lee wrote](/forums/p/12/3/)**", as forums.rendering.quote() writes it.
QUOTED = re.compile(r"\[(?:[^\]\\]|\\.)* wrote\]\(/forums/p/(\d+)/(\d+)/\)")
GONE = (Post.State.REMOVED, Post.State.PURGED)


def forget_name(person: User) -> None:
    """Puts “Former member 7F3” in the place of their name, the same throughout each thread."""
    own = Post.objects.filter(author=person)
    for thread_id in own.order_by().values_list("thread", flat=True).distinct():
        name = former_name(person, thread_id)
        own.filter(thread=thread_id).update(author=None, former_name=name)
    Thread.objects.filter(author=person).update(author=None)
    PostRevision.objects.filter(editor=person).update(editor=None)
    Post.objects.filter(edited_by=person).update(edited_by=None)
    Attachment.objects.filter(uploader=person).exclude(post=None).update(uploader=None)


def former_name(person: User, thread_id: int) -> str:
    """Two threads cannot be joined by it, and nobody gets from it to the person."""
    words = f"forums.former:{person.pk}:{thread_id}".encode()
    mark = hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest().upper()
    taken = set(
        Post.objects.filter(thread=thread_id)
        .exclude(former_name="")
        .order_by()
        .values_list("former_name", flat=True)
    )
    names = (f"{FORMER_MEMBER} {mark[:length]}" for length in range(3, 20))
    return next(name for name in names if name not in taken)


def forget_mentions(person: User) -> None:
    """Others named them by @handle, or by name above a quotation: both become “former member”."""
    own = set(Post.objects.filter(author=person).values_list("thread", "number"))
    mention = re.compile(rf"(?<![\w@#&./:=?+\\-])@{re.escape(person.handle)}(?![\w@-])", re.I)

    def unnamed(source: str) -> str:
        return QUOTED.sub(
            lambda found: (
                f"[{FORMER_IN_TEXT} wrote](/forums/p/{found[1]}/{found[2]}/)"
                if (int(found[1]), int(found[2])) in own
                else found[0]
            ),
            mention.sub(FORMER_IN_TEXT, source),
        )

    naming = Q(source__icontains=f"@{person.handle}") | Q(source__contains=" wrote](/forums/p/")
    for post in Post.objects.filter(naming).order_by("pk").iterator(chunk_size=200):
        if (source := unnamed(post.source)) != post.source:
            rerender(post, source, without=[person.handle])
    for revision in PostRevision.objects.filter(naming).order_by("pk").iterator(chunk_size=200):
        if (source := unnamed(revision.source)) != revision.source:
            PostRevision.objects.filter(pk=revision.pk).update(source=source)


def remove_what_they_wrote(person: User, *, at: datetime) -> None:
    """Their posts become the line that somebody removed what stood there; files go too."""
    posts = Post.objects.filter(author=person).exclude(state__in=GONE)
    for post in posts.order_by("pk"):
        change_state(post, Post.State.REMOVED, at=at)
    empty_posts(Post.objects.filter(author=person, state=Post.State.REMOVED))


def empty_posts(posts: QuerySet[Post]) -> int:
    """Deletes the words, versions and files of posts; the rows stay. Returns how many."""
    numbers = list(posts.values_list("pk", flat=True))
    PostRevision.objects.filter(post__in=numbers).delete()
    drop_files(Attachment.objects.filter(post__in=numbers))
    Thread.objects.filter(posts__in=numbers, posts__number=1).update(excerpt="")
    return Post.objects.filter(pk__in=numbers).update(
        source="", html="", excerpt="", attachment_count=0
    )


def drop_files(attachments: QuerySet[Attachment]) -> int:
    found = list(attachments)
    for one in found:
        one.file.delete(save=False)
        one.delete()
    return len(found)


def forget_traces(person: User) -> None:
    """Everything else that is only theirs, and their number wherever they acted."""
    drop_files(Attachment.objects.filter(uploader=person, post=None))
    _take_back_reactions(person)
    for own in (Draft, FeedKey, ThreadReader, Standing, Credit):
        own.objects.filter(person=person).delete()
    Report.objects.filter(reporter=person).update(reporter=None, note="")
    ReviewItem.objects.filter(profile_of=person).delete()
    ThreadSummary.objects.filter(proposed_by=person, state="proposed").delete()
    for acted, names in ACTED.items():
        for name in names:
            acted._default_manager.filter(**{name: person}).update(**{name: None})


# Who did what to a conversation: the deed stays, the number of the person does not.
ACTED = {
    ModerationEvent: ("actor", "second_actor", "person"),
    ReviewItem: ("claimed_by", "decided_by"),
    ThreadSummary: ("proposed_by", "decided_by"),
    Thread: ("locked_by",),
    CaseDetail: ("closed_by",),
    Promotion: ("editor",),
}


def _take_back_reactions(person: User) -> None:
    posts = list(Reaction.objects.filter(person=person).values_list("post", flat=True))
    threads = list(SameHere.objects.filter(person=person).values_list("thread", flat=True))
    Reaction.objects.filter(person=person).delete()
    SameHere.objects.filter(person=person).delete()
    Post.objects.filter(pk__in=posts).update(
        helpful_count=_number_of(Reaction.objects.filter(post=OuterRef("pk"), kind="helpful")),
        thanks_count=_number_of(Reaction.objects.filter(post=OuterRef("pk"), kind="thanks")),
    )
    Thread.objects.filter(pk__in=threads).update(
        same_here_count=_number_of(SameHere.objects.filter(thread=OuterRef("pk")))
    )


def _number_of(rows: QuerySet) -> Coalesce:
    group = "post" if rows.model is Reaction else "thread"
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
