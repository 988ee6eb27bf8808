from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.actions.answering import accept_offer
from mentoring.models import Completion, FollowUp, Satisfaction, Status
from mentorsites.models import SiteNote

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


@pytest.fixture
def host(client, site):
    client.force_login(keeper_of(site))
    return client


def at(request, verb: str) -> str:
    return f"{request.get_absolute_url()}{verb}"


def ending(**changes) -> dict:
    said = {
        "happened_on": timezone.localdate().isoformat(),
        "shown_as": "note",
        "public_title": "Five lines on night shifts",
        "public_text": "Ask first.\nThen listen.",
        "private_words": "Thank you for the long evening.",
    }
    return said | changes


def agreed() -> dict:
    kept = Completion.objects.get()
    return {"title": kept.public_title, "text": kept.public_text.replace("\n", "\r\n")}


def test_either_side_says_that_it_has_taken_place(host, accepted):
    host.post(at(accepted, "finish/"), ending())

    accepted.refresh_from_db()
    kept = Completion.objects.get()
    assert accepted.status == Status.DONE
    assert kept.site_agreed_at is not None
    assert kept.requester_agreed_at is None
    assert not SiteNote.objects.exists()


def test_both_sides_read_the_private_part(host, member_client, accepted):
    host.post(at(accepted, "finish/"), ending())

    content = member_client.get(accepted.get_absolute_url()).content.decode()

    assert "Thank you for the long evening." in content
    assert "Agree to these words" in content


def test_with_both_consents_it_becomes_a_note_of_the_site(host, member_client, accepted, site):
    host.post(at(accepted, "finish/"), ending())

    member_client.post(at(accepted, "agree/"), agreed())

    note = SiteNote.objects.get()
    assert note.site == site
    assert note.published_at is not None
    assert "Read the note" in member_client.get(accepted.get_absolute_url()).content.decode()


def test_a_yes_to_words_that_were_changed_meanwhile_does_not_count(host, member_client, accepted):
    host.post(at(accepted, "finish/"), ending())
    read = agreed()
    host.post(at(accepted, "public-part/"), ending(public_text="Other words."))

    response = member_client.post(at(accepted, "agree/"), read, follow=True)

    assert "changed in the meantime" in response.content.decode()
    assert not SiteNote.objects.exists()


def test_a_change_asks_the_other_side_again(host, member_client, accepted):
    host.post(at(accepted, "finish/"), ending())

    member_client.post(at(accepted, "public-part/"), ending(public_text="Other words."))

    kept = Completion.objects.get()
    assert kept.public_text == "Other words."
    assert kept.requester_agreed_at is not None
    assert kept.site_agreed_at is None


def test_consent_can_be_taken_back(host, member_client, accepted):
    host.post(at(accepted, "finish/"), ending())
    member_client.post(at(accepted, "agree/"), agreed())

    host.post(at(accepted, "take-back/"))

    assert not SiteNote.objects.published().exists()
    assert Completion.objects.get().published_at is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"happened_on": "2990-01-01"}, "still to come"),
        ({"happened_on": ""}, "Enter the day"),
        ({"public_title": ""}, "Give it a title"),
        ({"public_text": " "}, "Write the lines"),
        ({"public_text": "Her SSN is 219-09-9999."}, "Could this point to somebody?"),
    ],
)
def test_what_is_missing_is_said_next_to_its_field(member_client, accepted, changes, words):
    response = member_client.post(at(accepted, "finish/"), ending(**changes))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Thank you for the long evening." in response.content.decode()


def test_it_can_stay_between_the_two(member_client, accepted):
    member_client.post(
        at(accepted, "finish/"), ending(shown_as="nothing", public_title="", public_text="")
    )

    content = member_client.get(accepted.get_absolute_url()).content.decode()
    assert "It stays between us." in content
    assert "Agree to these words" not in content


def test_what_no_site_has_taken_cannot_be_done(member, member_client, site):
    request = ask(member, sites=[site], at=timezone.now())

    assert member_client.get(at(request, "finish/")).status_code == 404


@pytest.fixture
def done(member_client, accepted):
    member_client.post(at(accepted, "finish/"), ending())
    accepted.refresh_from_db()
    return accepted


def test_a_look_back_is_asked_for_when_its_day_has_come(member_client, done):
    before = member_client.get(done.get_absolute_url()).content.decode()
    FollowUp.objects.filter(days=30).update(due_at=timezone.now() - timedelta(days=1))

    after = member_client.get(done.get_absolute_url()).content.decode()
    member_client.post(at(done, "follow-up/30/"), {"outcome": "adapted", "words": "By day only."})

    assert "30 days have passed" not in before
    assert "30 days have passed" in after
    assert FollowUp.objects.get(days=30).outcome == "adapted"


def test_a_look_back_before_its_day_does_not_exist(member_client, done):
    assert member_client.get(at(done, "follow-up/90/")).status_code == 404


def test_only_who_asked_looks_back(host, done):
    FollowUp.objects.filter(days=30).update(due_at=timezone.now() - timedelta(days=1))

    assert host.get(at(done, "follow-up/30/")).status_code == 404


def test_both_sides_rate_and_neither_reads_the_other(host, member_client, done):
    host.post(at(done, "how-it-was/"), {"score": "2", "words": "They came unprepared."})
    member_client.post(at(done, "how-it-was/"), {"score": "5"})

    assert set(Satisfaction.objects.values_list("side", "score")) == {
        ("site", 2),
        ("requester", 5),
    }
    content = member_client.get(done.get_absolute_url()).content.decode()
    assert "unprepared" not in content
    assert "Rate how helpful" not in content


def test_a_rating_is_a_number_from_one_to_five(member_client, done):
    response = member_client.post(at(done, "how-it-was/"), {"score": "6"})

    assert response.status_code == 422


def test_before_it_is_done_there_is_nothing_to_rate(member_client, accepted):
    assert member_client.get(at(accepted, "how-it-was/")).status_code == 404


def test_who_asked_closes_what_is_done(member_client, done):
    member_client.post(at(done, "close/"))

    done.refresh_from_db()
    assert done.status == Status.CLOSED


def test_what_is_under_way_is_not_closed_by_who_asked(member_client, accepted):
    response = member_client.post(at(accepted, "close/"), follow=True)

    accepted.refresh_from_db()
    assert accepted.status == Status.ACCEPTED
    assert "Only what is done" in response.content.decode()


def test_a_done_request_costs_no_more_than_any_other(
    host, member_client, done, django_assert_max_num_queries
):
    FollowUp.objects.update(due_at=timezone.now(), asked_at=timezone.now())
    host.post(at(done, "agree/"), agreed())
    member_client.get(done.get_absolute_url())

    with django_assert_max_num_queries(14):
        member_client.get(done.get_absolute_url())


def test_the_second_side_agrees_to_several_lines_as_browsers_send_them(
    host, member_client, accepted
):
    host.post(at(accepted, "finish/"), ending(public_text="Ask first.\r\n\r\nThen listen."))

    member_client.post(at(accepted, "agree/"), agreed())

    assert "\r" not in Completion.objects.get().public_text
    assert SiteNote.objects.get().published_at is not None


def test_both_pages_say_under_which_name_it_is_posted(host, member_client, accepted, site):
    begun = host.get(at(accepted, "finish/")).content.decode()
    host.post(at(accepted, "finish/"), ending())

    read = member_client.get(accepted.get_absolute_url()).content.decode()

    assert f"It is posted under your name: {keeper_of(site)}" in begun
    assert f"It is posted under the name of {keeper_of(site)}" in read


def test_a_day_before_the_request_is_said_next_to_its_field(member_client, accepted):
    response = member_client.post(at(accepted, "finish/"), ending(happened_on="2020-01-01"))

    assert response.status_code == 422
    assert "the request was not sent yet" in response.content.decode()
