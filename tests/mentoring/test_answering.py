from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.actions.answering import accept_offer
from mentoring.models import Offer, Status
from mentorsites.models import Blackout
from tests.factories import TopicFactory, make_member

from .worlds import ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return open_site("Small Town", calls_per_quarter=9)


@pytest.fixture
def asked(site):
    return ask(sites=[site], at=timezone.now(), program_name="Night team")


@pytest.fixture
def host(client, site):
    """The browser of who keeps the site."""
    client.force_login(keeper_of(site))
    return client


def inbox_of(site) -> str:
    return f"/mentoring/sites/{site.pk}/"


def test_a_yes_is_one_button(host, asked):
    response = host.post(f"{asked.get_absolute_url()}accept/")

    asked.refresh_from_db()
    assert response.headers["Location"] == asked.get_absolute_url()
    assert asked.status == Status.ACCEPTED


def test_a_yes_can_have_a_word_with_it(host, asked):
    host.post(f"{asked.get_absolute_url()}accept/", {"words": "Glad to help."})

    assert Offer.objects.get(request=asked).words == "Glad to help."


def test_a_no_needs_a_reason(host, asked):
    response = host.post(f"{asked.get_absolute_url()}decline/", {"words": "Sorry."})

    assert response.status_code == 422
    assert "Choose a reason" in response.content.decode()
    assert "Sorry." in response.content.decode()


def test_another_reason_is_said_in_words(host, asked):
    response = host.post(f"{asked.get_absolute_url()}decline/", {"reason": "other"})

    assert response.status_code == 422
    assert "Say in a few words" in response.content.decode()


def test_silence_is_no_reason_to_choose(host, asked):
    response = host.post(f"{asked.get_absolute_url()}decline/", {"reason": "silent"})

    assert response.status_code == 422


def test_after_a_no_the_site_is_back_in_its_list(host, site, asked):
    other = open_site("Larger City")

    response = host.post(
        f"{asked.get_absolute_url()}decline/",
        {"reason": "not-ours", "words": "We have no tribe here.", "suggestion": other.pk},
    )

    said = Offer.objects.get(request=asked, site=site)
    assert response.headers["Location"] == inbox_of(site)
    assert said.words == "We have no tribe here. They suggest: Larger City."
    assert offer_of(asked).site == other


def test_a_site_that_was_asked_is_not_suggested(host, asked):
    content = host.get(f"{asked.get_absolute_url()}decline/").content.decode()

    assert "No suggestion" in content
    assert "<option value=" in content
    assert ">Small Town</option>" not in content


def test_who_asked_cannot_answer_for_the_site(client, asked):
    client.force_login(asked.requester)

    assert client.post(f"{asked.get_absolute_url()}accept/").status_code == 404


def test_what_was_accepted_can_be_handed_back(host, site, asked):
    accept_offer(offer_of(asked), by=keeper_of(site), at=timezone.now())

    response = host.post(
        f"{asked.get_absolute_url()}hand-back/", {"reason": "other", "words": "We lost our nurse."}
    )

    asked.refresh_from_db()
    assert response.headers["Location"] == inbox_of(site)
    assert asked.status == Status.SUBMITTED


def test_what_was_answered_cannot_be_answered_again(host, site, asked):
    accept_offer(offer_of(asked), by=keeper_of(site), at=timezone.now())

    assert host.post(f"{asked.get_absolute_url()}accept/").status_code == 404


def test_the_inbox_says_what_waits_and_how_much_room_is_left(host, site, asked):
    content = host.get(inbox_of(site)).content.decode()

    assert "Night team" in content
    assert "Answer by" in content
    assert "8 of 9" in content


def test_the_inbox_says_in_words_what_is_overdue(host, site):
    ask(sites=[site], at=timezone.now() - timedelta(days=8))

    assert "Overdue" in host.get(inbox_of(site)).content.decode()


def test_what_is_under_way_and_done_stands_apart(host, site, asked):
    accept_offer(offer_of(asked), by=keeper_of(site), at=timezone.now())

    before = host.get(inbox_of(site)).context["inbox"]
    host.post(
        f"{asked.get_absolute_url()}finish/",
        {"happened_on": timezone.localdate().isoformat(), "shown_as": "nothing"},
    )
    after = host.get(inbox_of(site)).context["inbox"]

    assert [one.request for one in before.under_way] == [asked]
    assert [one.request for one in after.done] == [asked]
    assert after.under_way == []


def test_days_off_and_a_closed_site_are_named(host, site):
    today = timezone.localdate()
    Blackout.objects.create(site=site, first_day=today, last_day=today + timedelta(days=3))
    site.takes_requests = False
    site.save()

    content = host.get(inbox_of(site)).content.decode()

    assert "Not asked" in content
    assert "closed to requests" in content


def test_the_inbox_of_another_site_does_not_exist(client, site):
    client.force_login(make_member())

    assert client.get(inbox_of(site)).status_code == 404


def test_the_inbox_goes_on_from_leaf_to_leaf(host, site, monkeypatch):
    monkeypatch.setattr("mentoring.lists.LEAF_SIZE", 1)
    for number in range(2):
        request = ask(
            sites=[site],
            at=timezone.now() - timedelta(days=5 - number),
            program_name=f"Team {number}",
        )
        accept_offer(offer_of(request), by=keeper_of(site), at=timezone.now())
        host.post(
            f"{request.get_absolute_url()}finish/",
            {"happened_on": timezone.localdate().isoformat(), "shown_as": "nothing"},
        )

    first = host.get(inbox_of(site))
    second = host.get(f"{inbox_of(site)}?before={first.context['inbox'].older}")

    assert "Team 0" not in first.content.decode()
    assert "Team 0" in second.content.decode()


def test_the_inbox_costs_the_same_with_many_requests(host, site, django_assert_max_num_queries):
    first = ask(sites=[site], at=timezone.now(), topics=[TopicFactory()])
    accept_offer(offer_of(first), by=keeper_of(site), at=timezone.now())
    ask(sites=[site], at=timezone.now())
    host.get(inbox_of(site))

    with django_assert_max_num_queries(14) as few:
        host.get(inbox_of(site))
    for _ in range(5):
        ask(sites=[site], at=timezone.now(), topics=[TopicFactory()])
    with django_assert_max_num_queries(len(few)):
        host.get(inbox_of(site))
