"""The directory as list, map and table."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType

from hub.taxonomy.models import Jurisdiction, Vocabulary
from tests.factories import JurisdictionFactory, MentorSitePageFactory, TermFactory, shelf

pytestmark = pytest.mark.django_db

Kind = Jurisdiction.Kind
MOST_STATEMENTS = 16


@pytest.fixture(autouse=True)
def directory(db):
    return shelf("mentor-sites")


@pytest.fixture
def georgia(db):
    return JurisdictionFactory(code="GA", postal="GA", name="Georgia")


@pytest.fixture
def county(georgia):
    county = JurisdictionFactory(code="US-GA-c", name="Marigold County", kind=Kind.COUNTY)
    county.parents.add(georgia)
    return county


def titles(response):
    listed = response.text[response.text.index('id="results-title"') :]
    return re.findall(r">(Site \w+)</a>", listed)


def test_the_list_is_the_view_without_a_word_in_the_address(client):
    MentorSitePageFactory(title="Site one")

    response = client.get("/mentor-sites/")

    assert 'aria-current="true">List<' in response.text
    assert 'name="view"' not in response.text


@pytest.mark.parametrize("view", ["nonsense", "", "MAP"])
def test_a_view_that_does_not_exist_is_the_list(view, client):
    response = client.get("/mentor-sites/", {"view": view})

    assert 'aria-current="true">List<' in response.text


def test_filters_keep_the_view_and_views_keep_the_filters(client):
    MentorSitePageFactory(title="Site one")

    page = client.get("/mentor-sites/", {"view": "table", "standing": "mentor:open"}).text

    assert '<input type="hidden" name="view" value="table">' in page
    assert "?view=map&amp;standing=mentor%3Aopen#results" in page


def test_the_map_counts_sites_by_state_also_by_their_counties(client, georgia, county):
    city = JurisdictionFactory(code="US-GA-x", name="Marigold", kind=Kind.CITY)
    city.parents.add(county)
    for place in (georgia, county, city):
        MentorSitePageFactory(jurisdictions=[place], takes_requests=place is city)

    page = client.get("/mentor-sites/", {"view": "map"}).text

    assert "Georgia, a site is open to requests, 3 sites, 1 open" in page


def test_a_site_that_names_state_and_county_counts_once(client, georgia, county):
    MentorSitePageFactory(jurisdictions=[georgia, county])

    page = client.get("/mentor-sites/", {"view": "map"}).text

    assert "1 site, 1 open" in page


def test_a_state_without_a_site_says_so(client, georgia):
    page = client.get("/mentor-sites/", {"view": "map"}).text

    assert "Georgia, no site yet</span>" in page


def test_a_nation_is_never_counted_to_a_state(client, georgia):
    nation = JurisdictionFactory(code="US-T-n", name="Marigold Nation", kind=Kind.TRIBAL)
    nation.parents.add(georgia)
    MentorSitePageFactory(jurisdictions=[nation])

    page = client.get("/mentor-sites/", {"view": "map"}).text

    assert "Georgia, no site yet</span>" in page


def test_a_tile_opens_the_list_of_its_sites(client, georgia, county):
    MentorSitePageFactory(title="Site here", jurisdictions=[county])
    MentorSitePageFactory(title="Site elsewhere")

    page = client.get("/mentor-sites/", {"view": "map"}).text
    listed = client.get("/mentor-sites/", {"view": "list", "state": "georgia"})

    assert "?view=list&amp;state=georgia#results" in page
    assert titles(listed) == ["Site here"]


def test_what_a_reader_may_not_see_is_not_counted_on_the_map(client, georgia):
    MentorSitePageFactory(jurisdictions=[georgia], live=False)

    page = client.get("/mentor-sites/", {"view": "map"}).text

    assert "Georgia, no site yet</span>" in page


def test_the_table_tells_what_matters_for_a_choice(client, georgia):
    rural = TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="rural")
    model = TermFactory(vocabulary=Vocabulary.RESPONSE_MODEL, slug="marigold-model")
    agency = TermFactory(vocabulary=Vocabulary.LEAD_AGENCY_TYPE, slug="ems-agency")
    MentorSitePageFactory(
        jurisdictions=[georgia], terms=[rural, model], lead_agency_type=agency, population=18200
    )

    page = client.get("/mentor-sites/", {"view": "table"}).text

    table = page[page.index("<tbody>") : page.index("</tbody>")]
    told = ("Georgia", "Rural", "Marigold model", "Ems agency", "18,200", "Open to requests")
    assert [words for words in told if words not in table] == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("site", ["Site a", "Site b", "Site c"]),
        ("-site", ["Site c", "Site b", "Site a"]),
        ("place", ["Site b", "Site a", "Site c"]),
        ("-place", ["Site a", "Site b", "Site c"]),
        ("community", ["Site b", "Site a", "Site c"]),
        ("residents", ["Site b", "Site a", "Site c"]),
        ("-residents", ["Site a", "Site b", "Site c"]),
        ("agency", ["Site b", "Site a", "Site c"]),
        ("model", ["Site a", "Site b", "Site c"]),
        ("open", ["Site b", "Site c", "Site a"]),
        ("-open", ["Site a", "Site b", "Site c"]),
        ("checked", ["Site b", "Site a", "Site c"]),
        ("nonsense", ["Site b", "Site c", "Site a"]),
    ],
)
def test_the_table_can_be_ordered_by_each_column(sort, order, client):
    lists = Vocabulary
    words = {
        slug: TermFactory(vocabulary=vocabulary, slug=slug)
        for slug, vocabulary in {
            "rural": lists.COMMUNITY_TYPE,
            "tribal": lists.COMMUNITY_TYPE,
            "ems": lists.LEAD_AGENCY_TYPE,
            "police": lists.LEAD_AGENCY_TYPE,
        }.items()
    }
    MentorSitePageFactory(
        title="Site a",
        takes_requests=False,
        jurisdictions=[JurisdictionFactory(name="Nevada")],
        terms=[words["tribal"]],
        lead_agency_type=words["police"],
        population=90_000,
        last_reviewed="2026-01-01",
    )
    MentorSitePageFactory(
        title="Site b",
        jurisdictions=[JurisdictionFactory(name="Georgia")],
        terms=[words["rural"]],
        lead_agency_type=words["ems"],
        population=9_000,
        last_reviewed="2026-02-01",
    )
    MentorSitePageFactory(title="Site c")

    response = client.get("/mentor-sites/", {"view": "table", "sort": sort})

    assert titles(response) == order


def test_the_heading_says_how_the_table_is_ordered_and_turns_it(client):
    MentorSitePageFactory()

    page = client.get("/mentor-sites/", {"view": "table", "sort": "place"}).text

    assert page.count("aria-sort") == 1
    assert (
        '<th scope="col" aria-sort="ascending"><a href="?view=table&amp;sort=-place#results"'
        in page
    )


def test_an_order_of_the_table_is_no_order_of_the_list(client):
    MentorSitePageFactory(title="Site a", takes_requests=False)
    MentorSitePageFactory(title="Site b")

    response = client.get("/mentor-sites/", {"sort": "site"})

    assert response.text.index("Site b") < response.text.index("Site a")


@pytest.mark.parametrize("view", ["list", "map", "table"])
def test_an_empty_directory_says_so(view, client):
    response = client.get("/mentor-sites/", {"view": view})

    assert "No mentor sites" in response.text


@pytest.mark.parametrize("view", ["list", "map", "table"])
@pytest.mark.parametrize("count", [2, 45])
def test_the_directory_costs_the_same_for_few_and_many(
    view, count, client, georgia, django_assert_max_num_queries
):
    term = TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="rural")
    for _ in range(count):
        MentorSitePageFactory(terms=[term], jurisdictions=[georgia])
    ContentType.objects.clear_cache()
    client.get("/mentor-sites/")

    with django_assert_max_num_queries(MOST_STATEMENTS) as few:
        client.get("/mentor-sites/", {"view": view, "community_type": "rural"})

    counted.setdefault(view, len(few))
    assert len(few) == counted[view]


# View → statements at the first count: the second must not need more.
counted: dict[str, int] = {}
