import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.taxonomy.models import Jurisdiction, Topic, Vocabulary
from tests.factories import (
    GlossaryEntryFactory,
    JurisdictionFactory,
    MentorSitePageFactory,
    PlainPageFactory,
    PolicyPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    TermFactory,
    TopicFactory,
    all_shelves,
    members_only,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def georgia():
    all_shelves()
    return JurisdictionFactory(code="GA", postal="GA", name="Georgia")


def statements_for(client, address: str) -> int:
    """How many statements `address` costs once the process knows the types of pages."""
    client.get(address)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(address).status_code == 200
    return len(statements)


def fill(place: Jurisdiction, number: int) -> None:
    topic = TopicFactory()
    for _ in range(number):
        PolicyPageFactory(jurisdiction=place, jurisdictions=[place], topics=[topic])
        PracticePageFactory(jurisdictions=[place], topics=[topic])
        MentorSitePageFactory(jurisdictions=[place], topics=[topic])
        PrinciplePageFactory(topics=[topic])
        place.neighbors.add(JurisdictionFactory())


# --- The home page --------------------------------------------------------------------------------


def test_the_home_page_counts_only_policies_that_the_reader_may_see(client, georgia):
    PolicyPageFactory(jurisdiction=georgia)
    PolicyPageFactory(jurisdiction=georgia, level="federal")
    PolicyPageFactory(jurisdiction=georgia, live=False)

    content = client.get("/").content.decode()

    assert "We follow 2 policies: 1 federal, 1 state." in content


def test_the_home_page_shows_what_is_new_but_leaves_laws_to_their_own_part(client, georgia):
    PracticePageFactory(title="Follow-up the next day")
    PolicyPageFactory(title="A law about follow-up")

    newest = client.get("/").context["newest"]

    assert [page.title for page in newest] == ["Follow-up the next day"]


def test_a_step_says_how_many_practices_it_has(client, home):
    stage = TermFactory(vocabulary=Vocabulary.STAGE, slug="design")
    PracticePageFactory(terms=[stage])
    PracticePageFactory(terms=[stage], live=False)

    content = client.get("/").content.decode()

    assert "1 practice" in content
    assert "/practices/?stage=design" in content


def test_an_empty_hub_still_has_a_home_page(client, home):
    response = client.get("/")

    assert response.status_code == 200
    assert "The law where you work" not in response.content.decode()


def test_the_home_page_costs_the_same_however_much_there_is(client, georgia):
    fill(georgia, 6)

    assert statements_for(client, "/") <= 14


# --- Places ---------------------------------------------------------------------------------------


def test_choosing_a_place_leads_to_its_page(client, georgia):
    response = client.get("/places/go/", {"place": "georgia"})

    assert response.headers["Location"] == "/places/georgia/"


@pytest.mark.parametrize(
    "asked", ["", "nowhere", "//evil.example", "../../etc", "a\x00b", "x" * 9000]
)
def test_choosing_what_is_no_place_leads_to_all_places(client, georgia, asked):
    response = client.get("/places/go/", {"place": asked})

    assert response.headers["Location"] == "/places/"


def test_the_table_of_places_counts_what_the_reader_may_see(client, georgia):
    PolicyPageFactory(jurisdiction=georgia)
    members_only(PolicyPageFactory(jurisdiction=georgia))

    groups = client.get("/places/").context["groups"]

    assert [place.policy_count for group in groups for place in group.places] == [1]


def test_a_tribal_nation_is_listed_by_name_and_never_drawn(client, georgia):
    JurisdictionFactory(name="Diné Bikéyah", kind=Jurisdiction.Kind.TRIBAL, code="US-NN")

    response = client.get("/places/")

    assert "Diné Bikéyah" in response.content.decode()
    assert [tile.place.name for tile in response.context["tiles"]] == ["Georgia"]


def test_a_tile_is_as_strong_as_its_strongest_visible_law(client, georgia):
    PolicyPageFactory(jurisdiction=georgia, status="in_force", live=False)
    PolicyPageFactory(jurisdiction=georgia, status="enacted")
    PolicyPageFactory(jurisdiction=georgia, status="failed")

    (tile,) = client.get("/places/").context["tiles"]

    assert (tile.kind, tile.count) == ("new", 2)


def test_a_place_shows_everything_about_it(client, georgia):
    PolicyPageFactory(title="The Georgia act", jurisdiction=georgia, jurisdictions=[georgia])
    MentorSitePageFactory(title="A site in Georgia", jurisdictions=[georgia])
    PracticePageFactory(title="A practice elsewhere")

    content = client.get("/places/georgia/").content.decode()

    assert "On this page: 1 law or policy and 1 mentor site." in content
    assert "The Georgia act" in content
    assert "A practice elsewhere" not in content


def test_a_place_with_more_than_fits_links_to_the_narrowed_shelf(client, georgia):
    for _ in range(7):
        PracticePageFactory(jurisdictions=[georgia])

    content = client.get("/places/georgia/").content.decode()

    assert 'href="/practices/?place=georgia"' in content


def test_a_place_says_how_much_federal_law_holds_there_too(client, georgia):
    nation = JurisdictionFactory(name="United States", kind=Jurisdiction.Kind.FEDERAL, code="US")
    PolicyPageFactory(jurisdiction=nation, level="federal")

    content = client.get("/places/georgia/").content.decode()

    assert "/policies/?place=united-states" in content
    assert "1 federal policy" in content


def test_a_place_without_anything_asks_what_is_missing(client, georgia):
    assert "Nothing recorded here yet" in client.get("/places/georgia/").content.decode()


def test_a_place_that_does_not_exist_is_not_found(client, georgia):
    assert client.get("/places/atlantis/").status_code == 404


def test_a_place_costs_the_same_however_much_there_is(client, georgia):
    fill(georgia, 8)

    assert statements_for(client, "/places/georgia/") <= 14


# --- Topics ---------------------------------------------------------------------------------------


def test_topics_without_anything_wait_apart(client, home):
    full, empty = TopicFactory(name="Peer support"), TopicFactory(name="Technology")
    PracticePageFactory(topics=[full])

    context = client.get("/topics/").context

    assert context["topics"] == [full]
    assert context["waiting"] == [empty]


def test_a_topic_lists_every_type_and_narrows_by_kind(client, home):
    topic = TopicFactory(slug="peers")
    PracticePageFactory(title="Peers ride along", topics=[topic])
    PolicyPageFactory(title="Peers named in law", topics=[topic])

    everything = client.get("/topics/peers/").content.decode()
    laws = client.get("/topics/peers/", {"kind": "policypage"}).content.decode()

    assert "Peers ride along" in everything
    assert "Peers named in law" in everything
    assert "Peers ride along" not in laws


def test_a_topic_shows_the_principles_on_it(client, home):
    topic = TopicFactory(slug="peers")
    PrinciplePageFactory(title="Nothing about us without us", topics=[topic])
    PrinciplePageFactory(title="Not yet public", topics=[topic], live=False)

    content = client.get("/topics/peers/").content.decode()

    assert "Nothing about us without us" in content
    assert "Not yet public" not in content


@pytest.mark.parametrize(
    "hostile",
    ["kind=nothing", "page=-1", "page=x", "sort=;drop", "place=a%00b", "q=%25%5f", "kind="],
)
def test_a_topic_shrugs_off_hostile_parameters(client, home, hostile):
    TopicFactory(slug="peers")

    assert client.get(f"/topics/peers/?{hostile}").status_code == 200


def test_a_topic_costs_the_same_however_much_there_is(client, georgia):
    fill(georgia, 8)

    assert statements_for(client, Topic.objects.get().get_absolute_url()) <= 16


# --- Words and evidence ---------------------------------------------------------------------------


def test_the_glossary_never_shows_search_only_words(client, home):
    GlossaryEntryFactory(
        term="Serious mental illness", synonyms=["SMI"], search_only=["an old hurtful word"]
    )

    content = client.get("/about/glossary/").content.decode()

    assert "Serious mental illness" in content
    assert "SMI" in content
    assert "an old hurtful word" not in content


def test_the_glossary_leaves_out_what_is_not_to_be_shown(client, home):
    GlossaryEntryFactory(term="A discredited term", is_shown=False)
    GlossaryEntryFactory(term="Peer", see_also=["A discredited term"])

    assert "A discredited term" not in client.get("/about/glossary/").content.decode()


def test_the_glossary_says_what_to_say_instead(client, home):
    GlossaryEntryFactory(term="Commit suicide", prefer="died by suicide")

    assert "died by suicide" in client.get("/about/glossary/").content.decode()


def test_each_evidence_level_has_an_address_of_its_own(client, home):
    TermFactory(
        vocabulary=Vocabulary.EVIDENCE_LEVEL,
        slug="promising",
        label="Promising",
        definition="Some.",
    )

    assert 'id="promising"' in client.get("/about/evidence/").content.decode()


def test_a_plain_page_lists_the_visible_pages_below_it(client, home):
    about = PlainPageFactory(title="About", slug="about")
    PlainPageFactory(title="Contact", parent=about)
    PlainPageFactory(title="Gone", parent=about, expire_at=timezone.now())

    content = client.get("/about/").content.decode()

    assert "Contact" in content
    assert "Gone" not in content
