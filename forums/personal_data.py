"""What this room keeps of one person: to hand out, and to remove when they leave.

What they wrote under an alias is in neither: nobody can tell that it is theirs. The seals that
could say so are deleted after 90 days, whoever wrote; see forums.sealing.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from hub.accounts.models import User
from hub.people.models import Departure

from .leaving import forget_mentions, forget_name, forget_traces, remove_what_they_wrote
from .models import (
    Credit,
    Draft,
    FeedKey,
    Post,
    Reaction,
    Report,
    SameHere,
    Standing,
    Thread,
    ThreadReader,
    ThreadSummary,
)

NOT_HERE = "not here any more"


def collect(person: User) -> dict[str, Any]:
    # By what they may see now: what was taken from their eyes is not handed out either.
    titles = _titles(person)
    return {
        "forum posts": [
            {
                "discussion": titles.get(post.thread_id, NOT_HERE),
                "number": post.number,
                "text": post.source,
                "state": post.get_state_display(),
                "written": post.created_at,
                "changed": post.edited_at,
            }
            for post in Post.objects.filter(author=person).order_by("created_at", "pk")
        ],
        "forum drafts": list(
            Draft.objects.visible_to(person).newest_first().values("key", "data", "updated_at")
        ),
        "forum reactions": [
            {"discussion": titles.get(one.post.thread_id, NOT_HERE), "kind": one.kind}
            for one in Reaction.objects.filter(person=person).select_related("post").order_by("pk")
        ]
        + [
            {"discussion": titles.get(one.thread_id, NOT_HERE), "kind": "same here"}
            for one in SameHere.objects.filter(person=person).order_by("pk")
        ],
        "forum reports": list(
            Report.objects.filter(reporter=person)
            .order_by("pk")
            .values("reason", "note", "created_at")
        ),
        "discussions read": [
            {"discussion": titles[one.thread_id], "up to": one.last_read, "read": one.read_at}
            for one in ThreadReader.objects.filter(person=person).order_by("pk")
            if one.thread_id in titles
        ],
        "forum standing": list(
            Standing.objects.filter(person=person).values("approved_posts", "member_since")
        ),
        "forum feeds": list(
            FeedKey.objects.visible_to(person).order_by("pk").values("label", "made_at", "used_at")
        ),
        "forum credits": list(
            Credit.objects.filter(person=person)
            .order_by("pk")
            .values("consent", "role", "asked_at")
        ),
        "summaries proposed": list(
            ThreadSummary.objects.filter(proposed_by=person)
            .order_by("pk")
            .values("question", "tried", "worked", "open_points", "proposed_at")
        ),
    }


def _titles(person: User) -> dict[int, str]:
    """The titles of the threads that `person` had to do with and may see."""
    concerned: set[int] = set()
    for numbers in (
        Post.objects.filter(author=person).values_list("thread", flat=True),
        Reaction.objects.filter(person=person).values_list("post__thread", flat=True),
        SameHere.objects.filter(person=person).values_list("thread", flat=True),
        ThreadReader.objects.filter(person=person).values_list("thread", flat=True),
    ):
        concerned.update(numbers)
    seen = Thread.objects.visible_to(person).filter(pk__in=concerned)
    return dict(seen.order_by().values_list("pk", "title"))


@transaction.atomic
def erase(person: User, at: datetime) -> None:
    """Takes the person out of the forums; what they wrote stays without a name, or goes too."""
    leaving = Departure.objects.filter(person=person, done_at=at, removes_posts=True)
    forget_mentions(person)
    if leaving.exists():
        remove_what_they_wrote(person, at=at)
    forget_name(person)
    forget_traces(person)
