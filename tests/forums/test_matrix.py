"""Every address of the forums, for each of eleven people, in a forum of each visibility.

What is expected is written here, by hand, from the table of permissions of the plan and not from
the code. An address that no row speaks of fails a test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import URLPattern, get_resolver, reverse

from tests import search_index
from tests.forums.worlds import (
    OFFICERS,
    PERSONAS,
    SIGNED_OUT,
    VISIBILITIES,
    Room,
    World,
    build,
    knows,
    looks_after,
    reads,
    word,
    words_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]
May = Callable[[str, str], bool]


# --- Who may: forums.md 6.5 -----------------------------------------------------------------------
def anybody(persona: str, visibility: str) -> bool:
    return True


def nobody(persona: str, visibility: str) -> bool:
    return False


def signed_in(persona: str, visibility: str) -> bool:
    return persona not in SIGNED_OUT


def writes(persona: str, visibility: str) -> bool:
    return signed_in(persona, visibility) and persona != "silenced"


def accepts_summaries(persona: str, visibility: str) -> bool:
    return looks_after(persona, visibility) or persona == "editor"


def proposes_summaries(persona: str, visibility: str) -> bool:
    return writes(persona, visibility) and persona != "new member"


def facilitator(persona: str, visibility: str) -> bool:
    """The person to whom the thing belongs; see worlds.py."""
    return persona == "facilitator"


def reviews(persona: str, visibility: str) -> bool:
    """What was reported in a closed forum comes before the moderators too, and is logged."""
    return persona == "facilitator" or persona in OFFICERS


def administrator(persona: str, visibility: str) -> bool:
    return persona == "administrator"


def in_public(persona: str, visibility: str) -> bool:
    return visibility == "public"


# --- The table ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Answer:
    """What one way of asking gets: `ok` for who may, `refused` for who reads it and may not."""

    may: May
    ok: frozenset[int]
    refused: int = 404
    data: dict[str, str] = field(default_factory=dict)


def gets(may: May, *ok: int, refused: int = 404, **data: str) -> Answer:
    return Answer(may, frozenset(ok or {200}), refused, data)


@dataclass(frozen=True)
class Row:
    """An address. `outside` says that no forum's readers are asked about; `open` that nobody is
    sent to sign in.
    """

    words: Callable[[Room, World], dict[str, Any]]
    get: Answer | None = None
    post: Answer | None = None
    open: bool = False
    outside: bool = False
    # What more than a reader of the forum somebody learns here, by place; see knows().
    tells: Callable[[str], set[str]] = lambda persona: set()


def nothing(room: Room, world: World) -> dict[str, Any]:
    return {}


def thread(room: Room, world: World) -> dict[str, Any]:
    return {"pk": room.thread.pk, "slug": room.thread.slug}


def number(room: Room, world: World) -> dict[str, Any]:
    return {"pk": room.thread.pk}


def reported(room: Room, world: World) -> dict[str, Any]:
    return {"pk": room.thread.pk, "number": room.reported.number}


def own(room: Room, world: World) -> dict[str, Any]:
    return {"pk": room.thread.pk, "number": room.own.number}


def secret(room: Room, world: World) -> dict[str, Any]:
    return {"pk": room.thread.pk, "number": room.secret.number}


def forum(room: Room, world: World) -> dict[str, Any]:
    return {"slug": room.forum.slug}


def pk_of(name: str) -> Callable[[Room, World], dict[str, Any]]:
    return lambda room, world: {"pk": getattr(room, name).pk}


def in_queue(persona: str) -> set[str]:
    """Of a forum they do not read, reviewers see what waits by its title; opening it is logged."""
    return {"title", "message"} if persona in OFFICERS else set()


def in_log(persona: str) -> set[str]:
    return {"reason", "message"} if persona in OFFICERS else set()


def to_officers(persona: str) -> set[str]:
    return {"title", "sealnote"} if persona == "administrator" else set()


def by_its_key(persona: str) -> set[str]:
    """Whoever has the address of a feed has what its owner may see: here, the facilitator."""
    return {"title", "open"}


MATRIX: dict[str, Row] = {
    # --- Reading
    "index": Row(nothing, gets(anybody), open=True, outside=True),
    "list": Row(lambda r, w: {"name": "unread"}, gets(signed_in), outside=True),
    "forum": Row(forum, gets(anybody), open=True),
    "thread": Row(thread, gets(anybody), open=True),
    "first_unread": Row(thread, gets(anybody, 302), open=True),
    "print": Row(thread, gets(anybody), open=True),
    "news": Row(thread, gets(anybody), open=True),
    "post": Row(reported, gets(anybody, 302), open=True),
    "post_history": Row(reported, gets(anybody), open=True),
    "file": Row(
        lambda r, w: {"pk": r.file.pk, "name": r.file.address_name}, gets(anybody), open=True
    ),
    "care": Row(nothing, gets(anybody), open=True, outside=True),
    "threads_json": Row(nothing, gets(anybody), open=True, outside=True),
    "thread_json": Row(number, gets(anybody), open=True),
    # --- Feeds
    "feeds": Row(nothing, gets(signed_in), gets(signed_in), outside=True),
    "revoke_feed": Row(pk_of("feed_key"), None, gets(facilitator, 302), outside=True),
    "latest_feed": Row(nothing, gets(anybody), gets(anybody), open=True, outside=True),
    "forum_feed": Row(forum, gets(in_public), gets(in_public), open=True, outside=True),
    "topic_feed": Row(
        lambda r, w: {"slug": w.topic.slug}, gets(anybody), gets(anybody), open=True, outside=True
    ),
    "own_feed": Row(
        lambda r, w: {"key": r.key}, gets(anybody), gets(anybody), open=True, outside=True,
        tells=by_its_key,
    ),
    # --- Writing
    "ask": Row(nothing, gets(signed_in, 200, 302), gets(signed_in, 200, 302), outside=True),
    "new_thread": Row(forum, gets(writes, refused=403), gets(writes, 422, refused=403)),
    "reply": Row(thread, gets(writes, refused=403), gets(writes, 422, refused=403)),
    "edit_post": Row(own, gets(facilitator), gets(facilitator, 422)),
    "remove_post": Row(own, gets(facilitator), gets(facilitator, 302)),
    "sign": Row(reported, None, gets(signed_in, 302, kind="helpful")),
    "mark_all": Row(nothing, None, gets(signed_in, 302), outside=True),
    "preview": Row(nothing, None, gets(signed_in), outside=True),
    "draft": Row(nothing, None, gets(signed_in, key="new:room-public"), outside=True),
    "forget_draft": Row(nothing, None, gets(signed_in, 302), outside=True),
    "suggest_people": Row(nothing, gets(signed_in, q="zq"), outside=True),
    "suggest_topics": Row(nothing, gets(signed_in, q="night"), outside=True),
    "similar": Row(nothing, gets(signed_in, q="long nights with lanterns"), outside=True),
    # --- Changing
    "edit_thread": Row(number, gets(looks_after), gets(looks_after, 422)),
    "answer": Row(
        number, gets(looks_after, refused=403), gets(looks_after, 302, refused=403)
    ),
    "same_here": Row(number, None, gets(signed_in, 302)),
    "summary": Row(
        number,
        gets(lambda p, v: proposes_summaries(p, v) or accepts_summaries(p, v)),
        gets(lambda p, v: proposes_summaries(p, v) or accepts_summaries(p, v), 200, 422),
    ),
    "decide_summary": Row(
        lambda r, w: {"pk": r.thread.pk, "summary_pk": r.summary.pk},
        None,
        gets(accepts_summaries, 302, refused=403),
    ),
    "case": Row(pk_of("case"), gets(looks_after), gets(looks_after, 200, 422)),
    "credit": Row(pk_of("credit"), gets(facilitator), gets(facilitator, 422), outside=True),
    # --- Reporting and moderating
    "report": Row(reported, gets(signed_in), gets(signed_in, 422)),
    "report_person": Row(
        lambda r, w: {"handle": r.author.handle}, gets(signed_in), gets(signed_in, 422),
        outside=True,
    ),
    "own_report": Row(
        lambda r, w: {"pk": r.reported.reports.get().pk}, gets(facilitator), outside=True
    ),
    "review": Row(nothing, gets(reviews), outside=True, tells=in_queue),
    "review_item": Row(
        pk_of("item"), gets(reviews), gets(reviews, 422), outside=True, tells=in_queue
    ),
    "claim_item": Row(pk_of("item"), None, gets(reviews, 302), outside=True),
    "undo_item": Row(pk_of("item"), None, gets(reviews, 302), outside=True),
    "log": Row(nothing, gets(signed_in), outside=True, tells=in_log),
    "log_entry": Row(pk_of("event"), gets(reviews), outside=True, tells=in_log),
    "moderate_thread": Row(number, None, gets(looks_after, 302, refused=403)),
    "hide_post": Row(reported, gets(looks_after, refused=403), gets(looks_after, 302, refused=403)),
    "restore_post": Row(reported, None, gets(looks_after, 302, refused=403)),
    "officers": Row(number, gets(signed_in, 302, number="2"), outside=True),
    # --- For trust officers: an administrator is one
    "seals": Row(nothing, gets(administrator), outside=True, tells=to_officers),
    "seal": Row(
        pk_of("opening"), gets(administrator), gets(administrator, 302), outside=True,
        tells=to_officers,
    ),
    "ask_seal": Row(secret, gets(administrator), gets(administrator, 422), outside=True),
    "purges": Row(nothing, gets(administrator), outside=True, tells=to_officers),
    "purge": Row(
        pk_of("purge"), gets(administrator), gets(administrator, 302), outside=True,
        tells=to_officers,
    ),
    "ask_purge": Row(reported, gets(administrator), gets(administrator, 422), outside=True),
}  # fmt: skip


def expected(row: Row, answer: Answer | None, persona: str, visibility: str) -> frozenset[int]:
    """The statuses that this person may get. What is invisible is 404 and nothing else."""
    if answer is None:
        return frozenset({302, 403, 404, 405})
    if persona in SIGNED_OUT and not row.open:
        return frozenset({302})
    if not row.outside and not reads(persona, visibility):
        return frozenset({404})
    return answer.ok if answer.may(persona, visibility) else frozenset({answer.refused})


def allowed(row: Row, persona: str) -> set[str]:
    return {
        word(visibility, place)
        for visibility in VISIBILITIES
        for place in knows(persona, visibility) | row.tells(persona)
    }


# --- The tests ------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    """Built once, around each test's own transaction."""
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        built = build()
        search_index.keep_up()
        yield built
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _the_index_is_as_it_was_built() -> None:
    search_index.hold_still()


def ask(world: World, persona: str, method: str, address: str, data: dict[str, str]) -> Any:
    """One request, after which everything is as it was before."""
    with transaction.atomic():
        response = getattr(world.client(persona), method)(address, data)
        found = response.status_code, words_in(response)
        transaction.set_rollback(True)
    return found


def names() -> set[str]:
    _, resolver = get_resolver().namespace_dict["forums"]
    return {
        str(pattern.name) for pattern in resolver.url_patterns if isinstance(pattern, URLPattern)
    }


def test_every_address_has_its_row():
    assert names() == set(MATRIX)


def rooms_to_ask(row: Row, method: str) -> list[str]:
    """Every forum; but what is refused when it is looked at need not be sent everywhere, too."""
    if getattr(row, method) is None or (row.outside and row.words is nothing):
        return ["public"]
    if method == "post" and row.get is not None:
        return ["members", "group"]
    return VISIBILITIES


# Where everybody or nobody reads, these stand for the others; elsewhere each person is asked.
FEW = {"visitor", "member", "facilitator", "moderator", "administrator"}


def people_to_ask(visibility: str) -> list[str]:
    if visibility in ("members", "group"):
        return list(PERSONAS)
    return [persona for persona in PERSONAS if persona in FEW]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_an_address_answers_each_person_as_the_table_says(name, method, world):
    row = MATRIX[name]
    answer = getattr(row, method)
    wrong = []

    for visibility in rooms_to_ask(row, method):
        address = reverse(f"forums:{name}", kwargs=row.words(world.rooms[visibility], world))
        for persona in people_to_ask(visibility) if answer else ["visitor", "member"]:
            status, words = ask(world, persona, method, address, answer.data if answer else {})
            wanted = expected(row, answer, persona, visibility)
            leaked = words - allowed(row, persona)
            if status not in wanted:
                wrong.append(f"{persona} in {visibility}: {status}, not {sorted(wanted)}")
            if leaked:
                wrong.append(f"{persona} in {visibility} reads {sorted(leaked)}")

    assert not wrong


def test_each_row_is_for_somebody_and_the_rows_of_a_closed_forum_for_its_own():
    for name, row in MATRIX.items():
        for answer in filter(None, (row.get, row.post)):
            there = [
                persona
                for persona in PERSONAS
                if expected(row, answer, persona, "public") == answer.ok
            ]
            assert there, name
            if not row.outside:
                inside = [p for p in PERSONAS if p not in SIGNED_OUT]
                inside = [p for p in inside if expected(row, answer, p, "hidden") == answer.ok]
                assert inside == ["facilitator"], name


@pytest.mark.parametrize("visibility", VISIBILITIES)
def test_who_reads_a_forum_meets_its_words(visibility, world):
    thread = world.rooms[visibility].thread
    wanted = {word(visibility, place) for place in ("title", "body", "reply", "alt", "summary")}

    for persona in PERSONAS:
        _, words = ask(world, persona, "get", thread.get_absolute_url(), {})
        assert (wanted <= words) is reads(persona, visibility), persona
