"""Nobody asks for pages but through the gate, and no text becomes markup unseen."""

import pytest

from tests.architecture.queries import past_the_gate, ungated, untrusted_markup
from tests.architecture.sources import ROOT, python_files

GATE = ROOT / "hub" / "core" / "visibility.py"
# Who may ask without it, and why nothing reaches a reader this way.
ALLOWED = {
    ("hub/core/routing.py", "complete"): "the page that find_page() let through, once more",
    ("hub/search/receivers.py", "note_subtree"): "keys for the outbox; nothing is shown",
    ("hub/search/sources/pages.py", "keys"): "keys to describe; nothing is shown",
    ("hub/search/sources/pages.py", "describe"): "each document carries who may see it, and what "
    "is found passes visible_keys()",
    ("mentorsites/permissions.py", "sites_kept_by"): "one's own site, also before it is published",
    ("mentorsites/permissions.py", "sites_kept_or_edited_by"): "the same, and an editor's",
    ("mentorsites/keeping.py", "own_sites"): "one's own sites, also before they are published",
    ("mentorsites/actions/saving.py", "lock"): "the row that the caller let through, once more",
    ("mentorsites/actions/caring.py", "begin_care"): "a row beside each site; it shows nothing",
    ("mentorsites/measuring.py", "_hours"): "figures beside sites; readers come by the page",
    ("mentorsites/measuring.py", "_helped"): "figures beside sites; readers come by the page",
    ("hub/resources/actions.py", "fill_facts"): "numbers beside pages; ranking asks the gate",
    ("hub/accounts/models/users.py", "holding"): "people, not pages: `model` is the user",
    ("hub/home/sample_mentoring.py", "make_sample_requests"): "writes samples; shows nothing",
    ("mentorsites/permissions.py", "is_agreed_with_others"): "a yes or no",
    ("mentoring/actions/offering.py", "lock_site"): "the row of a site that was let in, once more",
    ("mentoring/choosing.py", "hindrance_of"): "one known site, once more with what hinders",
    ("mentoring/forms/answering.py", ""): "none(): the form gets its rows from the view",
    ("mentoring/forms/asking.py", ""): "none(): the form gets its rows from the view",
    ("mentoring/forms/staff.py", ""): "none(): the form gets its rows from the view",
    ("mentoring/forms/off_hub.py", ""): "none(): the form gets its rows from the view",
    ("mentoring/personal_data.py", "erase"): "rows of a person; `model` is no page",
    ("hub/core/page_cache/turning.py", "_next_turn"): "a moment; it shows nothing",
    ("hub/core/newer_rows.py", "post"): "a row of a vocabulary whose editor Wagtail let in",
    ("hub/core/page_editor.py", "hold_newest"): "the page whose editor Wagtail let in, once more",
    ("hub/core/page_editor.py", "_newest"): "the page whose editor Wagtail let in, once more",
    ("hub/editing/withdrawing.py", "withdraw"): "the page that the caller let through, once more",
    ("hub/importing/actions/carrying_out.py", "_refuse_overtaken"): "pages found by their editor",
    ("hub/importing/actions/carrying_out.py", "_remember"): "numbers; it shows nothing",
    ("hub/importing/actions/taking_back.py", "_take_back"): "what this editor's import made",
    ("hub/importing/actions/taking_back.py", "_bring_back"): "what this editor's import changed",
    ("hub/importing/finding.py", "__init__"): "drafts too, on the shelf that its editor may fill",
    ("hub/importing/reviewing.py", "_as_imported"): "what this editor's import made",
    ("hub/importing/writing.py", "place_pages"): "writes drafts; shows nothing",
    ("hub/importing/writing.py", "_insert"): "writes drafts; shows nothing",
    ("hub/importing/writing.py", "write_revisions"): "writes drafts; shows nothing",
    ("hub/resources/actions.py", "set_order_right"): "columns to order by; it shows nothing",
    ("hub/home/groups.py", "_ask_clinicians"): "a shelf, for its workflow; it shows nothing",
    ("hub/editing/published.py", "every_published_page"): "for a job; it shows nothing",
    ("hub/editing/still_right.py", "_lock"): "the row that the caller let through, once more",
    ("hub/editing/monthly.py", "_due"): "numbers; each person's list passes the gate",
    ("hub/editing/writers.py", "_unpublished"): "two figures of a page at hand; it shows nothing",
    ("hub/core/files.py", "_pages_using"): "is_file_visible() passes them through the gate",
}
# Where sanitized words become markup, and nothing else does.
CLEANED = {
    "forums/templatetags/forums.py": ["return SafeString(sanitize(html))"],
    # Wagtail's own comparison, whose words are escaped already.
    "hub/core/templatetags/comparing.py": [
        "return SafeString(BLOCK.sub(_with_words, shown))",
    ],
    "hub/core/templatetags/sharing.py": [
        'return SafeString("")',
        'return SafeString("")',
        "return SafeString(text.translate(ESCAPES))",
    ],
}
# The loader writes pages; it shows none.
WRITERS = ("hub/home/loading/", "hub/home/actions.py")


def checked_files():
    return [path for path in python_files() if path != GATE]


def name_of(path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_pages_are_asked_for_through_the_gate():
    found = [
        (name_of(path), function)
        for path in checked_files()
        if not name_of(path).startswith(WRITERS)
        for function in ungated(path.read_text())
    ]

    assert [place for place in found if place not in ALLOWED] == []


def test_every_exception_is_still_needed():
    needed = {(name, function) for name, function in ALLOWED if function in ungated(read(name))}

    assert needed == set(ALLOWED)


def read(name: str) -> str:
    return (ROOT / name).read_text()


def test_nobody_but_the_gate_uses_what_wagtail_calls_public():
    found = [
        f"{name_of(path)}:{place}"
        for path in checked_files()
        for place in past_the_gate(path.read_text())
        if not name_of(path).startswith(WRITERS)
    ]

    assert found == []


def test_no_text_becomes_markup_unseen():
    found = [
        f"{name_of(path)}:{place}"
        for path in python_files()
        for place in untrusted_markup(path.read_text())
        if name_of(path) not in CLEANED
    ]

    assert found == []


def test_markup_made_of_words_is_cleaned_in_the_same_breath():
    for name, cleaned in CLEANED.items():
        lines = [line.strip() for line in read(name).splitlines() if "SafeString(" in line]

        assert lines == cleaned


@pytest.mark.parametrize(
    "broken",
    [
        "def rows(request):\n    return PracticePage.objects.all()",
        "def rows(page):\n    return list(Page.objects.child_of(page))",
        "class Shelf:\n    def rows(self):\n        return self.listed_model.objects.filter(a=1)",
        "ALL = PracticePage._default_manager.order_by('title')",
    ],
)
def test_asking_past_the_gate_is_found(broken):
    assert len(ungated(broken)) == 1


@pytest.mark.parametrize(
    "broken",
    [
        "page.get_children().live()",
        "PracticePage.objects.visible_to(reader).public()",
        "pages.filter(live=True)",
        "index.filter(expired=False)",
    ],
)
def test_wagtails_idea_of_public_is_found(broken):
    assert len(past_the_gate(broken)) == 1


@pytest.mark.parametrize(
    "broken",
    [
        "mark_safe(page.title)",
        "SafeString(text)",
        "format_html(f'<b>{title}</b>')",
        "Page.objects.raw(sql)",
        "pages.filter(**request.GET.dict())",
        "pages.order_by(*request.GET.getlist('sort'))",
    ],
)
def test_markup_and_filters_made_of_a_request_are_found(broken):
    assert len(untrusted_markup(broken)) == 1


def test_the_gate_satisfies_its_own_check():
    gated = "def rows(reader):\n    return PracticePage.objects.visible_to(reader)"

    assert ungated(gated) == past_the_gate(gated) == untrusted_markup(gated) == []
