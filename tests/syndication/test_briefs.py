"""What one sheet of paper must not leave out."""

import pytest

from tests.factories import EventPageFactory, PolicyPageFactory

pytestmark = pytest.mark.django_db


def test_the_brief_of_an_event_says_when_it_is(client):
    event = EventPageFactory(location="A hall")

    brief = client.get(f"{event.url}?view=brief").text

    assert event.starts_text in brief
    assert event.time_zone_name in brief


def test_the_brief_of_a_law_gives_its_dates(client):
    policy = PolicyPageFactory(status="enacted", enacted="2024-05")

    brief = client.get(f"{policy.url}?view=brief").text

    assert "From bill to law" in brief
    assert "May 2024" in brief
