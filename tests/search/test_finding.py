"""What the search page offers beside hits: facets, synonyms, spelling, suggestions, promotions."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from hub.search.suggesting import suggest
from tests.factories import (
    GlossaryEntryFactory,
    JurisdictionFactory,
    PolicyPageFactory,
    PracticePageFactory,
    TermFactory,
    TopicFactory,
    all_shelves,
    members_only,
)
from tests.search_index import settle_index

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture(autouse=True)
def _shelves(db):
    all_shelves()


def search(client, words: str = "", **parameters):
    return client.get("/search/", {"q": words, **parameters}).context["results"]


def titles(results) -> list[str]:
    return [row.document.title for row in results.rows or []]


def counts(results, facet: str) -> dict[str, int]:
    found = next((one for one in results.facets if one.name == facet), None)
    return {option.value: option.count for option in found.options} if found else {}


# --- Facets ---------------------------------------------------------------------------------------


def test_every_facet_counts_what_it_would_leave(client):
    rural, urban = TermFactory(slug="rural"), TermFactory(slug="urban")
    topic = TopicFactory(slug="follow-up")
    PracticePageFactory(title="Marigold one", terms=[rural], topics=[topic])
    PracticePageFactory(title="Marigold two", terms=[rural])
    PolicyPageFactory(title="Marigold act", terms=[urban], topics=[topic])

    results = search(client, "marigold")

    assert counts(results, "community_type") == {"rural": 2, "urban": 1}
    assert counts(results, "topic") == {"follow-up": 2}
    assert counts(results, "kind")["practicepage"] == 2


def test_values_of_one_facet_widen_and_facets_narrow_each_other(client):
    rural, urban = TermFactory(slug="rural"), TermFactory(slug="urban")
    topic = TopicFactory(slug="follow-up")
    PracticePageFactory(title="Marigold one", terms=[rural], topics=[topic])
    PracticePageFactory(title="Marigold two", terms=[urban])
    PracticePageFactory(title="Marigold three")

    both = search(client, "marigold", community_type=["rural", "urban"])
    narrowed = search(client, "marigold", community_type=["rural", "urban"], topic="follow-up")

    assert sorted(titles(both)) == ["Marigold one", "Marigold two"]
    assert titles(narrowed) == ["Marigold one"]


def test_a_chosen_facet_still_counts_its_other_values(client):
    rural, urban = TermFactory(slug="rural"), TermFactory(slug="urban")
    PracticePageFactory(title="Marigold one", terms=[rural])
    PracticePageFactory(title="Marigold two", terms=[urban])

    results = search(client, "marigold", community_type="rural")

    assert results.total == 1
    assert counts(results, "community_type") == {"rural": 1, "urban": 1}


def test_a_value_that_would_leave_nothing_is_greyed_and_not_hidden(client):
    TermFactory(slug="frontier", label="Frontier")
    PracticePageFactory(title="Marigold", terms=[TermFactory(slug="rural")])

    response = client.get("/search/", {"q": "marigold"})

    assert counts(response.context["results"], "community_type") == {"rural": 1, "frontier": 0}
    assert "choice--none" in response.content.decode()


def test_a_chip_takes_one_filter_away_and_keeps_the_rest(client):
    topic = TopicFactory(slug="follow-up", name="Follow-up")
    PracticePageFactory(title="Marigold", terms=[TermFactory(slug="rural")], topics=[topic])

    results = search(client, "marigold", topic="follow-up", community_type="rural")

    assert {chip.url for chip in results.chips} == {
        "?q=marigold&community_type=rural",
        "?q=marigold&topic=follow-up",
    }


def test_filters_alone_list_what_fits_the_newest_first(client):
    topic = TopicFactory(slug="follow-up")
    now = timezone.now()
    for days, title in ((3, "Oldest"), (1, "Newest"), (2, "Middle")):
        PracticePageFactory(
            title=title, topics=[topic], first_published_at=now - timedelta(days=days)
        )

    found = titles(search(client, topic="follow-up"))

    assert [title for title in found if title in {"Oldest", "Newest", "Middle"}] == [
        "Newest",
        "Middle",
        "Oldest",
    ]


def test_recently_reviewed_comes_first_when_asked_and_never_reviewed_last(client):
    today = timezone.localdate()
    PracticePageFactory(title="Marigold never", last_reviewed=None)
    PracticePageFactory(title="Marigold long ago", last_reviewed=today - timedelta(days=500))
    PracticePageFactory(title="Marigold lately", last_reviewed=today - timedelta(days=5))

    assert titles(search(client, "marigold", sort="reviewed")) == [
        "Marigold lately",
        "Marigold long ago",
        "Marigold never",
    ]


# --- Words that mean the same ---------------------------------------------------------------------


def test_the_page_says_what_else_was_searched_for_and_searches_for_the_words_only(client):
    GlossaryEntryFactory(term="Mobile integrated health", abbreviations=["MIH"])
    PracticePageFactory(title="Mobile integrated health")

    results = search(client, "mih")

    assert results.also == ["Mobile integrated health"]
    assert titles(search(client, "mih", exact="1")) == []


def test_synonyms_work_both_ways(client):
    GlossaryEntryFactory(term="Mobile integrated health", abbreviations=["MIH"])
    PracticePageFactory(title="An MIH team")

    assert titles(search(client, "mobile integrated health")) == ["An MIH team"]


def test_an_ambiguous_word_is_only_expanded_with_context(client):
    GlossaryEntryFactory(
        term="Assertive Community Treatment",
        abbreviations=["ACT"],
        ambiguity="ACT also means an act of a legislature",
    )
    PracticePageFactory(title="Assertive community treatment teams")

    assert titles(search(client, "act")) == []
    assert titles(search(client, "act treatment")) == ["Assertive community treatment teams"]


def test_a_new_synonym_finds_without_a_rebuild(client):
    PracticePageFactory(title="Follow-up visits")
    settle_index()
    assert titles(search(client, "callback")) == []

    GlossaryEntryFactory(term="Follow-up", synonyms=["callback"])

    assert titles(search(client, "callback")) == ["Follow-up visits"]


def test_a_snippet_shows_the_words_in_the_text_and_escapes_it(client):
    PracticePageFactory(
        title="First", summary="Short.", problem="<p>A marigold &lt;script&gt;alert(1) grows.</p>"
    )

    content = client.get("/search/", {"q": "marigold"}).content.decode()

    assert "<mark>marigold</mark> &lt;script&gt;alert(1) grows." in content


def test_a_snippet_never_shows_a_search_only_word(client):
    GlossaryEntryFactory(term="Serious mental illness", search_only=["hurtfulword"])
    PracticePageFactory(
        title="First",
        summary="Short.",
        problem="<p>Serious mental illness, once called hurtfulword.</p>",
    )

    content = client.get("/search/", {"q": "serious mental illness"}).content.decode()

    assert "hurtfulword" not in content


# --- Spelling and suggestions ---------------------------------------------------------------------


def test_a_misspelled_word_is_put_right(client):
    PracticePageFactory(title="Naloxone to leave behind")

    assert search(client, "nalxone").correction == "naloxone"


def test_only_words_that_the_reader_may_see_are_proposed(client):
    GlossaryEntryFactory(term="Serious mental illness", search_only=["hurtfulword"])
    members_only(PracticePageFactory(title="Secretword inside"))
    PracticePageFactory(title="First", problem="<p>Once called hurtfulword.</p>")

    assert search(client, "secretwrd").correction == ""
    assert search(client, "hurtfulwrd").correction == ""


def test_typing_offers_titles_topics_places_and_words(client):
    PracticePageFactory(title="Marigold practice")
    TopicFactory(name="Marigold topic")
    JurisdictionFactory(name="Marigold county")
    GlossaryEntryFactory(term="Marigold word")

    found = client.get("/search/suggestions.json", {"q": "marig"}).json()["suggestions"]

    assert {(one["title"], one["kind"]) for one in found} == {
        ("Marigold practice", "Promising practice"),
        ("Marigold topic", "Topic"),
        ("Marigold county", "Place"),
        ("Marigold word", "Word we use"),
    }


def test_suggestions_are_also_a_page_of_links(client):
    page = PracticePageFactory(title="Marigold practice")

    assert f'href="{page.url}"' in client.get("/search/suggestions/?q=marig").content.decode()


def test_neither_hidden_words_nor_hidden_pages_are_suggested(client, member):
    GlossaryEntryFactory(term="Hidden entry of marigold", is_shown=False)
    GlossaryEntryFactory(term="Serious mental illness", search_only=["marigoldish"])
    members_only(PracticePageFactory(title="Marigold for members"))
    PracticePageFactory(title="Marigoldish people")

    assert [one.title for one in suggest("marigold", reader=NOBODY)] == []
    assert [one.title for one in suggest("marigold", reader=member)] == ["Marigold for members"]


def test_suggestions_cost_few_statements(client, django_assert_max_num_queries):
    for number in range(12):
        PracticePageFactory(title=f"Marigold {number}")
        TopicFactory(name=f"Marigold topic {number}")
    settle_index()

    with django_assert_max_num_queries(7):
        assert len(suggest("mari", reader=NOBODY)) == 8


# --- Editors' choice ------------------------------------------------------------------------------


def test_an_editors_choice_comes_first_for_its_words_if_the_reader_may_see_it(
    client, member_client
):
    chosen = PracticePageFactory(title="The chosen one")
    members_only(chosen)
    SearchPromotion.objects.create(
        query=Query.get("marigold"), page=chosen, description="Begin here"
    )

    assert client.get("/search/?q=Marigold").context["promoted"] == []
    assert [one.title for one in member_client.get("/search/?q=Marigold").context["promoted"]] == [
        "The chosen one"
    ]
