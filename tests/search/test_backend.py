"""The engine behind modelsearch's public calls, with pages of the hub."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F, Q
from modelsearch.backends.base import FilterFieldError, SearchFieldError
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Page

from hub.home.models import PlainPage
from hub.search.adapter import results as adapter_results
from hub.search.adapter.compiling import MOST_TERMS
from hub.search.backend import SearchBackend, WhooshIndex
from hub.search.engine.storage import Folder
from practices.models import PracticePage
from tests.factories import NOW, ImageFactory, PlainPageFactory, PracticePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def backend(home, tmp_path) -> SearchBackend:
    """One that whoever saves writes to, with an index of everything there is."""
    backend = SearchBackend({"DIRECTORY": tmp_path / "search", "OUTBOX": False})
    backend.get_index_for_model(Page).reset()
    return backend


@pytest.fixture
def indexed(backend) -> Any:
    """Makes a page and indexes it, in a commit of its own only if it is the only one."""

    def index(*pages: Page) -> list[Page]:
        backend.add_bulk(Page, pages)
        return list(pages)

    return index


def titles(results: Any) -> list[str]:
    return [page.title for page in results]


def damage(backend: SearchBackend) -> Folder:
    folder = backend.get_index_for_model(Page).folder
    (folder.current() / "manifest").unlink()
    return folder


def test_words_in_the_title_come_first(backend, indexed):
    indexed(
        PracticePageFactory(title="Calls at night", problem="<p>Marigold marigold.</p>"),
        PracticePageFactory(title="Marigold", problem="<p>Calls at night.</p>"),
    )

    assert titles(backend.search("marigold", Page)) == ["Marigold", "Calls at night"]


def test_all_words_are_wanted_unless_told_otherwise(backend, indexed):
    indexed(PlainPageFactory(title="Rural crisis"), PlainPageFactory(title="Rural roads"))

    assert titles(backend.search("rural crisis", Page)) == ["Rural crisis"]
    assert titles(backend.search("rural crisis", Page, operator="or")) == [
        "Rural crisis",
        "Rural roads",
    ]


def test_a_deleted_page_is_neither_found_nor_counted(backend, indexed):
    gone, kept = indexed(PlainPageFactory(title="Marigold one"), PlainPageFactory(title="Marigold"))

    backend.delete(gone)

    results = backend.search("marigold", Page)
    assert results.count() == 1
    assert titles(results) == [kept.title]
    assert results.facet("live") == {True: 1}


def test_a_page_that_the_database_no_longer_has_is_left_out(backend, indexed):
    gone, kept = indexed(PlainPageFactory(title="Marigold one"), PlainPageFactory(title="Marigold"))

    gone.delete()

    assert titles(backend.search("marigold", Page)) == [kept.title]


def test_a_changed_page_is_found_by_its_new_words_only(backend, indexed):
    (page,) = indexed(PlainPageFactory(title="Marigold"))
    page.title = "Tulip"

    backend.add(page)

    assert titles(backend.search("marigold", Page)) == []
    assert backend.search("tulip", Page).count() == 1


def test_a_type_finds_only_its_own(backend, indexed):
    indexed(PlainPageFactory(title="Marigold one"), PracticePageFactory(title="Marigold two"))

    assert titles(backend.search("marigold", PracticePage)) == ["Marigold two"]
    assert isinstance(backend.search("marigold", PlainPage)[0], PlainPage)
    assert backend.search("marigold", Page).count() == 2


def test_a_search_can_be_narrowed_to_fields(backend, indexed):
    indexed(
        PracticePageFactory(title="Marigold"),
        PracticePageFactory(title="Other", problem="<p>Marigold.</p>"),
    )

    assert titles(backend.search("marigold", PracticePage, fields=["title"])) == ["Marigold"]
    assert titles(backend.search("marigold", PracticePage, fields=["problem"])) == ["Other"]
    with pytest.raises(SearchFieldError):
        backend.search("marigold", PracticePage, fields=["slug"])


@pytest.fixture
def three(indexed) -> list[Page]:
    return indexed(
        PlainPageFactory(title="Marigold a", first_published_at=NOW - timedelta(days=9)),
        PlainPageFactory(title="Marigold b", first_published_at=NOW, show_in_menus=True),
        PlainPageFactory(title="marigold Çc", first_published_at=None, live=False),
    )


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Q(live=True), "ab"),
        (~Q(live=True), "c"),
        (Q(live=True, show_in_menus=True), "b"),
        (Q(live=False) | Q(show_in_menus=True), "bc"),
        (Q(title="Marigold a"), "a"),
        (Q(title__iexact="MARIGOLD A"), "a"),
        (Q(title__startswith="Marigold"), "ab"),
        (Q(title__istartswith="marigold"), "abc"),
        (Q(title__contains="gold b"), "b"),
        (Q(title__icontains="GOLD B"), "b"),
        (Q(title__endswith=" a"), "a"),
        (Q(title__iendswith=" A"), "a"),
        (Q(title__in=["Marigold a", "Marigold b", "other"]), "ab"),
        (Q(first_published_at__isnull=True), "c"),
        (Q(first_published_at__isnull=False), "ab"),
        (Q(first_published_at__lt=NOW), "a"),
        (Q(first_published_at__lte=NOW), "ab"),
        (Q(first_published_at__gt=NOW - timedelta(days=9)), "b"),
        (Q(first_published_at__gte=NOW - timedelta(days=9)), "ab"),
        (Q(first_published_at__range=(NOW - timedelta(days=10), NOW - timedelta(days=8))), "a"),
        (Q(first_published_at__year=2026), "ab"),
        (Q(pk__in=[]), ""),
    ],
    ids=str,
)
def test_conditions_of_the_queryset_hold_for_hits_and_counts(backend, three, condition, expected):
    results = backend.search("marigold", Page.objects.filter(condition))

    assert "".join(sorted(title[-1] for title in titles(results))) == expected
    assert backend.search("marigold", Page.objects.filter(condition)).count() == len(expected)
    assert sum(results.facet("live").values()) == len(expected)


def test_a_condition_can_be_a_query_of_its_own(backend, three):
    shown = Page.objects.filter(show_in_menus=True).values("id")

    assert titles(backend.search("marigold", Page.objects.filter(id__in=shown))) == ["Marigold b"]


def test_a_condition_on_a_field_that_the_index_lacks_says_so(backend, three):
    with pytest.raises(FilterFieldError):
        backend.search("marigold", Page.objects.filter(slug="x"))


def test_pages_below_a_page_can_be_searched(backend, indexed):
    parent = PlainPageFactory(title="Parent")
    indexed(
        parent,
        PlainPageFactory(title="Marigold", parent=parent),
        PlainPageFactory(title="Marigold"),
    )

    below = backend.search("marigold", Page.objects.descendant_of(parent))

    assert below.count() == 1


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("title", "abc"),
        ("-title", "cba"),
        # Without a date comes last, whichever way.
        ("first_published_at", "abc"),
        ("-first_published_at", "bac"),
        (F("first_published_at").desc(nulls_first=True), "cba"),
    ],
    ids=str,
)
def test_hits_can_be_put_in_an_order(backend, three, order, expected):
    queryset = Page.objects.order_by(order)

    results = backend.search("marigold", queryset, order_by_relevance=False)

    assert "".join(title[-1] for title in titles(results)) == expected
    assert "".join(title[-1] for title in titles(results[1:])) == expected[1:]


def test_more_hits_than_one_statement_takes_come_in_order_too(backend, three, monkeypatch):
    monkeypatch.setattr(adapter_results, "CHUNK", 2)
    newest = Page.objects.order_by(F("first_published_at").desc(nulls_last=True))

    by_column = backend.search("marigold", Page.objects.order_by("-id"), order_by_relevance=False)
    by_expression = backend.search("marigold", newest, order_by_relevance=False)

    assert "".join(title[-1] for title in titles(by_column)) == "cba"
    assert "".join(title[-1] for title in titles(by_expression[:2])) == "ba"


def test_counts_by_facet_do_not_depend_on_the_slice(backend, three):
    results = backend.search("marigold", Page)

    assert list(results.facet("live").items()) == [(True, 2), (False, 1)]
    assert results[:1].facet("live") == results.facet("live")
    assert results.facet("content_type") == {three[0].content_type_id: 3}
    assert results.facet("first_published_at")[None] == 1
    with pytest.raises(FilterFieldError):
        results.facet("slug")


def test_pages_of_hits_are_slices(backend, three):
    results = backend.search("marigold", Page)

    assert titles(results[:2]) + titles(results[2:]) == titles(results)
    assert (results[:2].count(), results[2:9].count(), results[5:].count()) == (2, 1, 0)
    assert results[1].title == titles(results)[1]


def test_hits_can_carry_their_score(backend, three):
    hits = list(backend.search("marigold", Page).annotate_score("score"))

    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Phrase("rural crisis"), ["rural crisis"]),
        (Phrase("crisis"), ["crisis rural", "rural crisis"]),
        (Phrase("?!"), []),
        (And([PlainText("rural"), Not(PlainText("crisis"))]), ["rural roads"]),
        (Or([PlainText("roads"), Phrase("crisis rural")]), ["crisis rural", "rural roads"]),
        (Boost(PlainText("roads"), 2.0), ["rural roads"]),
        (Fuzzy("crisys rurol", operator="and"), ["crisis rural", "rural crisis"]),
        (Fuzzy("crisys roads"), ["crisis rural", "rural crisis", "rural roads"]),
        (PlainText("roads unknown", operator="or"), ["rural roads"]),
        (PlainText("!!!"), []),
        (~MATCH_ALL, []),
    ],
    ids=repr,
)
def test_questions_can_be_put_together(backend, indexed, query, expected):
    indexed(*(PlainPageFactory(title=t) for t in ("rural crisis", "crisis rural", "rural roads")))

    assert sorted(titles(backend.search(query, Page))) == expected
    damage(backend)
    # The database does not know words that are spelled alike.
    if not isinstance(query, Fuzzy):
        assert sorted(titles(backend.search(query, Page))) == expected


@pytest.mark.parametrize("typed", ["mari", "co-res", "co res", "cores", "resp", "m", "MARI co"])
def test_beginnings_of_words_in_the_title_suggest_it(backend, indexed, typed):
    indexed(PlainPageFactory(title="Marigold Co-Responder"), PlainPageFactory(title="Other"))

    assert titles(backend.autocomplete(typed, Page)) == ["Marigold Co-Responder"]
    assert titles(backend.autocomplete(typed, Page, fields=["title"])) == ["Marigold Co-Responder"]
    assert titles(backend.autocomplete(f"{typed} x", Page)) == []


def test_a_row_of_digits_suggests_however_it_is_written(backend, indexed):
    indexed(PlainPageFactory(title="Call 988"), PlainPageFactory(title="Call 911"))

    for typed in ("988", "9-8-8", "9 8 8", "98"):
        assert titles(backend.autocomplete(typed, Page)) == ["Call 988"], typed


def test_only_the_first_words_count(backend, indexed):
    indexed(PlainPageFactory(title="Marigold"))
    too_many = " ".join(["marigold"] * MOST_TERMS + ["unknown"] * 5_000)

    assert titles(backend.search(too_many, Page)) == ["Marigold"]
    damage(backend)
    assert titles(backend.search(too_many, Page)) == ["Marigold"]


@pytest.mark.parametrize(
    "typed",
    [
        '"marigold',
        "marigold\x00",
        "marigold*",
        "🌼 marigold",
        "\u202emarigold",
        "marigold" + "!" * 9_000,
    ],
)
def test_whatever_is_typed_is_answered_also_while_the_index_is_damaged(backend, indexed, typed):
    indexed(PlainPageFactory(title="Marigold"))

    assert titles(backend.search(typed, Page)) == ["Marigold"]
    damage(backend)
    assert titles(backend.search(typed, Page)) == ["Marigold"]


def test_a_damaged_index_is_reported_and_the_database_answers(backend, three):
    folder = damage(backend)
    live = Page.objects.filter(live=True).order_by("title")

    results = backend.search("marigold", live)

    assert titles(results) == ["Marigold a", "Marigold b"]
    assert titles(results[1:]) == ["Marigold b"]
    assert backend.search("marigold", live)[:1].count() == 1
    assert results.facet("live") == {True: 2}
    assert results[:1].facet("content_type") == {three[0].content_type_id: 2}
    assert titles(backend.autocomplete("mari", live)) == ["Marigold a", "Marigold b"]
    assert folder.damage
    assert not backend.get_index_for_model(Page).is_sound()


def test_the_database_looks_in_the_same_fields_while_the_index_is_damaged(backend, indexed):
    indexed(
        PracticePageFactory(title="Marigold"),
        PracticePageFactory(title="Other", problem="<p>Marigold.</p>"),
    )
    damage(backend)

    assert titles(backend.search("marigold", PracticePage, fields=["title"])) == ["Marigold"]


def test_a_change_does_not_make_a_damaged_index_look_whole(backend, three):
    """An index of nothing but the change would find almost nothing, and nobody would know."""
    folder = damage(backend)

    backend.add(three[0])

    assert backend.search("marigold", Page).count() == 3
    assert folder.damage


def test_a_change_before_there_is_an_index_is_not_the_whole_index(home, tmp_path):
    backend = SearchBackend({"DIRECTORY": tmp_path / "search", "OUTBOX": False})
    pages = [PlainPageFactory(title="Marigold one"), PlainPageFactory(title="Marigold two")]

    backend.add(pages[0])

    assert backend.search("marigold", Page).count() == 2


def test_a_rebuild_ends_the_damage(backend, three):
    folder = damage(backend)
    backend.search("marigold", Page).count()

    rebuilder = backend.rebuilder_class(backend.get_index_for_model(Page))
    rebuilder.start().add_items(Page, Page.objects.specific())
    rebuilder.finish()

    assert backend.search("marigold", Page).count() == 3
    assert not folder.damage
    assert backend.get_index_for_model(Page).is_sound()


def test_a_query_that_cannot_be_searched_for_is_no_damage(backend, three, monkeypatch):
    read: list[str] = []
    monkeypatch.setattr(WhooshIndex, "read", lambda self, ask: read.append("read"))

    class Unheard(PlainText.__base__):
        def __repr__(self) -> str:
            return "<Unheard>"

    with pytest.raises(NotImplementedError, match="Unheard"):
        backend.search(Unheard(), Page).count()

    assert read == []


def test_images_have_an_index_of_their_own(backend, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    image = ImageFactory(title="Marigold")
    index = backend.get_index_for_object(image)
    index.reset()

    backend.add(image)

    assert list(backend.search("marigold", type(image))) == [image]
    assert backend.search("marigold", Page).count() == 0
    assert (Path(tmp_path) / "search" / str(index)).is_dir()
