"""“Programs like mine”: for members from what they told once, for everybody from what they type."""

import pytest

from hub.people.models import Program
from hub.taxonomy.models import Vocabulary
from mentorsites.matching import CRITERIA
from tests.factories import CaseStudyPageFactory, MentorSitePageFactory, TermFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/programs-like-mine/"
MOST_STATEMENTS = 16


@pytest.fixture
def rural(db):
    return TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="rural")


@pytest.fixture
def urban(db):
    return TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="urban")


@pytest.fixture
def sites(rural, urban):
    return [
        MentorSitePageFactory(title="City team", terms=[urban]),
        MentorSitePageFactory(title="Blank team"),
        MentorSitePageFactory(title="County team", terms=[rural]),
    ]


def test_a_visitor_is_asked_first(client, sites):
    page = client.get(ADDRESS).text

    assert "The community you serve" in page
    assert "County team" not in page


def test_a_visitor_types_facts_and_sees_who_is_like_them_and_why(client, sites):
    page = client.get(ADDRESS, {"community_types": "rural"}).text

    assert page.index("County team") < page.index("Blank team") < page.index("City team")
    assert "Rural, like yours" in page
    assert "Differs: Community: urban; you: rural" in page
    assert "Not known: community" in page


def test_case_studies_are_compared_too(client, rural):
    CaseStudyPageFactory(title="What a county did", terms=[rural])

    page = client.get(ADDRESS, {"community_types": "rural"}).text

    assert "What a county did" in page
    assert "63 of 100 points" in page


def test_what_was_typed_stays_in_the_form_and_is_kept_nowhere(client, rural, sites):
    page = client.get(ADDRESS, {"community_types": "rural", "population": "18200"}).text

    assert 'value="rural" id="id_community_types_0" checked' in page
    assert 'value="18200"' in page
    assert not Program.objects.exists()


def test_a_number_that_is_none_is_said_beside_the_field_and_the_rest_counts(client, sites):
    response = client.get(ADDRESS, {"community_types": "rural", "population": "many"})

    assert response.status_code == 422
    assert "Enter a whole number." in response.text
    assert "Rural, like yours" in response.text
    assert 'value="many"' in response.text


@pytest.mark.parametrize(
    "query",
    ["community_types=nonsense", "population=-5", "population=" + "9" * 40, "stage=%00", "page=x"],
)
def test_nonsense_in_the_address_is_no_error(query, client, sites):
    assert client.get(f"{ADDRESS}?{query}").status_code in (200, 422)


def test_a_member_is_compared_by_my_program(member, member_client, rural, sites):
    Program.objects.create(person=member).community_types.add(rural)

    page = member_client.get(ADDRESS).text

    assert "Rural, like yours" in page
    assert "Change my program" in page


def test_what_a_member_types_goes_before_my_program(member, member_client, rural, sites):
    Program.objects.create(person=member).community_types.add(rural)

    page = member_client.get(ADDRESS, {"community_types": "urban"}).text

    assert "Urban, like yours" in page
    assert "What you typed" in page


def test_a_member_without_a_program_is_asked_and_none_is_made(member_client, sites):
    page = member_client.get(ADDRESS).text

    assert "The community you serve" in page
    assert not Program.objects.exists()


def test_only_a_site_that_is_open_can_be_asked(client, rural):
    closed = MentorSitePageFactory(terms=[rural], takes_requests=False)
    open_ = MentorSitePageFactory(terms=[rural])

    page = client.get(ADDRESS, {"community_types": "rural"}).text

    assert f"?site={open_.pk}" in page
    assert f"?site={closed.pk}" not in page


def test_a_hidden_site_is_not_found_alike(client, rural):
    MentorSitePageFactory(title="Hidden team", terms=[rural], live=False)

    page = client.get(ADDRESS, {"community_types": "rural"}).text

    assert "Hidden team" not in page
    assert "No mentor site yet" in page


def test_the_rest_is_on_the_next_page_of_the_same_facts(client, rural):
    for _ in range(12):
        MentorSitePageFactory(terms=[rural])

    first = client.get(ADDRESS, {"community_types": "rural"}).text
    second = client.get(ADDRESS, {"community_types": "rural", "page": "2"}).text

    assert "?community_types=rural&amp;page=2#sites" in first
    assert (first.count('name="site"'), second.count('name="site"')) == (10, 2)


def test_the_whole_table_of_weights_is_explained(client):
    page = client.get("/programs-like-mine/how/").text

    assert [one.label for one in CRITERIA if f'<th scope="row">{one.label}</th>' not in page] == []
    assert '<td class="table__num" data-label="Points">25</td>' in page
    assert "counts 50 percent" in page


def test_a_site_tells_a_member_why_it_matches(member, member_client, rural, sites):
    Program.objects.create(person=member).community_types.add(rural)

    page = member_client.get(sites[2].get_absolute_url()).text

    assert "Why this matches you" in page
    assert "Rural, like yours" in page


def test_a_site_says_nothing_of_a_match_to_whom_it_does_not_know(client, member_client, sites):
    address = sites[2].get_absolute_url()

    assert "Why this matches you" not in client.get(address).text
    assert "Why this matches you" not in member_client.get(address).text


@pytest.mark.parametrize("count", [2, 45])
def test_it_costs_the_same_for_few_and_many(
    count, member, member_client, rural, django_assert_max_num_queries
):
    Program.objects.create(person=member).community_types.add(rural)
    for _ in range(count):
        MentorSitePageFactory(terms=[rural])
        CaseStudyPageFactory(terms=[rural])
    member_client.get(ADDRESS)

    with django_assert_max_num_queries(MOST_STATEMENTS):
        member_client.get(ADDRESS)


def test_the_chosen_sites_can_be_asked_together(client, sites):
    page = client.get(ADDRESS, {"community_types": "rural"}).text

    assert 'formaction="/mentoring/ask/">Ask the chosen sites</button>' in page
