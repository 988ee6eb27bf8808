"""The forums that the hub begins with, and sample threads that show what one looks like."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group

from forums.actions.states import settle
from forums.actions.tally import recount_forum
from forums.models import (
    Alias,
    CaseDetail,
    Forum,
    ForumGrant,
    Post,
    Thread,
    ThreadKind,
)
from forums.rendering import RENDER_VERSION, tidy_text
from forums.rerendering import render_again

from .context import Loading
from .reading import Record, blamed, read_records

FILE = "forums.json"
MARK = "Sample: "
# Columns of Forum that a record may leave out, and what they are then.
OPTIONAL = {
    "norms": "",
    "alias_policy": Forum.AliasPolicy.OFF,
    "mail_body": Forum.MailBody.EXCERPT,
    "reviews_first_posts": True,
    "is_in_digest": True,
    "is_in_search": True,
}


def load_forums(loading: Loading) -> None:
    for record in read_records(loading.folder, FILE, within="forums", named_by="slug"):
        with blamed(record):
            _load_forum(loading, record)


def _load_forum(loading: Loading, record: Record) -> None:
    forum = loading.ledger.open(record, Forum, Forum.objects.filter(slug=record.name))
    if forum is None:
        return
    forum.slug = record.name
    for name in ("name", "summary", "icon", "visibility", "kinds", "position"):
        setattr(forum, name, record[name])
    for name, otherwise in OPTIONAL.items():
        setattr(forum, name, record.get(name, otherwise))
    forum.full_clean()
    forum.save()
    for given in record.get("groups", []):
        group, _ = Group.objects.get_or_create(name=given["name"])
        ForumGrant.objects.get_or_create(
            forum=forum, group=group, defaults={"level": given["level"]}
        )
    loading.ledger.close(record, forum)


def load_sample_threads(loading: Loading) -> None:
    """Each once: what members answered to one is never overwritten."""
    for record in read_records(loading.folder, FILE, within="threads", named_by="slug"):
        with blamed(record):
            if loading.ledger.is_known(record):
                continue
            forum = loading.ledger.row(f"forums/{record['forum']}")
            if forum is None:
                loading.ledger.skip()
                continue
            loading.ledger.made(record, _make_thread(loading, record, forum))
    for forum in Forum.objects.in_order():
        recount_forum(forum)


def _make_thread(loading: Loading, record: Record, forum: Forum) -> Thread:
    if not record["title"].startswith(MARK):
        raise record.error(f"the title of a sample begins with “{MARK}”.")
    begun = loading.at - timedelta(days=record["days_ago"])
    thread = Thread(
        forum=forum,
        kind=ThreadKind(record["kind"]),
        title=record["title"],
        place=loading.words.place(record, record["place"]) if record.get("place") else None,
        about=_page(loading, record),
        created_at=begun,
        bumped_at=begun,
        is_sample=True,
    )
    thread.save()
    thread.topics.set(loading.words.topics(record, record.get("topics", [])))
    posts = [_make_post(thread, at, entry, begun) for at, entry in enumerate(record["posts"], 1)]
    _finish(thread, record, posts)
    return thread


def _page(loading: Loading, record: Record) -> Any:
    """The page it is about, unless that was deleted."""
    key = record.get("about", "")
    if key and key not in loading.ledger.entries:
        raise record.error(f"it is about “{key}”, which is in no file.")
    return loading.ledger.row(key) if key else None


def _make_post(thread: Thread, number: int, entry: dict[str, Any], begun: datetime) -> Post:
    source = tidy_text(entry["text"])
    rendered = render_again(source)
    at = begun + timedelta(hours=entry.get("hours", 0))
    return Post.objects.create(
        thread=thread,
        number=number,
        # Nobody stands behind it: it is a name and no account.
        former_name=entry["by"],
        source=source,
        html=rendered.html,
        excerpt=rendered.excerpt,
        render_version=RENDER_VERSION,
        reply_to=entry.get("reply_to"),
        created_at=at,
        # Nobody is told of what is made up.
        told_at=at,
    )


def _finish(thread: Thread, record: Record, posts: list[Post]) -> None:
    # A label without a seal: lists name whoever began a thread, and here that is nobody.
    thread.started_as = Alias.objects.create(
        thread=thread, label=record.get("starter") or record["posts"][0]["by"]
    )
    thread.excerpt = posts[0].excerpt
    if number := record.get("answer"):
        thread.answer = posts[number - 1]
        thread.answered_at = thread.answer.created_at
        thread.what_worked = record.get("what_worked", "")
    thread.save()
    settle(thread, bumped_at=posts[-1].created_at)
    if thread.is_case:
        begun = thread.created_at
        CaseDetail.objects.create(thread=thread, attested_at=begun, released_at=begun)
