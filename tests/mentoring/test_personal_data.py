"""A copy of one's own words, and what is left of a person who goes."""

from datetime import timedelta

import pytest

from mentoring.actions.answering import accept_offer, decline_offer, hand_back
from mentoring.actions.finishing import change_public_part, complete_request
from mentoring.actions.scheduling import schedule
from mentoring.actions.staff import assign
from mentoring.actions.submitting import withdraw_request
from mentoring.models import Attendee, MentorRequest, RequestEvent
from mentoring.personal_data import collect, erase
from tests.factories import NOW, keeper, make_member, mentoring_staff

from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return open_site("Sample County EMS")


@pytest.fixture
def planned(site):
    """Accepted, with a date that the site set."""
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW, words="Gladly.")
    times = {"starts_at": NOW + DAY, "ends_at": NOW + DAY + timedelta(hours=1)}
    schedule(
        request,
        plan={"kind": "call", "time_zone": "America/New_York", "agenda": "Who we are", **times},
        attendees=[
            ("requester", request.requester.name, "Chief"),
            ("site", keeper_of(site).name, "Medic"),
            ("site", "Somebody Else", ""),
        ],
        by=keeper_of(site),
        at=NOW,
    )
    return MentorRequest.objects.get(pk=request.pk)


def finish(request, site):
    return complete_request(
        request,
        happened_on=NOW.date(),
        private_words="Thank you for the long evening.",
        shown_as="note",
        public_title="Five lines",
        public_text="Bring one page.",
        side="site",
        by=keeper_of(site),
        at=NOW,
    )


def test_the_copy_of_who_asked_holds_the_whole_request(site):
    request = ask(
        sites=[site],
        facts={"community_types": ["rural"]},
        when_note="Mornings",
        wants=["ride-along"],
    )

    (row,) = collect(request.requester)["mentor requests"]

    assert row["what was known of the program"] == {"community_types": ["rural"]}
    assert row["when it suits"] == "Mornings"
    assert row["wanted help"] == ["Ride-along"]
    assert row["wanted sites"] == ["Sample County EMS"]


def test_ones_own_yes_no_and_taking_back_are_in_the_copy(site):
    declining = open_site("Declining")
    request = ask(sites=[declining, site])
    no, yes = keeper_of(declining), keeper_of(site)
    decline_offer(offer_of(request), reason="other", words="We move house.", by=no, at=NOW)
    accept_offer(offer_of(request), by=yes, at=NOW, words="Gladly.")
    hand_back(offer_of(request), reason="other", words="We are ill.", by=yes, at=NOW)
    withdraw_request(request, by=request.requester, at=NOW, words="It is solved.")

    copies = {name: str(collect(who)) for name, who in
              {"no": no, "yes": yes, "asker": request.requester}.items()}  # fmt: skip

    assert "We move house." in copies["no"]
    assert "Gladly." in copies["yes"]
    assert "We are ill." in copies["yes"]
    assert "It is solved." in copies["asker"]
    assert "We move house." not in copies["asker"]


def test_the_plan_and_the_words_about_it_are_whose_they_are(planned, site):
    completion = finish(planned, site)
    change_public_part(
        completion,
        shown_as="note",
        public_title="Other lines",
        public_text="Bring two pages.",
        side="requester",
        by=planned.requester,
        at=NOW,
    )

    site_copy, asker_copy = str(collect(keeper_of(site))), str(collect(planned.requester))

    assert "Who we are" in site_copy
    assert "Thank you for the long evening." in site_copy
    assert "Bring two pages." in asker_copy
    assert "Bring two pages." not in site_copy
    assert "Thank you for the long evening." not in asker_copy


def test_no_name_stays_in_the_history_of_a_request():
    staff = mentoring_staff(name="Ada Sample")
    request = assign(ask(), to=staff, by=staff, at=NOW)

    erase(staff, NOW)

    assert not RequestEvent.objects.filter(request=request, words__contains="Ada").exists()


def test_who_hosts_and_leaves_is_named_in_the_plan_no_more(planned, site):
    erase(keeper_of(site), NOW)

    assert set(Attendee.objects.values_list("name", flat=True)) == {
        planned.requester.name,
        "Somebody Else",
    }


def test_who_has_the_same_name_elsewhere_stays_named(planned, site):
    namesake = make_member(name=keeper_of(site).name)
    keeper_elsewhere = keeper(open_site("Other"), name=keeper_of(site).name)

    erase(namesake, NOW)
    erase(keeper_elsewhere, NOW)

    assert Attendee.objects.filter(name=keeper_of(site).name).exists()
