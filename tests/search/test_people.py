"""Members are found by members, by what they opened to them, and by nobody else."""

import pytest

from hub.people.actions import measure_reach
from hub.people.models import Profile, Shown
from tests.factories import ProfileFactory, TopicFactory, all_shelves

pytestmark = pytest.mark.django_db


@pytest.fixture
def marigold(db) -> Profile:
    all_shelves()
    return ProfileFactory(
        person__name="Marigold Rivera",
        about="Follow-up on night shifts",
        agency="Secretive County",
        helps_with=[TopicFactory(name="Housing", slug="housing")],
        about_shown=Shown.MEMBERS,
        helps_with_shown=Shown.PUBLIC,
    )


@pytest.mark.parametrize("asked", ["marigold", "night shifts", "housing"])
def test_a_member_finds_a_peer_by_what_is_open(asked, marigold, member_client):
    assert "Rivera" in member_client.get("/search/", {"q": asked}).text


@pytest.mark.parametrize(
    "address", ["/search/", "/search.json", "/search.atom", "/search/suggestions.json"]
)
def test_a_visitor_finds_nobody(address, marigold, client):
    assert "Rivera" not in client.get(address, {"q": "marigold"}).text


def test_a_hidden_line_finds_nobody(marigold, member_client):
    assert "Rivera" not in member_client.get("/search/", {"q": "secretive"}).text


def test_who_closes_every_line_is_found_no_more(marigold, member_client):
    Profile.objects.filter(pk=marigold.pk).update(about_shown="nobody", helps_with_shown="nobody")
    marigold.refresh_from_db()
    measure_reach(marigold)

    assert "Rivera" not in member_client.get("/search/", {"q": "marigold"}).text


def test_the_gate_has_the_last_word_while_the_index_is_behind(marigold, member_client):
    member_client.get("/search/", {"q": "marigold"})
    person = marigold.person
    person.is_active = False
    # No signal: the index does not hear of it.
    type(person).objects.filter(pk=person.pk).update(is_active=False)

    assert "Rivera" not in member_client.get("/search/", {"q": "marigold"}).text
