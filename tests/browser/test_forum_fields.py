"""The fields of a question in a browser: tools at each part, one preview, nothing on paper."""

import pytest

pytestmark = pytest.mark.browser
MEMBER = "manager@example.org"


@pytest.fixture(scope="module")
def page(browser, hub):
    from .survey import sign_in

    context = browser.new_context(base_url=hub.url)
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, MEMBER, hub.password_of(MEMBER))
    yield page
    context.close()


def test_each_part_has_its_tools_and_the_preview_joins_them(page):
    page.goto("/forums/new/?kind=question")
    situation = page.get_by_label("What is the situation?")
    situation.fill("Nights")
    situation.select_text()
    part = page.locator(".composer-field").filter(has=situation)
    part.get_by_role("button", name="Bold").click()
    page.get_by_label("What would help you?").fill("A second team.")
    page.get_by_role("button", name="Preview").click()
    box = page.locator("[data-preview-box]")
    box.wait_for()

    assert situation.input_value() == "**Nights**"
    assert box.get_by_role("heading").all_inner_texts() == ["The situation", "What would help"]
    assert box.locator("strong").inner_text() == "Nights"


def test_a_thread_on_paper_has_no_fields_and_no_buttons(page):
    from .printing import printed_faults

    page.goto("/forums/t/1/x/")
    on_screen = page.locator(".forum-composer, .thread-tools").first.is_visible()

    assert on_screen
    assert [fault for fault in printed_faults(page) if "not spelled out" not in fault] == []
