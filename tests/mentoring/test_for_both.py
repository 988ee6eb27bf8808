"""What the network's staff enters for others, and what it writes to them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hub.notifications.models import Notification
from mentoring.actions.answering import accept_offer, decline_request
from mentoring.actions.moving import UnableToMove
from mentoring.actions.staff import BY_PHONE, record_yes, reopen_request
from mentoring.models import Completion, MentorRequest, Offer, RequestMessage, Status
from tests.factories import make_member, mentoring_staff

from .staff import signed_in
from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return mentoring_staff()


@pytest.fixture
def desk(staff):
    """The browser of the staff."""
    return signed_in(staff)


@pytest.fixture
def site():
    return open_site("Small Town")


@pytest.fixture
def asked(site):
    return ask(sites=[site], at=timezone.now())


@pytest.fixture
def accepted(asked, site):
    accept_offer(offer_of(asked), by=keeper_of(site), at=timezone.now())
    return fresh(asked)


def fresh(request: MentorRequest) -> MentorRequest:
    return MentorRequest.objects.get(pk=request.pk)


def verb(request: MentorRequest, name: str = "") -> str:
    return f"/mentoring/board/{request.pk}/{name}"


def was_told(person) -> bool:
    return Notification.objects.filter(person=person, read_at=None).exists()


# --- Answers by phone -----------------------------------------------------------------------------
def test_a_yes_by_phone_is_written_down_and_says_who_did(desk, staff, asked, site):
    Notification.objects.all().delete()

    desk.post(verb(asked, "yes/"), {"words": "Gladly, on Tuesdays."})

    event = asked.events.get(kind="accepted")
    assert fresh(asked).status == Status.ACCEPTED
    assert (event.by, event.words) == (staff, f"{BY_PHONE} Gladly, on Tuesdays.")
    assert was_told(asked.requester)
    assert was_told(keeper_of(site))


def test_a_no_by_phone_asks_the_next_site(desk, asked, site):
    other = open_site("Larger City")
    Notification.objects.all().delete()

    desk.post(verb(asked, "no/"), {"reason": "no-room", "words": ""})

    assert offer_of(asked).site == other
    assert asked.offers.get(site=site).words == BY_PHONE
    assert was_told(keeper_of(site))


def test_a_no_by_phone_needs_a_reason(desk, asked):
    response = desk.post(verb(asked, "no/"), {"reason": "", "words": "They were busy."})

    assert response.status_code == 422
    assert "They were busy." in response.text
    assert fresh(asked).status == Status.OFFERED


def test_nobody_writes_down_a_yes_to_their_own_request(staff, site):
    own = ask(staff, sites=[site], at=timezone.now())

    with pytest.raises(UnableToMove, match="your own request"):
        record_yes(offer_of(own), by=staff, at=timezone.now())


def test_only_an_open_offer_can_be_answered_by_phone(desk, accepted):
    page = desk.get(verb(accepted)).text

    assert "They said yes by phone" not in page


# --- A date, and the end --------------------------------------------------------------------------
def test_the_staff_sets_and_calls_off_a_date_for_both(desk, accepted):
    day = timezone.localdate() + timedelta(days=9)
    typed = {
        "kind": "call",
        "day": day.isoformat(),
        "starts": "14:00",
        "ends": "15:00",
        "time_zone": "America/New_York",
        "agenda": "Questions first.",
    }

    desk.post(f"{accepted.get_absolute_url()}plan/", typed)
    planned = fresh(accepted).status
    desk.post(f"{accepted.get_absolute_url()}plan/call-off/", {"words": "They fell ill."})

    assert planned == Status.SCHEDULED
    assert fresh(accepted).status == Status.ACCEPTED


def test_the_staff_marks_it_done_and_agrees_for_nobody(desk, accepted):
    today = timezone.localdate().isoformat()

    desk.post(verb(accepted, "done/"), {"happened_on": today, "words": "A good call."})

    kept = Completion.objects.get(request=accepted)
    assert fresh(accepted).status == Status.DONE
    assert (kept.shown_as, kept.private_words) == ("nothing", "A good call.")
    assert (kept.requester_agreed_at, kept.site_agreed_at) == (None, None)


def test_a_day_to_come_is_refused_with_the_words_kept(desk, accepted):
    tomorrow = (timezone.localdate() + DAY).isoformat()

    response = desk.post(verb(accepted, "done/"), {"happened_on": tomorrow, "words": "A call."})

    assert response.status_code == 422
    assert "still to come" in response.text
    assert "A call." in response.text


def test_the_end_with_a_public_part_stays_with_the_two_sides(desk, accepted):
    assert desk.get(f"{accepted.get_absolute_url()}finish/").status_code == 404
    assert "It has taken place" in desk.get(verb(accepted)).text


# --- Opening again --------------------------------------------------------------------------------
def test_what_was_answered_without_a_site_is_opened_again(desk, staff):
    at = timezone.now() - 20 * DAY
    request = ask(at=at)
    decline_request(request, reason="not-ours", words="Nobody does this.", by=staff, at=at)

    desk.post(verb(request, "reopen/"))

    opened = fresh(request)
    assert (opened.status, opened.end_reason, opened.end_words) == (Status.SUBMITTED, "", "")
    assert opened.needs_staff
    assert opened.answer_by > timezone.now() + 13 * DAY
    assert was_told(request.requester)


def test_only_a_request_without_a_site_is_opened_again(staff, asked):
    with pytest.raises(UnableToMove, match="answered without a site"):
        reopen_request(asked, by=staff, at=timezone.now())


# --- Words ----------------------------------------------------------------------------------------
def test_the_staff_writes_to_the_site_and_who_asked_reads_it_too(desk, asked, site):
    offer = offer_of(asked)
    Notification.objects.all().delete()

    desk.post(verb(asked, "message/"), {"to": f"site-{offer.pk}", "text": "Can you look?"})

    message = RequestMessage.objects.get()
    assert (message.offer, message.side) == (offer, "staff")
    assert was_told(keeper_of(site))
    for reader in (keeper_of(site), asked.requester):
        assert message in RequestMessage.objects.visible_to(reader)


def test_what_the_staff_writes_to_who_asked_is_not_the_sites(desk, asked, site):
    desk.post(verb(asked, "message/"), {"to": "requester", "text": "How is it going?"})

    assert not RequestMessage.objects.visible_to(keeper_of(site)).exists()


def test_a_word_of_the_staff_never_reaches_another_site(desk, asked, site):
    first = offer_of(asked)
    open_site("Larger City")
    desk.post(verb(asked, "no/"), {"reason": "no-room"})

    response = desk.post(
        verb(asked, "message/"), {"to": f"site-{first.pk}", "text": "As you said on the phone."}
    )

    assert response.status_code == 422
    assert "does not have it any more" in response.text
    assert "As you said on the phone." in response.text
    assert not RequestMessage.objects.exists()


def test_a_site_writes_to_the_team(staff, asked, site):
    Notification.objects.all().delete()
    host = signed_in(keeper_of(site))

    page = host.get(asked.get_absolute_url()).text
    host.post(f"{asked.get_absolute_url()}message/", {"to": "staff", "text": "We need advice."})

    message = RequestMessage.objects.get()
    assert "The network’s team; whoever asked reads it, too" in page
    assert (message.side, message.offer) == ("site", offer_of(asked))
    assert was_told(staff)


def test_a_message_for_a_site_that_has_it_no_more_is_kept_and_not_sent(asked, site):
    first = offer_of(asked)
    other = open_site("Larger City")
    signed_in(mentoring_staff()).post(verb(asked, "no/"), {"reason": "no-room"})
    browser = signed_in(asked.requester)

    response = browser.post(
        f"{asked.get_absolute_url()}message/",
        {"to": f"site-{first.pk}", "text": "About your night shifts."},
    )

    assert offer_of(asked).site == other
    assert response.status_code == 422
    assert "About your night shifts." in response.text
    assert "It is with somebody else now" in response.text
    assert not RequestMessage.objects.exists()


def test_with_the_team_alone_left_the_writer_chooses_anew(asked, site):
    first = offer_of(asked)
    signed_in(mentoring_staff()).post(verb(asked, "no/"), {"reason": "no-room"})
    browser, address = signed_in(asked.requester), f"{asked.get_absolute_url()}message/"

    refused = browser.post(address, {"to": f"site-{first.pk}", "text": "About night shifts."})
    sent = browser.post(address, {"to": "staff", "text": "About night shifts."})

    assert (refused.status_code, sent.status_code) == (422, 302)
    assert 'type="radio" name="to"' in refused.text


# --- Any site -------------------------------------------------------------------------------------
def test_any_site_that_takes_requests_can_be_chosen(desk, monkeypatch):
    request = ask(at=timezone.now())
    sites = [open_site(f"Town {n:02}") for n in range(12)]
    page = desk.get(verb(request))
    shown = {one.site.pk for one in page.context["desk"].candidates}
    hidden = next(site for site in sites if site.pk not in shown)

    desk.post(verb(request, "offer/"), {"site": hidden.pk})

    assert f">{hidden.title}</option>" in page.text
    assert offer_of(request).site == hidden


def test_the_choice_of_all_sites_asks_what_keeps_a_site_from_it(desk):
    request = ask(at=timezone.now())
    for n in range(10):
        open_site(f"Town {n}")
    full = open_site("Zebra County", calls_per_quarter=0)

    response = desk.post(verb(request, "offer/"), {"site": full.pk})

    assert response.status_code == 422
    assert not Offer.objects.filter(request=request).exists()


def test_the_verbs_are_the_staffs_alone(asked, site):
    for person in (keeper_of(site), asked.requester, make_member()):
        for name in ("yes/", "no/", "done/", "reopen/", "message/"):
            assert signed_in(person).post(verb(asked, name)).status_code == 404
