"""No private word of a profile or a request, on any surface, for eleven people.

leak_world.py says for every place that is not for everybody who may meet its word. Every address of
both rooms is asked, and what the rest of the hub shows of sites: lists, search, feeds, the desk,
news, mails, exports, and the editors' side. Every word is found by somebody, so that an empty page
proves nothing.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, reverse

import mentoring.urls
import mentorsites.urls
from hub.home.leaving import collect_everything
from hub.notifications.actions import make_missing_settings
from hub.notifications.models import OutgoingMail
from hub.notifications.notices import make_due_notices
from mentoring.actions.answering import accept_offer, hand_back
from mentoring.actions.scheduling import schedule, unschedule
from mentoring.clock import tend_requests
from tests import search_index
from tests.factories import NOW

from .leak_world import (
    BOTH_SIDES,
    EDITORS,
    MAY,
    OWN,
    PERSONAS,
    SIGNED_OUT,
    SITE,
    STAFF,
    STEM,
    World,
    build,
    words_in,
)
from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = [pytest.mark.django_db, pytest.mark.long]
STRANGERS = frozenset(PERSONAS) - BOTH_SIDES - STAFF
ALL = frozenset(PERSONAS)
SIGNED_IN = ALL - {SIGNED_OUT}
# Route → who finds something there. Whoever is not named gets 404, or is asked to sign in.
OPEN = {
    "mentoring:like_mine": ALL,
    "mentoring:how": ALL,
    "mentoring:ask": SIGNED_IN,
    "mentoring:keep_draft": SIGNED_IN,
    "mentoring:own": SIGNED_IN,
    "mentorsites:own": SIGNED_IN,
    "mentorsites:own_asks": SIGNED_IN,
    "mentorsites:compare": ALL,
    "mentorsites:site_notes": ALL,
    # Whoever holds the link of a mail; without a right one there is nothing to see.
    "mentorsites:invited": ALL,
    "mentorsites:confirm": ALL,
}
KEPT_OR_EDITED = SITE | EDITORS
# Of the site; everything else of that room's is its keepers' alone.
SITE_ROUTES = {
    "mentorsites:people": KEPT_OR_EDITED,
    "mentorsites:remove": KEPT_OR_EDITED,
    "mentorsites:again": KEPT_OR_EDITED,
    "mentorsites:revoke": KEPT_OR_EDITED,
    "mentorsites:question": KEPT_OR_EDITED,
    "mentorsites:contacts": KEPT_OR_EDITED | STAFF,
    "mentorsites:contact": KEPT_OR_EDITED | STAFF,
    "mentorsites:remove_contact": KEPT_OR_EDITED | STAFF,
    "mentorsites:change": KEPT_OR_EDITED,
    "mentorsites:change_note": KEPT_OR_EDITED,
    "mentorsites:approve": KEPT_OR_EDITED,
    "mentorsites:ask_for_change": KEPT_OR_EDITED,
    "mentorsites:still_right": KEPT_OR_EDITED,
    "mentorsites:facts": KEPT_OR_EDITED | STAFF,
    "mentorsites:picture": KEPT_OR_EDITED,
    "mentoring:inbox": SITE | STAFF,
    "mentoring:impact": SITE | STAFF,
}
# The rest of the hub, for everybody.
SURFACES = (
    "/",
    "/mentor-sites/",
    "/mentor-sites/?view=map",
    "/mentor-sites/?view=table",
    "/mentor-sites/sample-county-ems/",
    "/mentor-sites/sample-county-ems/?view=brief",
    "/mentor-sites/unpublished/",
    "/programs-like-mine/?community_type=rural",
    f"/search/?q={STEM}question",
    f"/search/?q={STEM}changed",
    f"/search.json?q={STEM}contact",
    "/search.json?q=sample+county",
    "/search.atom?q=sample+county",
    "/search/suggestions/?q=zyzz",
    "/sitemap-pages.xml",
    "/sitemap-threads.xml",
    "/topics/night-shifts/",
    "/people/",
    "/my/",
    "/notifications/",
    "/following/",
    "/saved/",
    "/forums/latest/",
    "/forums/api/threads.json",
)
EDITORS_SIDE = (
    "/admin/",
    "/admin/pages/{site}/",
    "/admin/pages/{site}/edit/",
    "/admin/pages/{site}/history/",
    "/admin/pages/usage/mentorsites/mentorsitepage/",
    f"/admin/pages/search/?q={STEM}",
    "/admin/reports/site-history/",
)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    media = tmp_path_factory.mktemp("media")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, LIMIT_READING=False),
        time_machine.travel(NOW + DAY / 2, tick=True),
        transaction.atomic(),
    ):
        built = build()
        make_missing_settings(NOW)
        tend_requests(NOW + DAY / 2)
        make_due_notices(NOW + DAY / 2)
        search_index.keep_up()
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(world) -> dict[str, Client]:
    found = {}
    for persona, person in world.people.items():
        client = Client(raise_request_exception=True)
        if person is not None:
            client.force_login(person)
        found[persona] = client
    return found


def routes() -> Iterator[tuple[str, URLPattern]]:
    for room in (mentoring.urls, mentorsites.urls):
        for pattern in room.urlpatterns:
            yield f"{room.app_name}:{pattern.name}", pattern


def number_for(name: str, parameter: str, world: World) -> Any:
    """What stands for a parameter of an address: the thing of the world that it asks for."""
    room, _, word = name.partition(":")
    plain = {
        "days": 30, "year": NOW.year, "token": "no-such-token", "verb": "assign", "ending": "csv",
        "manager": world.numbers["manager"], "invitation": world.numbers["invitation"],
        "contact": world.numbers["contact"], "image": 1,
    }  # fmt: skip
    if parameter in plain:
        return plain[parameter]
    assert parameter == "pk", f"{name} asks for “{parameter}”: say here what stands for it."
    of_site = {"inbox", "impact"} if room == "mentoring" else set()
    if room == "mentorsites" and word in {"change", "change_note", "approve", "ask_for_change"}:
        return world.numbers["change"]
    if word in {"note", "edit_note", "take_back_note"}:
        return world.numbers["note"]
    if word in {"offer", "withdraw_ask", "pass_ask"}:
        return 1
    if "off_hub" in word:
        return world.numbers["off_hub"]
    return world.numbers["site" if room == "mentorsites" or word in of_site else "request"]


def address(name: str, pattern: URLPattern, world: World) -> str:
    parameters = pattern.pattern.converters
    return reverse(name, kwargs={one: number_for(name, one, world) for one in parameters})


def may_open(name: str, pattern: URLPattern) -> frozenset[str]:
    if name in OPEN:
        return OPEN[name]
    if name in SITE_ROUTES:
        return SITE_ROUTES[name]
    if name in {"mentorsites:note", "mentorsites:offer"} or name.endswith("_ask"):
        # There is none that is public in this world.
        return frozenset()
    if name.startswith("mentorsites:"):
        return SITE
    of_one_request = "requests/<int:pk>/" in str(pattern.pattern)
    return BOTH_SIDES | STAFF if of_one_request else STAFF


@pytest.mark.parametrize("persona", PERSONAS)
def test_whoever_has_no_business_there_finds_nothing(world, clients, persona):
    wrong = []
    for name, pattern in routes():
        if persona in may_open(name, pattern):
            continue
        for method in ("get", "post"):
            with transaction.atomic():
                response = getattr(clients[persona], method)(address(name, pattern, world))
                transaction.set_rollback(True)
            to_sign_in = response.status_code == 302 and "/sign-in/" in response["Location"]
            is_nothing = response.status_code in {404, 405} or (
                persona == SIGNED_OUT and to_sign_in
            )
            if not is_nothing:
                wrong.append((method, name, response.status_code))

    assert wrong == []


def seen(world: World, client: Client, persona: str) -> Iterator[tuple[str, str]]:
    """Every surface and what stands on it for this person, headers and all."""
    addresses = [address(name, pattern, world) for name, pattern in routes()]
    pages = [one.format(site=world.site.pk) for one in EDITORS_SIDE] if persona in EDITORS else []
    for path in (*addresses, *SURFACES, *pages):
        with transaction.atomic():
            response = client.get(path)
            transaction.set_rollback(True)
        if response.streaming:
            text = b"".join(response.streaming_content).decode(errors="replace")
        else:
            text = response.content.decode(errors="replace")
        # A search shows what was searched for.
        asked = path.partition("?q=")[2] if "/search" in path else ""
        yield path, f"{text.replace(asked, '') if asked else text} {response.headers}"


@pytest.mark.parametrize("persona", PERSONAS)
def test_nobody_meets_a_word_that_is_not_for_them(world, clients, persona):
    leaks = [
        (path, place)
        for path, text in seen(world, clients[persona], persona)
        for place in words_in(text)
        if persona not in MAY[place]
    ]

    assert leaks == []


def test_every_word_is_met_by_somebody_who_may(world, clients):
    met: set[str] = set()
    for persona in ("keeper", "requester", "staff", "editor"):
        for _, text in seen(world, clients[persona], persona):
            met |= {place for place in words_in(text) if persona in MAY[place]}

    # A note that was taken back is on no page; its keeper's list and the admin may still name it.
    assert set(MAY) - met <= {"withdrawn", "followup"}


def test_no_word_goes_into_a_mail_or_its_headers(world):
    mails = OutgoingMail.objects.all()

    assert mails.exists()
    for mail in mails:
        everything = " ".join(str(getattr(mail, field.name)) for field in mail._meta.fields)
        assert words_in(everything) == set()


@pytest.mark.parametrize("persona", sorted(SIGNED_IN))
def test_a_copy_of_ones_data_holds_ones_own_words_and_nobody_elses(world, persona):
    everything = str(collect_everything(world.people[persona]))

    assert words_in(everything) == {place for place, whose in OWN.items() if whose == persona}


def test_the_next_site_reads_nothing_that_was_planned_with_the_one_before(client):
    first, second = open_site("First"), open_site("Second")
    request = ask(sites=[first, second])
    accept_offer(offer_of(request), by=keeper_of(first), at=NOW, words="zyzzyva accepting")
    schedule(
        request,
        plan={
            "kind": "call",
            "starts_at": NOW + DAY,
            "ends_at": NOW + 2 * DAY,
            "time_zone": "America/New_York",
            "where": "zyzzyva where",
        },
        attendees=[],
        by=keeper_of(first),
        at=NOW,
    )
    unschedule(request, by=keeper_of(first), at=NOW, words="zyzzyva calling off")
    hand_back(offer_of(request), reason="other", words="zyzzyva back", by=keeper_of(first), at=NOW)
    client.force_login(keeper_of(second))

    page = client.get(request.get_absolute_url())

    content = page.content.decode()
    assert page.status_code == 200
    assert offer_of(request).site == second
    assert STEM not in content
    assert "Date called off" not in content
