import pytest

from hub.taxonomy.models import Vocabulary
from tests.factories import (
    JurisdictionFactory,
    MentorSitePageFactory,
    OrganizationPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    TermFactory,
    ThreadFactory,
    TopicFactory,
)
from tests.resources.test_pages import relate

pytestmark = pytest.mark.django_db


def test_sites_that_are_open_come_first(client):
    MentorSitePageFactory(title="A closed site", takes_requests=False)
    MentorSitePageFactory(title="Z open site")

    content = client.get("/mentor-sites/").content.decode()

    assert content.index("Z open site") < content.index("A closed site")


def test_what_they_offer_narrows_the_shelf(client):
    visit = TermFactory(vocabulary=Vocabulary.MENTOR_OFFER, slug="site-visit")
    MentorSitePageFactory(title="Has visitors", terms=[visit])
    MentorSitePageFactory(title="Only telephones")

    content = client.get("/mentor-sites/", {"mentor_offer": "site-visit"}).content.decode()

    assert "Has visitors" in content
    assert "Only telephones" not in content


def test_an_open_site_says_how_much_room_it_has_and_leads_to_the_form(client):
    site = MentorSitePageFactory(takes_requests=True, calls_per_quarter=2, visits_per_quarter=0)

    content = client.get(site.get_absolute_url()).content.decode()

    assert f'href="/mentoring/ask/?site={site.pk}">Ask this site</a>' in content
    assert "2 calls, 0 visits left" in content


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"takes_requests": False}, "not taking requests right now"),
        ({"takes_requests": False, "program_status": "ended"}, "has ended and takes no requests"),
    ],
)
def test_a_site_that_cannot_be_asked_says_so(client, fields, words):
    site = MentorSitePageFactory(**fields)

    content = client.get(site.get_absolute_url()).content.decode()

    assert words in content
    assert "Ask this site" not in content


def test_a_sample_says_that_nobody_real_answers(client):
    site = MentorSitePageFactory(is_sample=True)

    content = client.get(site.get_absolute_url()).content.decode()

    assert "nobody real answers" in content


def test_a_site_page_costs_fourteen_statements_at_most(client, django_assert_max_num_queries):
    """With everything that a page can show, and few or many of each."""
    site = MentorSitePageFactory(
        takes_requests=True,
        topics=[TopicFactory()],
        jurisdictions=[JurisdictionFactory()],
        terms=[TermFactory()],
        principles=[PrinciplePageFactory()],
        owner_organization=OrganizationPageFactory(),
    )
    for _ in range(4):
        relate(site, PracticePageFactory(jurisdictions=[JurisdictionFactory()]))
        ThreadFactory(about=site)
    # Once in a process: which site a host name stands for, the numbers of content types.
    client.get(site.get_absolute_url())

    with django_assert_max_num_queries(14):
        client.get(site.get_absolute_url())


def test_offers_stand_with_the_requests_and_not_with_the_facts(client):
    call = TermFactory(vocabulary=Vocabulary.MENTOR_OFFER, slug="call", label="Telephone call")
    site = MentorSitePageFactory(terms=[call])

    content = client.get(site.get_absolute_url()).content.decode()

    assert content.count("Telephone call") == 1
    assert "Offers</dt><dd>Telephone call" in content


def test_a_figure_of_residents_stands_with_its_band(client):
    band = TermFactory(vocabulary=Vocabulary.POPULATION_BAND, slug="b", label="10,000 to 49,999")
    site = MentorSitePageFactory(population=18200, population_band=band)

    content = client.get(site.get_absolute_url()).content.decode()

    assert "18,200 (10,000 to 49,999)" in content


def test_where_the_consent_of_a_testimonial_is_kept_is_never_shown(client):
    words = {"text": "They answered.", "by": "A chief", "consent": "In the locked cabinet"}
    site = MentorSitePageFactory(testimonials=[("testimonial", words)])

    content = client.get(site.get_absolute_url()).content.decode()

    assert "They answered." in content
    assert "locked cabinet" not in content
