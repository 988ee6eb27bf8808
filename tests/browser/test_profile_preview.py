"""The page beside the form of a profile: over everything on a phone, beside it on a desk."""

import pytest

pytestmark = pytest.mark.browser
KEEPER = "manager@example.org"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
IN_THE_PREVIEW = "document.activeElement.closest('[data-preview-box]') !== null"


@pytest.fixture
def page(browser, hub):
    from .survey import sign_in
    from .test_mentoring import go_without_second_step

    context = browser.new_context(base_url=hub.url, viewport=PHONE)
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, KEEPER, hub.password_of(KEEPER))
    go_without_second_step(page, "/my-sites/")
    page.goto("/my-sites/")
    page.get_by_role("link", name="Edit the profile").first.click()
    page.locator("#profile-form").wait_for()
    yield page
    context.close()


def test_on_a_phone_the_keyboard_stays_in_the_preview_and_comes_back(page):
    opener = page.get_by_role("button", name="Preview")
    opener.click()
    page.get_by_role("dialog", name="Preview").wait_for()

    inside = []
    for _ in range(6):
        inside.append(
            page.evaluate(IN_THE_PREVIEW)
            or page.evaluate("document.activeElement === document.body")
        )
        page.keyboard.press("Shift+Tab")
    page.locator("[data-preview-close]").focus()
    page.keyboard.press("Escape")

    assert all(inside)
    assert not page.locator("[data-preview-box]").is_visible()
    assert page.evaluate("document.activeElement.matches('[data-preview-button]')")


def test_a_screen_that_is_turned_leaves_the_form_in_reach(page):
    page.get_by_role("button", name="Preview").click()
    page.set_viewport_size(DESK)
    page.wait_for_function("!document.querySelector('[data-preview-box]').matches(':modal')")

    page.get_by_label("Name of the site").click()

    assert page.locator("[data-preview-box]").is_visible()
    assert page.evaluate("document.activeElement.name") == "title"
