"""A forum of each visibility, with a word of its own in every place that can leak."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from forums.actions.logging import log
from forums.actions.promoting import promote
from forums.actions.reporting import report_post
from forums.feeds import make_feed_key
from forums.models import (
    Attachment,
    CaseDetail,
    Credit,
    Draft,
    FeedKey,
    Forum,
    Level,
    ModerationEvent,
    Post,
    PostRevision,
    Purge,
    ReviewItem,
    SealOpening,
    Thread,
    ThreadKind,
    ThreadSummary,
)
from forums.sealing import seal_alias
from hub.accounts.models import User
from hub.notifications.models import Follow, Notification
from hub.people.models import Bookmark
from tests.factories import (
    ForumFactory,
    JurisdictionFactory,
    PostFactory,
    PracticePageFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    all_shelves,
    editor,
    grant,
    make_member,
    moderator,
    picture,
)
from tests.forums.officers import confirmed_client

VISIBILITIES = [str(one) for one in Forum.Visibility.values]
# forums.md 6.12: the eight columns of its table of permissions and three more.
PERSONAS = (
    "visitor", "new member", "member", "site rep", "facilitator", "editor", "moderator",
    "administrator", "silenced", "suspended", "stranger",
)  # fmt: skip
SIGNED_OUT = {"visitor", "suspended"}
OFFICERS = {"moderator", "administrator"}
MARKER = re.compile(rf"zq(?:{'|'.join(VISIBILITIES)})[a-z]+", re.IGNORECASE)
TAG = re.compile(r"</?mark[^>]*>")


def word(visibility: str, place: str) -> str:
    """The word that stands only in this place of this forum."""
    return f"zq{visibility}{place}"


def words_in(response: Any) -> set[str]:
    """Every such word in the bytes and the headers of an answer."""
    content = b"".join(response) if response.streaming else response.content
    text = content.decode("utf-8", "replace") + str(response.headers)
    return {found.lower() for found in MARKER.findall(TAG.sub("", text))}


def reads(persona: str, visibility: str) -> bool:
    """Whose forum it is: forums.md 6.5, rows “Read”. Nobody is let in by their office."""
    return (
        persona
        in {
            "public": set(PERSONAS),
            "members": set(PERSONAS) - SIGNED_OUT,
            "group": {"site rep", "facilitator"},
            "hidden": {"facilitator"},
        }[visibility]
    )


def looks_after(persona: str, visibility: str) -> bool:
    """The facilitator of this forum; moderators and administrators where they read."""
    return persona == "facilitator" or (persona in OFFICERS and reads(persona, visibility))


READERS_KNOW = "name norms title body reply before file content alt summary worked open".split()
KEEPERS_KNOW = "held hidden proposed note message reason".split()


def knows(persona: str, visibility: str) -> set[str]:
    """Which words of a forum somebody may meet on any page. Nobody: draft, removed, person."""
    if not reads(persona, visibility):
        return set()
    keeps = KEEPERS_KNOW if looks_after(persona, visibility) else []
    if persona == "editor":
        keeps = ["proposed"]
    return {*READERS_KNOW, *keeps, *(["label"] if persona == "facilitator" else [])}


@dataclass
class Room:
    """One forum and what is in it. `author` wrote most of it and is none of the personas."""

    forum: Forum
    author: User
    sealed: User
    thread: Thread
    case: Thread
    # Post 2, reported; post 3, by the facilitator; post 4, under an alias.
    reported: Post
    own: Post
    secret: Post
    file: Attachment
    summary: ThreadSummary
    item: ReviewItem
    event: ModerationEvent
    opening: SealOpening
    purge: Purge
    credit: Credit
    feed_key: FeedKey
    key: str

    @property
    def visibility(self) -> str:
        return str(self.forum.visibility)


@dataclass
class World:
    people: dict[str, User]
    page: Any
    topic: Any
    place: Any
    rooms: dict[str, Room] = field(default_factory=dict)
    _cookies: dict[str, SimpleCookie[str]] = field(default_factory=dict)

    def client(self, persona: str) -> Client:
        """A browser in which this persona is signed in; each call opens the same session anew."""
        client = Client(raise_request_exception=False)
        if persona != "visitor":
            client.cookies = SimpleCookie(self._cookies[persona].output(header=""))
        return client

    def sign_in(self) -> None:
        """A session for each of the people; officers have just proved who they are."""
        for persona, person in self.people.items():
            client = confirmed_client(person) if person.is_superuser else Client()
            if not person.is_superuser:
                client.force_login(person)
            self._cookies[persona] = client.cookies


def build() -> World:
    """The same world every time; the clock stands at the present, as views ask for it."""
    all_shelves()
    people = _people()
    page = PracticePageFactory(title="What everybody reads", slug="practice")
    world = World(
        people,
        page,
        TopicFactory(name="Night shifts", slug="night-shifts"),
        JurisdictionFactory(code="QQ", name="Quiet place", slug="quiet-place"),
    )
    for visibility in VISIBILITIES:
        world.rooms[visibility] = _room(world, visibility)
    _other_group(people["stranger"])
    world.sign_in()
    return world


def let_everybody_remember(world: World) -> None:
    """As if each person had once been everywhere: what they followed and saved is still there."""
    now = timezone.now()
    for room in world.rooms.values():
        for thing in (room.forum, room.thread, room.reported):
            for person in world.people.values():
                kept = {
                    "person": person,
                    "content_type": ContentType.objects.get_for_model(thing),
                    "object_id": thing.pk,
                }
                Follow.objects.get_or_create(**kept, defaults={"followed_at": now})
                Bookmark.objects.get_or_create(**kept, defaults={"saved_at": now})
        for thing in (room.thread, room.reported):
            for person in world.people.values():
                Notification.objects.get_or_create(
                    person=person,
                    kind=Notification.Kind.REPLY,
                    subject_type=ContentType.objects.get_for_model(thing),
                    subject_id=thing.pk,
                    defaults={"created_at": now, "updated_at": now},
                )


def _people() -> dict[str, User]:
    soon = timezone.now() + timedelta(days=2)
    found = {
        "new member": UserFactory(),
        "member": make_member(),
        "site rep": make_member(),
        "facilitator": make_member(),
        "editor": make_member(editor()),
        "moderator": moderator(),
        "administrator": make_member(is_superuser=True),
        "silenced": make_member(silenced_until=soon),
        "suspended": make_member(suspended_until=soon),
        "stranger": make_member(),
    }
    for codename in ("add_promotion", "change_forum", "view_forum"):
        found["editor"].user_permissions.add(
            Permission.objects.get(content_type__app_label="forums", codename=codename)
        )
    return {name: User.objects.get(pk=person.pk) for name, person in found.items()}


def _other_group(person: User) -> None:
    """What `person` belongs to is as closed as the others' group, and is not theirs."""
    forum = ForumFactory(name="Elsewhere", slug="elsewhere", visibility=Forum.Visibility.GROUP)
    grant(person, forum, Level.START)


def _room(world: World, name: str) -> Room:
    now, people = timezone.now() - timedelta(hours=3), world.people
    say = {place: word(name, place) for place in PLACES}
    forum = ForumFactory(
        name=f"Forum {say['name']}",
        slug=f"room-{name}",
        norms=f"Be kind, {say['norms']}.",
        visibility=name,
        alias_policy=Forum.AliasPolicy.ALLOWED,
    )
    author, sealed = make_member(), make_member(name=say["person"], handle=say["handle"])
    for person in (author, sealed):
        grant(person, forum, Level.FACILITATE if name == "hidden" else Level.START)
    grant(people["facilitator"], forum, Level.FACILITATE)
    # In a hidden forum this opens nothing: it is for its facilitators alone.
    if name in ("group", "hidden"):
        people["site rep"].groups.add(author.groups.get() if name == "group" else _starters(forum))
    thread = ThreadFactory(
        forum=forum,
        kind=ThreadKind.QUESTION,
        title=f"Long nights with {say['title']}",
        slug="long-nights",
        author=author,
        about=world.page,
        place=world.place,
        body=f"Lanterns help, {say['body']}.",
        created_at=now,
    )
    thread.topics.add(world.topic)
    reported = PostFactory(
        thread=thread, author=author, source=f"We use lanterns, {say['reply']}.", created_at=now
    )
    own = PostFactory(thread=thread, author=people["facilitator"], created_at=now)
    alias = seal_alias(thread, of=sealed, trade="Clinician", at=now)
    secret = PostFactory(thread=thread, author=None, alias=alias, created_at=now)
    for state in ("held", "hidden", "removed"):
        PostFactory(
            thread=thread, author=author, state=state, source=f"{say[state]} words", created_at=now
        )
    _edited(reported, author, say, now)
    file = _file(reported, say, now)
    summary = _summaries(thread, author, say, now)
    report_post(reported, reason="unkind", note=say["note"], by=people["facilitator"], at=now)
    decided = ReviewItem.objects.create(
        kind="watched", forum=forum, post=own, priority=30, opened_at=now, due_at=now,
        decided_at=now, decision="approved", message=f"Kindly, {say['message']}",
    )  # fmt: skip
    event = log("hidden", by=people["facilitator"], post=reported, at=now, reason=say["reason"])
    log("decided", by=people["facilitator"], post=own, item=decided, at=now, reason="approved")
    _take_answer(thread, own, say, now)
    ThreadFactory(
        forum=forum, kind=ThreadKind.QUESTION, title=f"Who answers {say['open']} then?",
        slug="open", author=author, created_at=now,
    )  # fmt: skip
    officer = people["administrator"]
    opening = SealOpening.objects.create(
        alias=alias, reason="threat", note=say["sealnote"], asked_by=None, asked_at=now
    )
    purge = Purge.objects.create(post=own, reason="court", asked_by=officer, asked_at=now)
    promotion = promote(thread, page=_grown(name), posts=[own], by=people["editor"], at=now)
    key = make_feed_key(people["facilitator"], label=say["label"], at=now)
    Draft.objects.create(
        person=author, key=f"thread:{thread.pk}", data={"body": say["draft"]}, updated_at=now
    )
    return Room(
        forum, author, sealed, thread, _case(forum, author, now), reported, own, secret, file,
        summary, reported.review_items.get(), event, opening, purge,
        promotion.credits.get(person=people["facilitator"]),
        FeedKey.objects.get(label=say["label"]), key,
    )  # fmt: skip


PLACES = (
    "name norms person handle title body reply held hidden removed before file content alt "
    "summary proposed note message reason sealnote label draft worked open"
).split()


def _starters(forum: Forum) -> Any:
    return grant(make_member(), forum, Level.START)


def _edited(post: Post, author: User, say: dict[str, str], now: Any) -> None:
    PostRevision.objects.create(
        post=post, version=1, source=f"Once it said {say['before']}.", editor=author, created_at=now
    )
    Post.objects.filter(pk=post.pk).update(version=2, edited_at=now)


def _file(post: Post, say: dict[str, str], now: Any) -> Attachment:
    Post.objects.filter(pk=post.pk).update(attachment_count=1)
    return Attachment.objects.create(
        post=post,
        file=ContentFile(picture() + say["content"].encode(), name="0f1e2d3c.jpg"),
        name=f"{say['file']}.jpg",
        kind="picture",
        media_type="image/jpeg",
        size=100,
        sha256="0" * 64,
        alt=f"A lantern, {say['alt']}",
        created_at=now,
    )


def _summaries(thread: Thread, author: User, say: dict[str, str], now: Any) -> ThreadSummary:
    """One that stands on the thread, and – returned – one that waits for a facilitator."""
    accepted = ThreadSummary.objects.create(
        thread=thread, state="accepted", question="Nights?", html=f"<p>{say['summary']}</p>",
        proposed_by=author, proposed_at=now,
    )  # fmt: skip
    Thread.objects.filter(pk=thread.pk).update(summary=accepted)
    return ThreadSummary.objects.create(
        thread=thread, question=f"Nights? {say['proposed']}", html=f"<p>{say['proposed']}</p>",
        proposed_by=author, proposed_at=now,
    )  # fmt: skip


def _take_answer(thread: Thread, post: Post, say: dict[str, str], now: Any) -> None:
    thread.refresh_from_db()
    thread.answer, thread.answered_at, thread.what_worked = post, now, say["worked"]
    thread.save()


def _case(forum: Forum, author: User, now: Any) -> Thread:
    case = ThreadFactory(
        forum=forum, kind=ThreadKind.CASE, author=author, slug="a-case", created_at=now
    )
    CaseDetail.objects.create(thread=case, attested_at=now)
    return case


def _grown(name: str) -> Any:
    return PracticePageFactory(title=f"Grown from {name}", slug=f"grown-{name}")
