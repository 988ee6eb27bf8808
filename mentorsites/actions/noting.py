"""Notes of a site: what one call or visit taught, written down once for everybody."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from forums.models import Thread
from hub.accounts.models import User
from hub.notifications.actions import announce
from hub.notifications.models import Notification
from hub.taxonomy.models import Topic

from ..models import MentorSitePage, SiteNote


class NoteHasChanged(Exception):
    """Somebody else saved other words after this form was opened. `now` is what they saved."""

    def __init__(self, now: SiteNote) -> None:
        super().__init__(
            "Somebody changed this note while you were writing. Look at what it says now, below, "
            "and save yours once more if it should take its place."
        )
        self.now = now


@transaction.atomic
def publish_note(
    site: MentorSitePage,
    *,
    title: str,
    text: str,
    after: str,
    happened_on: date,
    topics: Iterable[Topic] = (),
    by: User | None,
    at: datetime,
    thread: Thread | None = None,
) -> SiteNote:
    """A note on the page of `site`, public at once; whoever follows the site is told.

    `thread` is the discussion in which it was said too. Who may write it, and whether everybody
    concerned agreed, is for the caller to know.
    """
    note = SiteNote.objects.create(
        site=site,
        title=title,
        text=text,
        after=after,
        happened_on=happened_on,
        written_by=by,
        published_at=at,
        thread=thread,
        is_sample=site.is_sample,
    )
    note.topics.set(topics)
    announce(note, to_followers_of=[site], kind=Notification.Kind.PUBLISHED, by=by, at=at)
    return note


@transaction.atomic
def change_note(
    note: SiteNote,
    *,
    title: str,
    text: str,
    after: str,
    happened_on: date,
    topics: Iterable[Topic],
    by: User,
    at: datetime,
    seen: str = "",
) -> SiteNote:
    """Other words for a note that is there. Nobody is told again.

    `seen` is version_of() the note that was before the writer's eyes. Raises NoteHasChanged when
    it says something else by now.
    """
    note = SiteNote.objects.select_for_update(of=("self",)).select_related("site").get(pk=note.pk)
    if seen and seen != version_of(note):
        raise NoteHasChanged(note)
    note.title, note.text, note.after, note.happened_on = title, text, after, happened_on
    note.save(update_fields=["title", "text", "after", "happened_on"])
    note.topics.set(topics)
    return note


def version_of(note: SiteNote) -> str:
    """The same as long as the note says the same."""
    topics = sorted(note.topics.values_list("pk", flat=True))
    said = [note.title, note.text, note.after, note.happened_on.isoformat(), topics]
    return sha256(json.dumps(said).encode()).hexdigest()[:32]


@transaction.atomic
def withdraw_note(note: SiteNote, *, by: User | None, at: datetime) -> SiteNote:
    """Takes it off the hub: its address answers 404 from now on. Done twice it changes nothing."""
    if note.withdrawn_at is None:
        note.withdrawn_at = at
        # save(), not update(): the search hears of it.
        note.save(update_fields=["withdrawn_at"])
    return note
