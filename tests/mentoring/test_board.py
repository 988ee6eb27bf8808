from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.taxonomy.models import Vocabulary
from mentoring.actions.answering import accept_offer, decline_offer
from mentoring.actions.messaging import write_message
from mentoring.models import MentorRequest, Offer, RequestMessage
from tests.factories import (
    JurisdictionFactory,
    TermFactory,
    TopicFactory,
    UserFactory,
    mentoring_staff,
)

from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db
BOARD = "/mentoring/board/"


@pytest.fixture
def staff():
    return mentoring_staff()


@pytest.fixture
def staff_client(staff) -> Client:
    client = Client()
    client.force_login(staff)
    return client


def numbers(response) -> list[int]:
    return [row.request.pk for row in response.context["leaf"].rows]


def fresh(request: MentorRequest) -> MentorRequest:
    return MentorRequest.objects.get(pk=request.pk)


def many(count: int, **fields) -> list[MentorRequest]:
    """Requests as rows, past the actions: only for lists."""
    now, person = timezone.now(), UserFactory()
    return MentorRequest.objects.bulk_create(
        MentorRequest(
            **{
                "requester": person,
                "question": "Which call types first?",
                "submitted_at": now - timedelta(minutes=n),
                "waits_from": now - timedelta(minutes=n),
                **fields,
            }
        )
        for n in range(count)
    )


# --- Who sees it ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "path",
    [
        BOARD,
        "/mentoring/sites-load/",
        "/mentoring/unmet/",
        "/mentoring/off-hub/",
        "/mentoring/report/",
        "/mentoring/report.csv",
        "/mentoring/report.xlsx",
    ],
)
def test_the_pages_of_the_staff_do_not_exist_for_others(path, member_client, client):
    assert member_client.get(path).status_code == 404
    assert client.get(path).status_code == 302


def test_a_site_and_whoever_asked_find_no_staff_page_of_their_request():
    site = open_site()
    request = ask(at=timezone.now())

    for person in (request.requester, keeper_of(site)):
        client = Client()
        client.force_login(person)
        assert client.get(f"{BOARD}{request.pk}/").status_code == 404
        assert client.post(f"{BOARD}{request.pk}/close/", {"words": "x"}).status_code == 404
    assert fresh(request).status == "offered"


# --- The list -------------------------------------------------------------------------------------
def test_what_is_due_first_stands_first(staff_client):
    open_site("First"), open_site("Second")
    now = timezone.now()
    later, sooner = ask(at=now - DAY), ask(at=now - 2 * DAY)

    page = staff_client.get(BOARD, {"status": "offered"})

    assert numbers(page) == [sooner.pk, later.pk]
    assert "The site answers within 4" in page.text


def test_what_is_overdue_says_so_in_words_and_needs_you(staff_client):
    open_site()
    request = ask(at=timezone.now() - 8 * DAY)

    page = staff_client.get(BOARD)

    assert numbers(page) == [request.pk]
    assert "Overdue. The site’s answer was due 1" in page.text


def test_each_request_stands_under_its_word(staff_client):
    now = timezone.now()
    waiting = ask(at=now)
    open_site("Open"), open_site("Another")
    offered, accepted = ask(at=now), ask(at=now)
    offer = offer_of(accepted)
    accept_offer(offer, by=keeper_of(offer.site), at=now)

    shown = {
        name: numbers(staff_client.get(BOARD, {"status": name}))
        for name in ("waiting", "offered", "accepted", "scheduled", "done", "ended")
    }

    assert shown == {
        "waiting": [waiting.pk],
        "offered": [offered.pk],
        "accepted": [accepted.pk],
        "scheduled": [],
        "done": [],
        "ended": [],
    }


def test_the_board_shows_no_word_of_what_was_asked(staff_client):
    open_site()
    ask(at=timezone.now(), question="A very particular question", tried="Secretword")

    page = staff_client.get(BOARD, {"status": "offered"}).text

    assert "particular question" not in page
    assert "Secretword" not in page


def test_filters_narrow_by_age_region_state_discipline_and_person(staff, staff_client):
    state = JurisdictionFactory(name="Sampleland", census_region="Midwest")
    county = JurisdictionFactory(name="Sample County", kind="county")
    county.parents.add(state)
    role = TermFactory(vocabulary=Vocabulary.DISCIPLINE, slug="ems")
    now = timezone.now()
    fitting = many(
        1, place=county, discipline=role, assigned_to=staff, submitted_at=now - 10 * DAY
    )[0]
    other = many(1, submitted_at=now - DAY)[0]

    for filters in (
        {"age": "7"},
        {"region": "Midwest"},
        {"state": "sampleland"},
        {"discipline": "ems"},
        {"assigned": "me"},
    ):
        found = numbers(staff_client.get(BOARD, {"status": "waiting", **filters}))
        assert found == [fitting.pk], filters
    nobody = staff_client.get(BOARD, {"status": "waiting", "assigned": "nobody"})
    assert numbers(nobody) == [other.pk]


def test_the_filter_for_overdue_keeps_what_is_late(staff_client):
    open_site()
    late, early = ask(at=timezone.now() - 8 * DAY), many(1)[0]

    found = numbers(staff_client.get(BOARD, {"status": "offered", "overdue": "yes"}))

    assert found == [late.pk]
    assert early.pk not in found


@pytest.mark.parametrize(
    "query",
    ["status=x&age=0&region=%00&state=?&after=1", "after=9.9999999999999999999", "after=²."],
)
def test_a_strange_address_shows_the_board(staff_client, query):
    assert staff_client.get(f"{BOARD}?{query}").status_code == 200


@pytest.mark.parametrize("status", ["waiting", "done"])
def test_a_long_section_has_parts_without_gaps(staff_client, status):
    now = timezone.now()
    done = {"status": "done", "accepted_at": now, "done_at": now} if status == "done" else {}
    made = many(35, **done)

    first = staff_client.get(BOARD, {"status": status})
    after = first.context["leaf"].after
    second = staff_client.get(BOARD, {"status": status, "after": after})

    assert len(numbers(first)) == 30
    assert sorted(numbers(first) + numbers(second)) == sorted(one.pk for one in made)
    assert second.context["leaf"].after == ""


def test_counting_stops_at_ninety_nine(staff_client):
    many(120)

    tabs = staff_client.get(BOARD).context["tabs"]

    assert {tab.name: number for tab, number in tabs}["waiting"] == "99+"


@pytest.mark.parametrize("status", ["needs-you", "waiting", "offered", "ended"])
def test_the_board_takes_as_many_statements_for_many_rows_as_for_few(staff_client, status):
    site = open_site(calls_per_quarter=100)
    topic, rural = TopicFactory(), TermFactory(slug="rural")

    def fill(count):
        now = timezone.now()
        of = {"needs-you": {"needs_staff": True}, "ended": {"status": "withdrawn", "ended_at": now}}
        made = many(count, **of.get(status, {"status": "offered"} if status == "offered" else {}))
        through = MentorRequest.topics.through
        through.objects.bulk_create(through(mentorrequest=one, topic=topic) for one in made[:50])
        links = MentorRequest.community_types.through
        links.objects.bulk_create(links(mentorrequest=one, term=rural) for one in made[:50])
        if status == "offered":
            Offer.objects.bulk_create(
                Offer(
                    request=one,
                    site=site,
                    takes="call",
                    quarter=1,
                    offered_at=now,
                    reply_by=now + 7 * DAY,
                )
                for one in made
            )

    def cost():
        # Once before: the frame of the site is cached for a while.
        staff_client.get(BOARD)
        with CaptureQueriesContext(connection) as captured:
            page = staff_client.get(BOARD, {"status": status})
        assert len(page.context["leaf"].rows) >= 20
        return len(captured)

    fill(20)
    few = cost()
    fill(20_000 if status == "waiting" else 300)

    assert cost() == few
    assert few <= 18


# --- Looking after one ----------------------------------------------------------------------------
def test_the_staff_sees_sites_with_reasons_and_those_that_cannot_be_asked_last(staff_client):
    request = ask(at=timezone.now())
    open_site("Free site")
    open_site("Full site", calls_per_quarter=0)

    page = staff_client.get(f"{BOARD}{request.pk}/")

    shown = [(one.site.title, bool(one.hindrance)) for one in page.context["desk"].candidates]
    assert shown == [("Free site", False), ("Full site", True)]
    assert "2 calls, 1 visit left" in page.text
    assert "Cannot be asked now:" in page.text


def test_the_staff_offers_a_request_and_takes_it_back(staff_client):
    request = ask(at=timezone.now())
    site = open_site()

    staff_client.post(f"{BOARD}{request.pk}/offer/", {"site": site.pk})
    offered = fresh(request).status
    staff_client.post(f"{BOARD}{request.pk}/end-offer/", {"words": "Their dispatch is down."})

    assert offered == "offered"
    assert fresh(request).status == "submitted"
    assert request.offers.get().state == "ended"


def test_a_site_that_cannot_be_asked_is_refused_next_to_the_choice(staff_client):
    request = ask(at=timezone.now())
    full = open_site("Full site", calls_per_quarter=0)

    response = staff_client.post(f"{BOARD}{request.pk}/offer/", {"site": full.pk})

    assert response.status_code == 422
    assert "This site cannot be asked any more" in response.text
    assert not request.offers.exists()


def test_the_staff_answers_without_a_site_in_words(staff_client):
    request = ask(at=timezone.now())
    typed = {"reason": "answered", "words": "Read the practice on night staffing."}

    missing = staff_client.post(f"{BOARD}{request.pk}/answer/", {**typed, "reason": ""})
    response = staff_client.post(f"{BOARD}{request.pk}/answer/", typed)

    assert missing.status_code == 422
    assert "Choose a reason." in missing.text
    assert "Read the practice on night staffing." in missing.text
    assert response.status_code == 302
    assert (fresh(request).status, fresh(request).end_reason) == ("declined", "answered")


def test_the_staff_assigns_to_one_of_their_own(staff, staff_client):
    request = ask(at=timezone.now())
    stranger = UserFactory()

    staff_client.post(f"{BOARD}{request.pk}/assign/", {"to": staff.pk})
    refused = staff_client.post(f"{BOARD}{request.pk}/assign/", {"to": stranger.pk})

    assert fresh(request).assigned_to == staff
    assert refused.status_code == 422


def test_the_staff_closes_a_request_with_words(staff_client):
    request = ask(at=timezone.now())

    empty = staff_client.post(f"{BOARD}{request.pk}/close/", {"words": ""})
    staff_client.post(f"{BOARD}{request.pk}/close/", {"words": "They found help at a meeting."})

    assert empty.status_code == 422
    assert fresh(request).status == "closed"


def test_a_note_for_the_staff_is_read_by_the_staff_alone(staff_client):
    open_site()
    request = ask(at=timezone.now())

    staff_client.post(f"{BOARD}{request.pk}/note/", {"text": "Call them on Monday."})
    staff_client.post(
        f"{BOARD}{request.pk}/message/", {"to": "requester", "text": "We are looking."}
    )

    for_requester = RequestMessage.objects.visible_to(request.requester)
    assert [one.text for one in for_requester] == ["We are looking."]
    assert "Call them on Monday." in staff_client.get(f"{BOARD}{request.pk}/").text


def test_words_that_identify_somebody_are_marked_and_kept(staff_client):
    request = ask(at=timezone.now())
    text = "Call her at 505-555-0142, she was our client."

    response = staff_client.post(f"{BOARD}{request.pk}/note/", {"text": text})

    assert response.status_code == 422
    assert "Could this point to somebody?" in response.text
    assert not request.messages.exists()


def test_what_happened_meanwhile_is_said_and_nothing_is_lost(staff_client):
    site = open_site()
    request = ask(at=timezone.now())
    accept_offer(offer_of(request), by=keeper_of(site), at=timezone.now())
    typed = {"reason": "other", "words": "Somebody else is nearer."}

    response = staff_client.post(f"{BOARD}{request.pk}/answer/", typed)

    assert response.status_code == 422
    assert "Take the offer back first." in response.text
    assert "Somebody else is nearer." in response.text


def test_there_is_no_verb_that_the_board_does_not_know(staff_client):
    request = ask(at=timezone.now())

    assert staff_client.post(f"{BOARD}{request.pk}/erase/").status_code == 404
    assert staff_client.get(f"{BOARD}{request.pk}/close/").status_code == 405
    assert staff_client.get(f"{BOARD}999999/").status_code == 404


def test_a_request_of_many_offers_costs_as_much_as_one_of_few(staff_client):
    request = ask(at=timezone.now())

    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert staff_client.get(f"{BOARD}{request.pk}/").status_code == 200
        return len(captured)

    def add(count):
        for n in range(count):
            site = open_site(f"Site {n} of {count}")
            staff_client.post(f"{BOARD}{request.pk}/offer/", {"site": site.pk})
            offer = offer_of(request)
            decline_offer(offer, reason="no-room", by=keeper_of(site), at=timezone.now())
        write_message(
            fresh(request),
            text="A note.",
            by=request.requester,
            at=timezone.now(),
            side="requester",
        )
        open_site(f"Free of {count}", takes_requests=False)

    add(1)
    cost()
    few = cost()
    add(4)

    assert cost() == few
