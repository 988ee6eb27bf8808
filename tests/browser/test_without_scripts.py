"""Scripts only improve what works already: reading, finding and filtering need none."""

from collections import Counter

import pytest

from .addresses import FIXED, SECTIONS, address_of

pytestmark = pytest.mark.browser
# A script adds a button that shows the password and one for passkeys; it takes nothing away.
WITH_MORE_TO_PRESS = ("sign in", "join")


@pytest.fixture
def page(browser, hub):
    context = browser.new_context(
        base_url=hub.url, viewport={"width": 1280, "height": 900}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", [*FIXED, *SECTIONS])
def test_the_same_words_are_read_without_scripts(page, survey, hub, name):
    page.goto(address_of(name, hub))

    words = page.locator("body").inner_text().split()

    assert len(words) > 100
    if name in WITH_MORE_TO_PRESS:
        assert not Counter(words) - Counter(survey.of(name).words)
    else:
        assert words == survey.of(name).words


def test_a_practice_is_found_by_searching(page):
    page.goto("/")

    page.get_by_label("Search practices").fill("follow-up")
    page.get_by_role("search").get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Follow-up within two business days").first.click()

    assert "Follow-up within two business days" in page.locator("h1").inner_text()


def test_practices_are_filtered_sorted_and_cleared(page):
    page.goto("/practices/")
    before = page.locator(".listing__total").inner_text()

    page.locator("[name=community_type][value=rural]").check()
    page.get_by_role("button", name="Show results").click()
    filtered = page.locator(".listing__total").inner_text()
    page.locator(".chip--on").first.click()

    assert filtered != before
    assert page.locator(".listing__total").inner_text() == before


def test_a_place_is_opened_from_the_home_page(page):
    page.goto("/")

    page.get_by_label("State or territory").select_option("maryland")
    page.get_by_role("button", name="Open its page").click()

    assert page.url.endswith("/places/maryland/")


def test_filters_and_menu_open_on_a_phone(page):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/practices/")

    page.get_by_role("link", name="Filters").click()
    page.locator("[name=community_type][value=rural]").check()
    page.get_by_role("button", name="Show results").click()
    assert "community_type=rural" in page.url

    page.locator(".site-menu > summary").click()
    page.locator(".site-menu__panel").get_by_role("link", name="Places").click()
    assert page.url.endswith("/places/")


def test_signing_in(page, hub):
    page.goto("/sign-in/")

    page.get_by_label("E-mail").fill("practitioner@example.org")
    page.get_by_label("Password").fill(hub.password_of("practitioner@example.org"))
    page.locator("main form").get_by_role("button", name="Sign in").click()

    page.get_by_role("button", name="Sign out").first.wait_for()
