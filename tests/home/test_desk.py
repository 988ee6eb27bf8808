"""One's own page: what is new for one's program, and what waits for whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hub.people.actions import change_program, program_of
from mentorsites.models import SiteManager
from tests.factories import (
    NOW,
    AdoptionReportFactory,
    JurisdictionFactory,
    MentorSitePageFactory,
    PolicyPageFactory,
    PracticePageFactory,
    TermFactory,
    all_shelves,
    editor,
    give_second_step,
    keeper,
    members_only,
    moderator,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rural(db):
    all_shelves()
    return TermFactory(vocabulary="community_type", slug="rural", label="Rural")


def serves(person, **answers):
    return change_program(program_of(person), answers=answers, at=timezone.now())


def new(factory, **fields):
    return factory(first_published_at=timezone.now() - timedelta(days=3), **fields)


def test_what_is_new_and_fits_is_shown_with_the_reason(member, member_client, rural):
    serves(member, community_types=[rural])
    new(PracticePageFactory, title="Marigold visits", terms=[rural])
    new(PracticePageFactory, title="For cities only")

    page = member_client.get("/my/").text

    assert "New for your program" in page
    assert "Marigold visits" in page
    assert "Fits: Rural." in page
    assert "For cities only" not in page


def test_the_law_of_ones_place_fits(member, member_client, rural):
    place = JurisdictionFactory(name="New Marigold")
    serves(member, place=place)
    new(PolicyPageFactory, title="Marigold act", jurisdiction=place, jurisdictions=[place])

    assert "Marigold act" in member_client.get("/my/").text


def test_without_anything_new_what_fits_is_called_so(member, member_client, rural):
    serves(member, community_types=[rural])
    PracticePageFactory(
        title="Old but fitting",
        terms=[rural],
        first_published_at=timezone.now() - timedelta(days=400),
    )

    page = member_client.get("/my/").text

    assert "Fits your program" in page
    assert "Old but fitting" in page


def test_the_desk_shows_nothing_that_its_reader_may_not_see(member, member_client, rural):
    serves(member, community_types=[rural])
    new(PracticePageFactory, title="A draft", terms=[rural], live=False)
    of_a_group = new(PracticePageFactory, title="For a group", terms=[rural])
    members_only(of_a_group)
    of_a_group.view_restrictions.update(restriction_type="groups")

    page = member_client.get("/my/").text

    assert "A draft" not in page
    assert "For a group" not in page


def test_a_new_member_is_asked_about_the_program(member_client):
    page = member_client.get("/my/").text

    assert "Tell us of your program" in page
    assert "For you to review" not in page


def test_an_editor_sees_what_is_due_for_review(rural):
    person = editor()
    late = PracticePageFactory(
        title="Late one", review_due=timezone.now().date() - timedelta(days=2)
    )
    PracticePageFactory(title="In time", review_due=timezone.now().date() + timedelta(days=2))
    client = Client()
    client.force_login(person)

    page = client.get("/my/").text

    assert "For you to review" in page
    assert f"/admin/pages/{late.pk}/edit/" in page
    assert "In time" not in page


def test_whoever_keeps_a_mentor_site_finds_it(member, member_client, rural):
    SiteManager.objects.create(
        site=MentorSitePageFactory(title="Marigold County"),
        person=member,
        agency_email="chief@marigold.example.org",
        terms=SiteManager.TERMS,
        terms_accepted_at=NOW,
        began_at=NOW,
        confirmed_at=NOW,
    )
    keeper(MentorSitePageFactory(title="Somebody else’s"))

    page = member_client.get("/my/").text

    assert "Marigold County" in page
    assert "Somebody else’s" not in page


def test_moderators_see_how_many_reports_on_practices_wait(client, member_client):
    AdoptionReportFactory(state="held")
    officer = moderator()
    give_second_step(officer)
    client.force_login(officer)

    assert '<a href="/adoptions/waiting/">1 report on practices waits' in client.get("/my/").text
    assert "/adoptions/waiting/" not in member_client.get("/my/").text


def test_the_desk_costs_the_same_with_three_and_with_thirty(
    member, member_client, rural, django_assert_max_num_queries
):
    serves(member, community_types=[rural], place=JurisdictionFactory())
    for number in range(30):
        new(PracticePageFactory, title=f"Practice {number}", terms=[rural])

    with django_assert_max_num_queries(30):
        member_client.get("/my/")


def test_visitors_are_asked_to_sign_in_first(client):
    assert client.get("/my/")["Location"] == "/sign-in/?next=/my/"
