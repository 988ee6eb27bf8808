"""A sheet on its way in, by an editor's own hands: problems are seen, the rest becomes drafts."""

import csv
import io

import pytest

pytestmark = pytest.mark.browser

ROWS = [
    ["Key", "Title", "Summary", "Problem", "Places"],
    ["W-1", "Warm line cards", "Cards with a number.", "Numbers get lost.", "Georgia"],
    ["W-2", "Coffee afterwards", "A visit with coffee.", "Nobody comes.", "Gorgia"],
]


def test_an_editor_sees_the_problems_of_a_sheet_and_imports_the_rest(browser, hub):
    from .editing import open_admin
    from .probes import Listener, axe
    from .survey import sign_in

    context = browser.new_context(base_url=hub.url, viewport={"width": 1280, "height": 900})
    # Whatever the sheet waits for is worked off beside the server.
    context.set_default_timeout(20_000)
    page = context.new_page()
    listener = Listener(page)
    sign_in(page, "editor@example.org", hub.password_of("editor@example.org"))
    open_admin(page)

    _send(page)
    page.get_by_text("Nothing is imported yet").wait_for()
    problems = page.get_by_role("table", name="Problems").inner_text()
    found = {"checked": axe(page)}
    page.get_by_label("Leave this row out and import the others").check()
    page.get_by_role("button", name="Import 1 row as draft").press("Enter")
    page.get_by_role("button", name="Take this import back").wait_for()
    found["imported"] = axe(page)
    said = [*listener.errors, *listener.violations()]
    page.get_by_role("link", name="Warm line cards").click()
    page.wait_for_url("**/edit/")

    assert "Georgia" in problems
    assert page.locator("#id_summary").input_value() == "Cards with a number."
    assert found == {"checked": [], "imported": []}
    assert said == []
    context.close()


def _send(page):
    text = io.StringIO()
    csv.writer(text).writerows(ROWS)
    file = {"name": "cards.csv", "mimeType": "text/csv", "buffer": text.getvalue().encode()}
    page.goto("/admin/import/")
    page.get_by_label("What it holds").select_option("practices")
    page.get_by_label("The sheet").set_input_files(file)
    page.get_by_role("button", name="Check the sheet").click()
