"""What a row means, and what it leaves as it is."""

import pytest

from hub.importing.columns import KINDS
from hub.importing.columns.column import UnableToParse
from hub.importing.columns.words import Words
from hub.importing.models import ImportKey
from practices.models import PracticePage
from tests.factories import OrganizationPageFactory, PracticePageFactory, all_shelves, editor, shelf

from .sheets import checked, csv_bytes

HEADINGS = ["Key", "Title", "Summary", "Problem"]
ROW = ["P-1", "Call the day after", "In plain words.", "Nobody calls."]
NOBODY = Words(by=None)
SOURCE = {"label": "A report", "url": "https://example.org/a", "kind": "law"}


@pytest.fixture
def at_work(client, db):
    all_shelves()
    client.force_login(editor())
    return client


def column(name):
    return KINDS["practices"].column(name)


def test_what_has_no_part_in_a_cell_stays():
    page, sources = PracticePage(sources=[("source", SOURCE)]), column("sources")

    same = sources.joined(page, sources.parse("A report | https://example.org/a", NOBODY))
    other = sources.joined(page, sources.parse("A report | https://example.org/b\nNew", NOBODY))

    assert sources.compared(page, sources.get(page)) == sources.compared(page, same)
    assert [(row["url"], row["kind"]) for _, row in other] == [
        ("https://example.org/b", "law"),
        ("", "other"),
    ]


def test_a_body_with_more_than_cells_can_hold_is_not_written_over():
    body = column("body")
    page = PracticePage(body=[("quote", {"text": "It helped.", "by": "A neighbor"})])

    with pytest.raises(UnableToParse, match="quote"):
        body.joined(page, body.parse("Other words.", NOBODY))


def test_a_heading_is_never_cut():
    with pytest.raises(UnableToParse, match="at most 120 characters"):
        column("body").parse(f"# {'long ' * 30}\nWords.", NOBODY)


def test_a_word_that_must_be_chosen_is_asked_for(at_work):
    headings = ["Title", "Summary", "Resource type", "Link"]
    sheet = csv_bytes(headings, [["A template", "In plain words.", "", "https://example.org/"]])

    one = checked(at_work, sheet, kind="library")

    assert [told["column"] for told in one.report["problems"]] == ["Resource type"]


def test_words_are_only_those_that_their_reader_may_know(db):
    all_shelves()
    OrganizationPageFactory(title="Known to all")
    OrganizationPageFactory(title="Not announced", live=False)

    names = Words(by=editor(of=shelf("library"))).of("organizations").names

    assert names == ["Known to all"]


def test_a_key_whose_page_stands_elsewhere_is_told(at_work):
    ImportKey.objects.create(kind="practices", key="P-1", page=shelf("library"))

    moved = checked(at_work, csv_bytes(HEADINGS, [ROW]))
    PracticePageFactory(title=ROW[1])
    found = checked(at_work, csv_bytes(HEADINGS, [ROW]))

    assert [told["column"] for told in moved.report["problems"]] == ["Key"]
    assert (found.report["problems"], found.report["counts"]["changed"]) == ([], 1)


def test_a_key_that_only_begins_like_the_sample_is_imported(at_work):
    one = checked(at_work, csv_bytes(HEADINGS, [["Sample-County", *ROW[1:]]]))

    assert (one.report["samples"], one.report["counts"]["new"]) == ([], 1)


def test_an_address_that_stays_is_told(at_work):
    page = PracticePageFactory(title=ROW[1], slug="as-it-was")
    ImportKey.objects.create(kind="practices", key="P-1", page=page)

    one = checked(at_work, csv_bytes([*HEADINGS, "Address"], [[*ROW, "another"]]))

    (told,) = one.report["advice"]
    assert (told["column"], told["better"], told["value"]) == ("Address", "as-it-was", "another")
