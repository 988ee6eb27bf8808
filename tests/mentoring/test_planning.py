from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from mentoring.actions.answering import accept_offer
from mentoring.forms.planning import PlanForm
from mentoring.models import Attendee, Status, VisitPlan
from tests.factories import make_member

from .worlds import ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return open_site("Small Town")


@pytest.fixture
def accepted(member, site):
    request = ask(member, sites=[site], at=timezone.now(), program_name="Night team")
    accept_offer(offer_of(request), by=keeper_of(site), at=timezone.now())
    request.refresh_from_db()
    return request


def plan(**changes) -> dict:
    day = timezone.localdate() + timedelta(days=30)
    said = {
        "kind": "visit",
        "day": day.isoformat(),
        "starts": "14:30",
        "ends": "16:00",
        "time_zone": "America/Denver",
        "where": "Station 2, side door",
        "agenda": "Who we are",
        "guests": "A. Sample, Chief\nB. Sample",
        "hosts": "C. Sample, Clinician",
        "asks_for_confidentiality": "on",
    }
    return said | changes


def at(request, verb: str) -> str:
    return f"{request.get_absolute_url()}plan/{verb}"


def test_the_form_begins_with_an_agenda(member_client, accepted):
    content = member_client.get(at(accepted, "")).content.decode()

    assert "What did not work" in content


def test_a_date_is_set_in_the_time_of_its_place(member_client, accepted):
    typed = plan(day="2027-01-15")

    member_client.post(at(accepted, ""), typed)

    kept = VisitPlan.objects.get()
    accepted.refresh_from_db()
    assert accepted.status == Status.SCHEDULED
    assert kept.starts_at == datetime(2027, 1, 15, 21, 30, tzinfo=UTC)
    content = member_client.get(accepted.get_absolute_url()).content.decode()
    assert "Friday, Jan 15, 2:30 p.m. to 4:00 p.m. MST" in content
    assert "Station 2, side door" in content


def test_who_comes_is_kept_by_side(member_client, accepted):
    member_client.post(at(accepted, ""), plan())

    people = Attendee.objects.values_list("side", "name", "role")
    assert set(people) == {
        ("requester", "A. Sample", "Chief"),
        ("requester", "B. Sample", ""),
        ("site", "C. Sample", "Clinician"),
    }


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "2020-01-01"}, "has passed"),
        ({"ends": "14:00"}, "It ends after it begins"),
        ({"time_zone": "Mars/Base"}, "Select a valid choice"),
        ({"guests": "\n".join(f"Guest {n}" for n in range(13))}, "12 people at most"),
        ({"guests": "x" * 130}, "120 characters"),
        ({"starts": ""}, "Enter a time"),
    ],
)
def test_what_cannot_be_is_said_next_to_its_field(member_client, accepted, changes, words):
    response = member_client.post(at(accepted, ""), plan(**changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Station 2, side door" in response.content.decode()


def test_the_other_side_changes_the_plan(client, member_client, site, accepted):
    member_client.post(at(accepted, ""), plan())
    client.force_login(keeper_of(site))

    begun = client.get(at(accepted, "")).content.decode()
    client.post(at(accepted, ""), plan(where="Station 4"))

    assert 'value="14:30"' in begun
    assert "A. Sample, Chief" in begun
    kept = VisitPlan.objects.get()
    assert (kept.where, kept.sequence) == ("Station 4", 1)


def test_before_a_site_accepted_there_is_nothing_to_plan(member, member_client, site):
    request = ask(member, sites=[site], at=timezone.now())

    assert member_client.get(at(request, "")).status_code == 404


def test_a_date_can_be_called_off(member_client, accepted):
    member_client.post(at(accepted, ""), plan())

    member_client.post(at(accepted, "call-off/"), {"words": "Snow."})

    accepted.refresh_from_db()
    assert accepted.status == Status.ACCEPTED
    assert not VisitPlan.objects.exists()


def test_the_calendar_file_holds_the_date_and_replaces_itself(member_client, accepted):
    member_client.post(at(accepted, ""), plan(day="2027-01-15"))
    first = member_client.get(at(accepted, "visit.ics"))
    member_client.post(at(accepted, ""), plan(day="2027-01-16"))
    second = member_client.get(at(accepted, "visit.ics"))

    before, after = (Calendar.from_ical(one.content).walk("VEVENT")[0] for one in (first, second))
    assert Calendar.from_ical(first.content)["method"] == "PUBLISH"
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtstart") == datetime(2027, 1, 16, 21, 30, tzinfo=UTC)
    assert "Small Town" in before["summary"]
    assert first.headers["Cache-Control"] == "private, no-store"


def test_the_calendar_file_names_nobody_and_repeats_no_question(member_client, accepted):
    member_client.post(at(accepted, ""), plan())

    content = member_client.get(at(accepted, "visit.ics")).content.decode()

    assert "A. Sample" not in content
    assert accepted.question not in content


@pytest.mark.parametrize("paper", ["visit.ics", "sheet/", "confidentiality/"])
def test_the_papers_are_for_those_who_take_part(client, member_client, accepted, paper):
    member_client.post(at(accepted, ""), plan())
    client.force_login(make_member())

    assert client.get(at(accepted, paper)).status_code == 404
    assert member_client.get(at(accepted, paper)).status_code == 200


@pytest.mark.parametrize("paper", ["visit.ics", "sheet/", "confidentiality/", "call-off/"])
def test_without_a_date_there_are_no_papers(member_client, accepted, paper):
    assert member_client.get(at(accepted, paper)).status_code == 404


def test_the_sheet_says_who_comes_and_what_about(member_client, accepted):
    member_client.post(at(accepted, ""), plan())

    content = member_client.get(at(accepted, "sheet/")).content.decode()

    assert "A. Sample" in content
    assert "Station 2, side door" in content
    assert accepted.question in content


def test_each_side_accepts_the_form_for_its_own_people(member, member_client, accepted):
    member_client.post(at(accepted, ""), plan())
    own = Attendee.objects.get(name="A. Sample")
    host = Attendee.objects.get(name="C. Sample")

    member_client.post(at(accepted, "confidentiality/"), {"who": [own.pk]})
    refused = member_client.post(at(accepted, "confidentiality/"), {"who": [host.pk]})

    own.refresh_from_db()
    host.refresh_from_db()
    assert own.accepted_by == member
    assert host.accepted_at is None
    assert refused.status_code == 422


def test_the_request_counts_whose_form_is_missing(member_client, accepted):
    member_client.post(at(accepted, ""), plan())

    assert "2 of your side" in member_client.get(accepted.get_absolute_url()).content.decode()


def test_a_form_from_before_the_other_side_changed_the_plan_is_refused_with_its_words(
    client, member_client, site, accepted
):
    client.force_login(keeper_of(site))
    member_client.post(at(accepted, ""), plan(sequence="-1"))

    response = client.post(
        at(accepted, ""), plan(sequence="-1", guests="", hosts="D. Sample", where="Station 9")
    )

    content = response.content.decode()
    assert response.status_code == 422
    assert "was changed while you wrote" in content
    assert "Station 9" in content
    assert "D. Sample" in content
    assert Attendee.objects.filter(name="A. Sample").exists()


def test_after_reading_the_plan_the_same_words_can_be_sent_again(
    client, member_client, site, accepted
):
    client.force_login(keeper_of(site))
    member_client.post(at(accepted, ""), plan(sequence="-1"))
    refused = client.post(at(accepted, ""), plan(sequence="-1", where="Station 9"))

    seen = refused.context["form"]["sequence"].value()
    client.post(at(accepted, ""), plan(sequence=seen, where="Station 9"))

    assert VisitPlan.objects.get().where == "Station 9"


def test_today_is_that_of_the_place(member):
    evening = datetime(2027, 1, 16, 2, 0, tzinfo=UTC)

    here = PlanForm(plan(day="2027-01-15"), person=member, at=evening)
    gone = PlanForm(plan(day="2027-01-14"), person=member, at=evening)

    assert here.is_valid()
    assert gone.errors["day"] == ["This day has passed."]


def test_the_calendar_file_after_a_date_was_called_off_replaces_the_old_one(
    member_client, accepted
):
    member_client.post(at(accepted, ""), plan())
    first = member_client.get(at(accepted, "visit.ics"))
    member_client.post(at(accepted, "call-off/"), {"words": "Snow."})
    member_client.post(at(accepted, ""), plan())
    second = member_client.get(at(accepted, "visit.ics"))

    before, after = (Calendar.from_ical(one.content).walk("VEVENT")[0] for one in (first, second))
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]


def test_a_visit_without_room_is_said_on_the_form(member_client, site, accepted):
    site.visits_per_quarter = 0
    site.save()

    response = member_client.post(at(accepted, ""), plan())

    assert response.status_code == 422
    assert "no room for a visit" in response.content.decode()
    assert "Station 2, side door" in response.content.decode()
