"""No word of what somebody may not read, on any surface: pages, feeds, search, mail, files, counts.

Each place of each forum holds a word of its own (worlds.py). Every surface is asked by everybody;
and each has somebody who must find such a word on it, so that an empty page proves nothing.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from forums.feeds import make_feed_key
from forums.telling import tell_of_posts
from hub.home.leaving import collect_everything
from hub.notifications.actions import make_missing_settings
from hub.notifications.digests import make_due_digests
from hub.notifications.models import MailSettings, Notification, OutgoingMail
from hub.notifications.notices import make_due_notices
from tests import search_index
from tests.factories import PostFactory
from tests.forums.worlds import (
    MARKER,
    PERSONAS,
    PLACES,
    SIGNED_OUT,
    TAG,
    VISIBILITIES,
    World,
    build,
    knows,
    let_everybody_remember,
    reads,
    word,
    words_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HIDDEN_TITLE = ("facilitator", "hidden", "title")
MEMBERS_TITLE = ("member", "members", "title")
NAMES = {"name", "norms"}
# Surface → (its address, who must find which word of which forum on it).
SURFACES: dict[str, tuple[str, tuple[str, str, str]]] = {
    "forums": ("/forums/", ("facilitator", "hidden", "name")),
    "latest": ("/forums/latest/", HIDDEN_TITLE),
    "unanswered": ("/forums/unanswered/", ("facilitator", "hidden", "open")),
    "unread": ("/forums/unread/", HIDDEN_TITLE),
    "following": ("/forums/following/", HIDDEN_TITLE),
    "mine": ("/forums/mine/", HIDDEN_TITLE),
    "bookmarks": ("/forums/bookmarks/", HIDDEN_TITLE),
    "narrowed by topic": ("/forums/room-members/?topic=night-shifts", MEMBERS_TITLE),
    "similar": ("/forums/typing/similar/?q=long+nights+with+lanterns", HIDDEN_TITLE),
    "api": ("/forums/api/threads.json", HIDDEN_TITLE),
    "feed": ("/forums/feeds/latest.atom", ("visitor", "public", "title")),
    "search": ("/search/?q=lanterns", ("facilitator", "hidden", "body")),
    "search of replies": ("/search/?q=lanterns&kind=post", ("facilitator", "hidden", "reply")),
    "search json": ("/search.json?q=lanterns", HIDDEN_TITLE),
    "search feed": ("/search.atom?q=lanterns", ("visitor", "public", "title")),
    "search for a near word": ("/search.json?q=lanternz", ()),
    "suggestions": ("/search/suggestions/?q=long+nig", HIDDEN_TITLE),
    "suggestions json": ("/search/suggestions.json?q=long+nig", HIDDEN_TITLE),
    "news": ("/notifications/", HIDDEN_TITLE),
    "what one follows": ("/following/", HIDDEN_TITLE),
    "what one saved": ("/saved/", HIDDEN_TITLE),
    "desk": ("/my/", MEMBERS_TITLE),
    "home": ("/", ()),
    "site map": ("/sitemap-threads.xml", ()),
    "topic": ("/topics/night-shifts/", HIDDEN_TITLE),
    "place": ("/places/quiet-place/", HIDDEN_TITLE),
    "page it is about": ("/practices/practice/", HIDDEN_TITLE),
    "page that grew": ("/practices/grown-hidden/", HIDDEN_TITLE),
    "directory": ("/people/", ()),
    "names while typing": ("/forums/typing/people/?q=zq", ()),
    "draft from a thread": (
        "/editing/from-thread/{members.thread.pk}/", ("editor", "members", "reply"),
    ),
    "draft from a closed thread": ("/editing/from-thread/{group.thread.pk}/", ()),
    "author": ("/people/{group.author.handle}/", ()),
}  # fmt: skip
# What editors keep by their office: the list of forums, with names and norms.
EDITORS_SIDE = (
    "/admin/", "/admin/forums/", "/admin/snippets/", "/admin/snippets/forums/forum/",
    "/admin/reports/site-history/", "/admin/images/", "/admin/documents/",
    "/admin/pages/", "/admin/pages/search/?q=zq",
)  # fmt: skip


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        built = build()
        let_everybody_remember(built)
        search_index.keep_up()
        yield built
        transaction.set_rollback(True)


def may_meet(persona: str, *more: str) -> set[str]:
    return {
        word(visibility, place)
        for visibility in VISIBILITIES
        for place in knows(persona, visibility) | set(more)
    }


def words_of(text: str) -> set[str]:
    return {found.lower() for found in MARKER.findall(TAG.sub("", text))}


@pytest.fixture(autouse=True)
def _the_index_is_as_it_was_built() -> None:
    search_index.hold_still()


def get(world: World, persona: str, address: str) -> Any:
    with transaction.atomic():
        response = world.client(persona).get(address.format(**world.rooms))
        # Read here: what is streamed asks the database while it is read.
        found = response, words_in(response)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("surface", SURFACES)
def test_nobody_meets_a_word_that_is_not_theirs_and_somebody_meets_theirs(surface, world):
    address, control = SURFACES[surface]

    seen = {persona: get(world, persona, address) for persona in PERSONAS}

    assert {response.status_code for response, _ in seen.values()} <= {200, 302, 404}
    assert {p: words - may_meet(p) for p, (_, words) in seen.items() if words - may_meet(p)} == {}
    if control:
        persona, *place = control
        assert word(*place) in seen[persona][1]


@pytest.mark.parametrize("address", EDITORS_SIDE)
@pytest.mark.parametrize("persona", ["editor", "administrator"])
def test_the_editors_side_tells_names_of_forums_and_nothing_said_in_them(address, persona, world):
    response, words = get(world, persona, address)

    assert response.status_code < 500
    assert words - may_meet(persona, *NAMES) == set()


SEARCHERS = [one for one in PERSONAS if one not in ("new member", "silenced", "suspended")]
SOUGHT = ("title", "body", "reply", "held", "hidden", "removed", "file", "alt", "person", "draft")


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_a_search_for_the_word_itself_counts_it_for_readers_alone(visibility, world):
    wrong = []

    for persona in SEARCHERS:
        for place in SOUGHT:
            response, _ = get(world, persona, f"/search.json?q={word(visibility, place)}")
            answer = response.json()
            must = reads(persona, visibility) and place in ("title", "body", "reply")
            if bool(answer["total"]) is not must:
                wrong.append(f"{persona} counts {answer['total']} of {place}")
            if not must and any(answer["facets"].values()):
                wrong.append(f"{persona} counts {place} in {answer['facets']}")

    assert not wrong


def test_a_word_of_a_public_forum_is_put_right_for_everybody(world):
    response, _ = get(world, "visitor", "/search.json?q=lanternz")

    assert response.json()["did_you_mean"] == "lanterns"


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_a_misspelled_word_is_put_right_for_readers_alone(visibility, world):
    misspelled = word(visibility, "title").replace("title", "titel")

    for persona in PERSONAS:
        response, words = get(world, persona, f"/search.json?q={misspelled}")
        found = response.json()["did_you_mean"]
        assert not found or reads(persona, visibility), persona
        assert words - {misspelled} - may_meet(persona) == set()


@pytest.mark.parametrize("persona", [one for one in PERSONAS if one not in SIGNED_OUT])
def test_a_feed_of_ones_own_holds_what_its_owner_reads(persona, world):
    key = make_feed_key(world.people[persona], label="Reader", at=timezone.now())

    response = Client().get(f"/forums/feeds/own/{key}.atom")

    titles = {word(one, "title") for one in VISIBILITIES if reads(persona, one)}
    assert words_in(response) - {word(one, "open") for one in VISIBILITIES} == titles


def test_the_feed_of_somebody_suspended_has_ended(world):
    key = make_feed_key(world.people["suspended"], label="Reader", at=timezone.now())

    assert Client().get(f"/forums/feeds/own/{key}.atom").status_code == 404


@pytest.mark.parametrize("persona", [one for one in PERSONAS if one != "visitor"])
def test_a_copy_of_ones_data_holds_nothing_of_others(persona, world):
    person = world.people[persona]

    words = words_of(str(collect_everything(person)))

    # Somebody suspended keeps what any member has.
    assert words - may_meet("member" if persona == "suspended" else persona) == set()


# --- Mail -----------------------------------------------------------------------------------------
PRIVATE = {"group", "hidden"}


@pytest.fixture
def mails(world) -> list[OutgoingMail]:
    """A new reply in every forum, followed by everybody; all mail of the next week about it."""
    now = timezone.now()
    Notification.objects.all().delete()
    make_missing_settings(now)
    for room in world.rooms.values():
        text = f"More lanterns, {word(room.visibility, 'reply')}."
        PostFactory(thread=room.thread, author=room.author, source=text, told_at=None)
    tell_of_posts(now)
    later = now + timedelta(hours=1)
    while make_due_notices(later):
        pass
    MailSettings.objects.update(next_digest_at=later)
    while make_due_digests(later + timedelta(days=7)):
        pass
    return list(OutgoingMail.objects.order_by("pk"))


def test_a_mail_holds_nothing_that_its_reader_may_not_read(mails, world):
    told: dict[str, set[str]] = {persona: set() for persona in PERSONAS}
    for persona, person in world.people.items():
        for row in mails:
            if row.to == person.email:
                said = f"{row.subject} {row.text} {row.html} {row.headers} {row.sender}"
                told[persona] |= words_of(said)

    wrong = {p: words - may_meet(p) for p, words in told.items() if words - may_meet(p)}
    assert not wrong
    assert word("members", "title") in told["facilitator"]
    # Whatever is closed to most is a link and nothing else, for its readers too.
    closed = {word(visibility, place) for visibility in PRIVATE for place in PLACES}
    assert not closed & set().union(*told.values())


def test_nobody_is_told_of_a_forum_that_they_do_not_read(mails, world):
    for visibility in VISIBILITIES:
        for persona, person in world.people.items():
            told = Notification.objects.filter(
                person=person, subject_id=world.rooms[visibility].thread.pk
            )
            if not reads(persona, visibility):
                assert not told.exists(), (persona, visibility)
    assert Notification.objects.filter(
        person=world.people["site rep"], subject_id=world.rooms["group"].thread.pk
    ).exists()
