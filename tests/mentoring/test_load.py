import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.taxonomy.models import Vocabulary
from mentoring.actions.answering import accept_offer, decline_offer, decline_request
from mentoring.clock import tend_requests
from tests.factories import JurisdictionFactory, TermFactory, TopicFactory

from .staff import staff_signed_in
from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db
LOAD, UNMET = "/mentoring/sites-load/", "/mentoring/unmet/"


def cost(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_load_shows_what_a_site_carries_and_how_it_answers():
    site = open_site(calls_per_quarter=4)
    now = timezone.now()
    accept_offer(offer_of(ask(at=now)), by=keeper_of(site), at=now)
    ask(at=now)
    ask(at=now - 8 * DAY)
    tend_requests(now)

    load = staff_signed_in().get(LOAD).context["loads"][0]

    assert (load.site.pk, load.open_offers, load.calls_accepted) == (site.pk, 1, 1)
    assert (load.silent, load.settled, load.silent_share) == (1, 2, "50 %")
    assert load.last_answered == now


def test_a_site_without_requests_is_listed_and_one_that_ended_is_not():
    open_site("Quiet site")
    open_site("Ended site", program_status="ended", takes_requests=False)

    page = staff_signed_in().get(LOAD).text

    assert "Quiet site" in page
    assert "Ended site" not in page


def test_the_load_takes_as_many_statements_for_many_sites_as_for_few():
    client = staff_signed_in()
    open_site("First")
    ask(at=timezone.now())
    # Once in a process: the numbers of content types.
    client.get(LOAD)
    few = cost(client, LOAD)
    for n in range(6):
        open_site(f"Site {n}")
        ask(at=timezone.now())

    assert cost(client, LOAD) == few


def test_unmet_demand_names_topics_and_places_without_a_site():
    topic, place = TopicFactory(name="Night staffing"), JurisdictionFactory(name="Sampleland")
    now = timezone.now()
    said = {"topics": [topic], "place": place}
    ask(at=now, **said)
    decline_request(ask(at=now, **said), reason="no-room", at=now)
    decline_request(ask(at=now, **said), reason="answered", at=now)
    TermFactory(vocabulary=Vocabulary.MENTOR_OFFER, slug="call")
    open_site(topics=[topic])

    page = staff_signed_in().get(UNMET)

    found = page.context["topics"][0]
    assert (found.thing, found.asked, found.without, found.waiting) == (topic, 3, 1, 1)
    assert found.open_sites == 1
    assert page.context["places"][0].thing == place
    assert page.context["places"][0].open_sites == 0
    assert topic.get_absolute_url() in page.text


def test_a_topic_that_found_a_site_is_not_unmet():
    site = open_site()
    request = ask(at=timezone.now(), topics=[TopicFactory()])
    accept_offer(offer_of(request), by=keeper_of(site), at=timezone.now())

    assert staff_signed_in().get(UNMET).context["topics"] == []


def test_only_the_chosen_days_are_looked_at_and_wrong_days_are_named():
    ask(at=timezone.now(), topics=[TopicFactory()])
    client = staff_signed_in()

    earlier = client.get(UNMET, {"from": "2020-01-01", "until": "2020-12-31"})
    wrong = client.get(UNMET, {"from": "yesterday"})

    assert earlier.context["topics"] == []
    assert wrong.status_code == 422
    assert 'value="yesterday"' in wrong.text


def test_unmet_demand_takes_as_many_statements_for_much_as_for_little():
    client = staff_signed_in()

    def add(count):
        for _ in range(count):
            ask(at=timezone.now(), topics=[TopicFactory()], place=JurisdictionFactory())

    add(1)
    few = cost(client, UNMET)
    add(6)

    assert cost(client, UNMET) == few


def test_a_no_of_a_site_counts_as_an_answer():
    site = open_site()
    decline_offer(
        offer_of(ask(at=timezone.now())), reason="not-ours", by=keeper_of(site), at=timezone.now()
    )

    load = staff_signed_in().get(LOAD).context["loads"][0]

    assert (load.settled, load.silent) == (1, 0)
