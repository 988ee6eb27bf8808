import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hub.search.queries import LONGEST, MOST_TERMS, clean, terms_of
from tests.factories import (
    GlossaryEntryFactory,
    JurisdictionFactory,
    OrganizationPageFactory,
    PlainPageFactory,
    PolicyPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    TopicFactory,
    all_shelves,
    members_only,
)
from tests.search_index import settle_index

pytestmark = pytest.mark.django_db
# For a visitor, whatever is found; a hub with a hundred times the content costs no more.
MOST_STATEMENTS = 12


@pytest.fixture(autouse=True)
def _shelves(db):
    all_shelves()


def search(client, words: str, **parameters):
    return client.get("/search/", {"q": words, **parameters}).context["results"]


def titles(results) -> list[str]:
    return [row.document.title for row in results.rows or []]


# --- Finding --------------------------------------------------------------------------------------


def test_a_word_of_the_title_of_the_summary_or_of_the_body_finds(client):
    PracticePageFactory(title="Warm handoff")
    PracticePageFactory(title="Second", summary="Includes a handoff to a clinic.")
    PracticePageFactory(title="Third", problem="<p>Nobody planned the handoff.</p>")
    PracticePageFactory(title="Nothing of the kind")

    assert sorted(titles(search(client, "handoff"))) == ["Second", "Third", "Warm handoff"]


def test_a_hit_in_the_title_comes_first(client):
    PracticePageFactory(title="Second", summary="Naloxone is carried, and naloxone is left behind.")
    PracticePageFactory(title="Naloxone to leave behind")

    assert titles(search(client, "naloxone"))[0] == "Naloxone to leave behind"


@pytest.mark.parametrize("words", ["mentors", "dispatchers", "dispatch", "mentoring"])
def test_plurals_and_other_forms_of_a_word_find_it(client, words):
    PracticePageFactory(title="A mentor for every dispatcher")

    assert titles(search(client, words))


@pytest.mark.parametrize(
    "written", ["co-responder", "co responder", "coresponder", "Co-Responders"]
)
@pytest.mark.parametrize("typed", ["co-responder", "co responder", "coresponder", "co-responders"])
def test_hyphen_space_and_neither_are_alike(client, written, typed):
    PracticePageFactory(title=f"The {written} next door")

    assert titles(search(client, typed)) == [f"The {written} next door"]


@pytest.mark.parametrize("typed", ["988", "9-8-8", "9 8 8"])
def test_a_number_is_found_however_it_is_spaced(client, typed):
    PracticePageFactory(title="Handing over to 988")

    assert titles(search(client, typed)) == ["Handing over to 988"]


def test_pages_with_all_of_the_words_come_before_those_with_some(client):
    PracticePageFactory(title="Rural roads")
    PracticePageFactory(title="Rural follow-up by phone")

    results = search(client, "rural follow-up")

    assert titles(results) == ["Rural follow-up by phone", "Rural roads"]
    assert results.complete == 1
    assert (
        "1 of these has all of the words"
        in client.get("/search/", {"q": "rural follow-up"}).content.decode()
    )


def test_every_type_of_page_is_found_and_says_what_it_is(client):
    PolicyPageFactory(title="Marigold act")
    PrinciplePageFactory(title="Principle", quotation="holds the marigold dear")
    OrganizationPageFactory(title="Marigold Society", summary="Keeps marigolds.")
    PlainPageFactory(title="About marigold", summary="Why marigold.")

    response = client.get("/search/", {"q": "marigold"})

    assert response.context["results"].total == 4
    content = response.content.decode().replace("<mark>", "").replace("</mark>", "")
    for words in ("Law or policy", "holds the marigold dear", "Keeps marigolds.", "Why marigold."):
        assert words in content


def test_kinds_are_counted_and_narrow(client):
    PolicyPageFactory(title="Marigold act")
    PracticePageFactory(title="Marigold practice")
    PracticePageFactory(title="Marigold practice too")

    results = search(client, "marigold", kind="policypage")

    assert {tab.label: tab.count for tab in results.tabs} == {
        "Everything": 3,
        "Promising practice": 2,
        "Law or policy": 1,
    }
    assert titles(results) == ["Marigold act"]


def test_a_section_of_the_hub_is_found_by_its_name(client):
    assert titles(search(client, "policy tracker")) == ["Policy tracker"]


def test_results_come_in_pages(client):
    for number in range(21):
        PracticePageFactory(title=f"Marigold {number}")

    assert len(titles(search(client, "marigold"))) == 20
    assert len(titles(search(client, "marigold", page=2))) == 1
    assert len(titles(search(client, "marigold", page="x" * 50))) == 20


@pytest.mark.parametrize("typed", ["sb 403", "SB403", "sb-403"])
def test_a_law_is_found_by_its_number(client, typed):
    PolicyPageFactory(title="The act", identifier="SB 403")
    PolicyPageFactory(title="Another", identifier="SB 404")

    assert titles(search(client, typed))[0] == "The act"


# --- Who may see what -----------------------------------------------------------------------------


def test_what_may_not_be_seen_is_neither_found_nor_counted(client, member_client):
    members_only(PracticePageFactory(title="Marigold for members"))
    PracticePageFactory(title="Marigold draft", live=False)
    PracticePageFactory(title="Marigold expired", expire_at=timezone.now())
    PolicyPageFactory(title="Marigold act")

    stranger, member = search(client, "marigold"), search(member_client, "marigold")

    assert titles(stranger) == ["Marigold act"]
    assert [(tab.label, tab.count) for tab in stranger.tabs] == [
        ("Everything", 1),
        ("Law or policy", 1),
    ]
    assert sorted(titles(member)) == ["Marigold act", "Marigold for members"]


def test_a_place_does_not_lead_around_the_gate(client):
    georgia = JurisdictionFactory(name="Georgia")
    members_only(PracticePageFactory(title="For members", jurisdictions=[georgia]))

    assert titles(search(client, "georgia")) == ["Georgia"]


# --- Places, topics, words ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", ["Georgia", "GA", "ga", "law in Georgia", "GA law", "peach state"]
)
def test_a_place_is_offered_by_name_other_name_and_postal_code(client, words):
    JurisdictionFactory(name="Georgia", postal="GA", aliases=["Peach State"])

    assert [place.name for place in search(client, words).places] == ["Georgia"]


def test_small_words_are_not_taken_for_postal_codes(client):
    JurisdictionFactory(name="Oregon", postal="OR")

    assert search(client, "police or clinician").places == []


def test_what_lies_in_a_named_place_is_found_without_naming_it_again(client):
    georgia = JurisdictionFactory(name="Georgia")
    PolicyPageFactory(title="Co-responder act", jurisdictions=[georgia], jurisdiction=georgia)
    PolicyPageFactory(title="Co-responder bill")

    results = search(client, "georgia co-responder")

    assert titles(results)[0] == "Co-responder act"


def test_a_topic_is_offered_when_the_words_name_it(client):
    TopicFactory(name="Follow-up and continuity of care")
    TopicFactory(name="Technology")

    assert [topic.name for topic in search(client, "rural follow-up").topics] == [
        "Follow-up and continuity of care"
    ]


def test_an_abbreviation_finds_what_it_stands_for(client):
    GlossaryEntryFactory(term="Mobile integrated health", abbreviations=["MIH"])
    PracticePageFactory(title="Mobile integrated health in the county")

    results = search(client, "mih")

    assert titles(results) == ["Mobile integrated health in the county"]
    assert [entry.term for entry in results.entries] == ["Mobile integrated health"]


def test_a_search_only_word_finds_and_is_not_shown(client):
    GlossaryEntryFactory(
        term="Serious mental illness", search_only=["hurtful phrase", "other hurtful phrase"]
    )
    PracticePageFactory(title="Living with serious mental illness")

    response = client.get("/search/", {"q": "hurtful phrase"})

    assert titles(response.context["results"]) == ["Living with serious mental illness"]
    assert "other hurtful phrase" not in response.content.decode()


def test_an_entry_that_is_not_shown_finds_and_does_not_appear(client):
    GlossaryEntryFactory(term="Discredited term", synonyms=["old name"], is_shown=False)
    PracticePageFactory(title="Why the discredited term is wrong")

    results = search(client, "old name")

    assert titles(results) == ["Why the discredited term is wrong"]
    assert results.entries == []


# --- Words that nobody expects --------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        '"unbalanced',
        "'unbalanced",
        "a\x00b",
        "w*",
        "*",
        '""',
        "OR",
        "NOT",
        "NEAR(a b, 3)",
        "(",
        ")",
        "title:x",
        "{body} : x",
        "^x",
        "-x",
        "%",
        "_",
        "\\",
        "🙂",
        "x" * 10_000,
        "word " * 5000,
        "\u202eabc",
        "<script>alert(1)</script>",
        "a AND",
        "\n\r\t",
        "\ud83d",
        "ǅ" * 300,
    ],
)
def test_hostile_text_gives_an_ordinary_page(client, words):
    PracticePageFactory(title="Marigold")

    response = client.get("/search/", {"q": words.encode("utf-8", "replace")})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "query", ["q=%ff%fe", "q[]=x", "q=x&q=y", "kind=nothing&q=x", "page=-1&q=x"]
)
def test_hostile_parameters_give_an_ordinary_page(client, query):
    assert client.get(f"/search/?{query}").status_code == 200


class NoWordsBreakIt(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(words=st.text(max_size=60))
    def test_any_text_gives_an_ordinary_page(self, words):
        response = self.client.get("/search/", {"q": words.encode("utf-8", "replace")})

        assert response.status_code == 200


@given(text=st.text())
def test_cleaned_text_is_short_and_has_nothing_in_it_that_an_engine_reads(text):
    cleaned = clean(text)

    assert len(cleaned) <= LONGEST
    assert '"' not in cleaned
    assert cleaned.isprintable()
    assert len(terms_of(cleaned)) <= MOST_TERMS


def test_without_words_the_page_says_what_can_be_found(client):
    assert "What can be found here" in client.get("/search/").content.decode()
    assert "What can be found here" in client.get("/search/?q=+").content.decode()


def test_finding_nothing_offers_ways_on(client):
    content = client.get("/search/", {"q": "zyzzyva"}).content.decode()

    assert "Nothing found for “zyzzyva”" in content
    assert "/topics/" in content


def test_search_pages_are_not_for_search_engines(client):
    assert '<meta name="robots" content="noindex">' in client.get("/search/").content.decode()


def test_only_reading_is_allowed(client):
    assert client.post("/search/").status_code == 405


# --- Cost and engine ------------------------------------------------------------------------------


def test_a_search_costs_the_same_however_much_there_is(client):
    georgia = JurisdictionFactory(name="Georgia")
    for number in range(15):
        PracticePageFactory(
            title=f"Rural marigold {number}", jurisdictions=[georgia], topics=[TopicFactory()]
        )
        PrinciplePageFactory(title=f"Marigold principle {number}")
        OrganizationPageFactory(title=f"Marigold society {number}")
        GlossaryEntryFactory(term=f"Marigold {number}")
    for words in ("marigold", "georgia marigold follow-up"):
        settle_index()
        client.get("/search/", {"q": words})
        with CaptureQueriesContext(connection) as statements:
            client.get("/search/", {"q": words})

        assert len(statements) <= MOST_STATEMENTS, words
