"""Two to four sites side by side, and what is said to fewer and more."""

import pytest

from hub.people.models import Program
from hub.taxonomy.models import Vocabulary
from tests.factories import MentorSitePageFactory, TermFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/mentor-sites/compare/"
MOST_STATEMENTS = 14


def compare(client, *sites, **more):
    return client.get(ADDRESS, {"site": [site.pk for site in sites], **more})


def test_two_sites_stand_side_by_side_in_the_order_of_choosing(client):
    first = MentorSitePageFactory(title="Zebra team", dispatch="911 and 988")
    second = MentorSitePageFactory(title="Antler team", dispatch="A direct line")

    page = compare(client, first, second).text

    assert page.index("Zebra team</a>") < page.index("Antler team</a>")
    assert page.index("<td>911 and 988</td>") < page.index("<td>A direct line</td>")


def test_a_row_in_which_they_differ_says_so_in_a_word(client):
    first = MentorSitePageFactory(transport="A van", budget="One grant")
    second = MentorSitePageFactory(transport="On foot", budget="One grant")

    page = compare(client, first, second).text

    assert 'Transport <span class="compare__mark">differs</span>' in page
    assert '<th scope="row">Budget</th>' in page


def test_only_what_differs_can_be_asked_for(client):
    first = MentorSitePageFactory(transport="A van", budget="One grant")
    second = MentorSitePageFactory(transport="On foot", budget="One grant")

    page = compare(client, first, second, only="differences").text

    assert ("Transport" in page, "Budget" in page) == (True, False)


def test_sites_that_say_the_same_differ_in_nothing(client):
    page = compare(client, *(MentorSitePageFactory() for _ in range(2)), only="differences").text

    assert "They do not differ in any fact that they state." in page


def test_what_one_site_does_not_say_is_not_known(client):
    page = compare(client, MentorSitePageFactory(budget="One grant"), MentorSitePageFactory()).text

    assert "<td>Not known</td>" in page


def test_a_stated_nothing_is_an_answer(client):
    first = MentorSitePageFactory(visits_per_quarter=0, encounters=0)

    page = compare(client, first, MentorSitePageFactory(visits_per_quarter=2)).text

    row = page.split("Visits a quarter")[1].split("</tr>")[0]
    assert "<td>0</td>" in row
    assert "Not known" not in row
    assert "<td>0</td>" in page.split("Encounters a year")[1].split("</tr>")[0]


def test_what_no_site_says_has_no_row(client):
    page = compare(client, MentorSitePageFactory(), MentorSitePageFactory()).text

    assert "Transport" not in page


def test_one_site_alone_is_asked_for_company_and_offered_those_like_it(client):
    rural = TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="rural")
    urban = TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="urban")
    MentorSitePageFactory(title="Another town", terms=[urban])
    MentorSitePageFactory(title="Another county", terms=[rural])
    alone = MentorSitePageFactory(title="One county", terms=[rural])

    response = compare(client, alone)

    assert response.status_code == 200
    assert "Choose one to three more" in response.text
    assert f'value="{alone.pk}" checked' in response.text
    assert response.text.index("Another county") < response.text.index("Another town")


def test_five_are_too_many_and_all_stay_ticked(client):
    response = compare(client, *(MentorSitePageFactory() for _ in range(5)))

    assert response.status_code == 422
    assert "You chose 5 sites. Four fit side by side" in response.text
    assert response.text.count(" checked") == 5


@pytest.mark.parametrize(
    "asked", ["", "?site=", "?site=abc", "?site=999999999999999999999", "?site=-1"]
)
def test_nothing_that_can_be_compared_leads_to_the_directory(asked, client):
    response = client.get(ADDRESS + asked)

    assert response.status_code == 200
    assert "Choose from all sites" in response.text


def test_the_same_site_twice_is_one(client):
    site = MentorSitePageFactory()

    assert "Choose one to three more" in compare(client, site, site).text


def test_what_a_reader_may_not_see_is_no_column(client):
    hidden = MentorSitePageFactory(title="Hidden team", live=False)
    shown = [MentorSitePageFactory(), MentorSitePageFactory()]

    page = compare(client, *shown, hidden).text

    assert "Hidden team" not in page
    assert "2 mentor sites side by side" in page


def test_a_member_sees_how_each_is_beside_their_program(member, member_client):
    rural = TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="rural")
    urban = TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="urban")
    Program.objects.create(person=member).community_types.add(rural)
    sites = [MentorSitePageFactory(terms=[rural]), MentorSitePageFactory(terms=[urban])]

    page = compare(member_client, *sites).text

    assert "Partly like yours: 63 of 100" in page
    assert "Little like yours: 38 of 100" in page


def test_looking_makes_no_program(member, member_client):
    compare(member_client, MentorSitePageFactory(), MentorSitePageFactory())

    assert not Program.objects.exists()


@pytest.mark.parametrize("count", [2, 4])
def test_comparing_costs_the_same_for_two_and_four(
    count, member, member_client, django_assert_max_num_queries
):
    rural = TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="rural")
    Program.objects.create(person=member).community_types.add(rural)
    sites = [MentorSitePageFactory(terms=[rural]) for _ in range(count)]
    compare(member_client, *sites)

    with django_assert_max_num_queries(MOST_STATEMENTS):
        compare(member_client, *sites)


def test_those_that_take_requests_can_be_asked_together(client):
    first, second = (
        MentorSitePageFactory(title=name, takes_requests=True) for name in ("Antler", "Zebra")
    )
    closed = MentorSitePageFactory(title="Closed team", takes_requests=False)

    both = compare(client, first, second).text
    one = compare(client, first, closed).text

    assert f'/mentoring/ask/?site={first.pk}&amp;site={second.pk}">Ask these sites' in both
    assert f'/mentoring/ask/?site={first.pk}">Ask Antler' in one


def test_where_nobody_takes_requests_nobody_can_be_asked(client):
    page = compare(client, *(MentorSitePageFactory(takes_requests=False) for _ in range(2))).text

    assert "/mentoring/ask/" not in page.partition("<h1")[2].partition("<footer")[0]
