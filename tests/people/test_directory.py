"""The directory: who is in it for whom, and what members can narrow it by."""

import pytest
from django.test import Client
from django.utils import timezone

from hub.people.actions import change_program, measure_reach, program_of
from hub.people.models import Shown
from tests.factories import (
    JurisdictionFactory,
    ProfileFactory,
    TermFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def named(name: str, shown=Shown.MEMBERS, **fields):
    return ProfileFactory(person__name=name, shown=shown, about="Hello", **fields)


def with_program(profile, **answers):
    change_program(program_of(profile.person), answers=answers, at=timezone.now())
    profile.refresh_from_db()
    return measure_reach(profile)


def names_on(page) -> list[str]:
    return [card.name for card in page.context["leaf"].cards]


def test_members_see_who_is_open_to_members_by_name(member_client):
    named("Zoe")
    named("Amir", shown=Shown.PUBLIC)
    named("Hidden", shown=Shown.NOBODY)

    assert names_on(member_client.get("/people/")) == ["Amir", "Zoe"]


def test_visitors_see_only_who_is_open_to_everyone_and_cannot_filter(client):
    named("Zoe")
    named("Amir", shown=Shown.PUBLIC)

    page = client.get("/people/?q=zoe&language=en")

    assert names_on(page) == ["Amir"]
    assert page.context["form"] is None


@pytest.fixture
def world(db):
    ems = TermFactory(vocabulary="discipline", slug="ems")
    rural = TermFactory(vocabulary="community_type", slug="rural")
    topic, place = TopicFactory(slug="follow-up"), JurisdictionFactory(slug="new-mexico")
    fits = with_program(
        named("Fits", helps_with=[topic], wants_help_with=[topic]),
        discipline=ems,
        place=place,
        community_types=[rural],
    )
    fits.spoken_languages.create(language="es")
    with_program(named("Other"), discipline=TermFactory(vocabulary="discipline", slug="police"))
    return fits


FILTERS = [
    "q=fits",
    "discipline=ems",
    "community=rural",
    "place=new-mexico",
    "helps=follow-up",
    "wants=follow-up",
    "language=es",
]


@pytest.mark.parametrize("asked", [*FILTERS, "&".join(FILTERS)])
def test_each_filter_narrows(asked, world, member_client):
    assert names_on(member_client.get(f"/people/?{asked}")) == ["Fits"]


@pytest.mark.parametrize("asked", FILTERS[1:])
def test_a_filter_tells_nothing_about_a_hidden_line(asked, world, member_client):
    hidden = ("discipline", "program", "helps_with", "wants_help_with", "languages")
    for line in hidden:
        setattr(world, f"{line}_shown", Shown.NOBODY)
    world.save()

    assert names_on(member_client.get(f"/people/?{asked}")) == []


@pytest.mark.parametrize(
    "asked",
    [
        "discipline=nope",
        "helps=%22%27",
        "language=xx",
        "after=abc",
        "after=²",
        "after=99999999999999999999",
        "q=%00",
    ],
)
def test_what_cannot_be_a_choice_is_ignored(asked, world, member_client):
    assert member_client.get(f"/people/?{asked}").status_code == 200


def test_nobody_is_left_out_between_two_pages(member_client):
    for number in range(30):
        named(f"Person of the same name {number % 3}")
    first = member_client.get("/people/")

    second = member_client.get(f"/people/?after={first.context['leaf'].after}")

    seen = [card.handle for page in (first, second) for card in page.context["leaf"].cards]
    assert len(seen) == len(set(seen)) == 30
    assert second.context["leaf"].after is None


def test_the_directory_costs_the_same_for_three_and_for_thirty(
    member, django_assert_max_num_queries
):
    client = Client()
    client.force_login(member)
    topics = [TopicFactory() for _ in range(3)]
    for number in range(30):
        with_program(named(f"Person {number}", helps_with=topics), community_types=[TermFactory()])

    with django_assert_max_num_queries(18):
        client.get("/people/")


def test_the_empty_directory_offers_a_next_step(member_client, member, client):
    assert f"/people/{member.handle}/edit/" in member_client.get("/people/").text
    assert "/join/" in client.get("/people/").text


def test_who_left_is_in_no_list(member_client):
    profile = named("Gone", shown=Shown.PUBLIC)
    profile.person.is_active = False
    profile.person.save()

    assert names_on(member_client.get("/people/")) == []


def test_a_member_without_a_page_gets_an_empty_one(member_client):
    other = UserFactory(name="Never wrote")

    page = member_client.get(f"/people/{other.handle}/")

    assert page.status_code == 200
    assert "Nothing more to see" in page.text
