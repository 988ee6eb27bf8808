"""Errands without a mouse. No test here clicks; at every stop the focus is seen."""

import pytest

from .addresses import SECTIONS, address_of
from .keyboard import Keyboard, called, field_named, leading_to

pytestmark = pytest.mark.browser


@pytest.fixture
def keyboard(browser, hub):
    context = browser.new_context(base_url=hub.url, viewport={"width": 1280, "height": 900})
    yield Keyboard(context.new_page())
    context.close()


@pytest.fixture
def small_keyboard(small_page):
    return Keyboard(small_page)


def test_the_skip_link_is_first_and_leads_past_the_navigation(keyboard):
    page = keyboard.page
    page.goto("/practices/")

    first = keyboard.press("Tab")
    box = page.locator(".skip-link").bounding_box()
    page.keyboard.press("Enter")
    after = keyboard.press("Tab")

    assert first["href"] == "#main"
    assert box["y"] >= 0, "the skip link stays off the screen"
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")
    assert after["place"] > first["place"]
    assert keyboard.wrong == []


def test_a_practice_is_found_from_the_home_page_by_searching(keyboard):
    page = keyboard.page
    page.goto("/")

    keyboard.tab_to(field_named("q"))
    keyboard.type("follow-up")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    keyboard.follow(leading_to("/practices/follow-up-within-two-business-days/"))

    assert "Follow-up within two business days" in page.locator("h1").inner_text()
    assert keyboard.wrong == []


def test_practices_are_filtered(keyboard):
    page = keyboard.page
    page.goto("/practices/")
    before = page.locator(".listing__total").inner_text()

    keyboard.tab_to(field_named("community_type", "rural"))
    page.keyboard.press("Space")
    assert page.url.endswith("/practices/"), "ticking a box changed the page"
    keyboard.follow(called("Show results"))

    assert "community_type=rural" in page.url
    assert page.locator(".listing__total").inner_text() != before
    assert page.locator(".chip--on").inner_text().split() == ["Remove:", "Rural"]
    assert keyboard.wrong == []


def test_a_filter_is_taken_away_again(keyboard):
    page = keyboard.page
    page.goto("/practices/?community_type=rural")

    keyboard.follow(lambda stop: "Rural" in stop["words"] and stop["tag"] == "a")

    assert "community_type" not in page.url
    assert keyboard.wrong == []


def test_filters_on_a_phone_are_opened_used_and_closed(small_keyboard):
    page = small_keyboard.page
    page.goto("/practices/")

    small_keyboard.tab_to(called("Filters"))
    page.keyboard.press("Enter")
    small_keyboard.tab_to(field_named("community_type", "rural"))
    page.keyboard.press("Space")
    small_keyboard.follow(called("Show results"))

    assert "community_type=rural" in page.url
    assert not page.locator(".facets").is_visible()
    assert small_keyboard.wrong == []


def test_from_a_practice_to_a_law_to_its_place_and_back(keyboard, hub):
    page = keyboard.page
    page.goto(address_of("practice", hub))
    walked = [page.url]

    for section in ("/policies/", "/places/"):
        keyboard.follow(
            lambda stop, section=section: (
                stop["href"].startswith(section) and stop["href"] not in (section, "/policies/")
            )
        )
        walked.append(page.url)
    page.go_back()

    assert "/policies/" in walked[1]
    assert "/places/" in walked[2]
    assert page.url == walked[1]
    assert keyboard.wrong == []


def test_the_phone_menu_opens_closes_with_escape_and_gives_the_focus_back(small_keyboard):
    page = small_keyboard.page
    page.goto("/")

    small_keyboard.tab_to(called("Menu"))
    page.keyboard.press("Enter")
    inside = small_keyboard.press("Tab")
    was_open = page.locator(".site-menu__panel").is_visible()
    after = small_keyboard.press("Escape")

    assert was_open
    assert inside["href"] == "/practices/"
    assert after["tag"] == "summary"
    assert not page.locator(".site-menu__panel").is_visible()
    assert small_keyboard.wrong == []


def test_the_phone_menu_leads_to_a_section(small_keyboard):
    page = small_keyboard.page
    page.goto("/")

    small_keyboard.tab_to(called("Menu"))
    page.keyboard.press("Enter")
    small_keyboard.follow(leading_to("/policies/"))

    assert page.url.endswith("/policies/")
    assert small_keyboard.wrong == []


def test_signing_in_and_out(keyboard, hub):
    page = keyboard.page
    page.goto("/")

    keyboard.follow(called("Sign in"))
    keyboard.tab_to(field_named("login"))
    keyboard.type("practitioner@example.org")
    keyboard.tab_to(field_named("password"))
    keyboard.type(hub.password_of("practitioner@example.org"))
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    keyboard.follow(called("Sign out"))

    assert page.get_by_role("link", name="Sign in").first.is_visible()
    assert keyboard.wrong == []


def test_a_wrong_password_is_said_first_and_leads_to_the_field(keyboard):
    page = keyboard.page
    page.goto("/sign-in/")

    keyboard.tab_to(field_named("login"))
    keyboard.type("nobody@example.org")
    keyboard.tab_to(field_named("password"))
    keyboard.type("not the password of anybody")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")

    focused = page.evaluate("() => document.activeElement.className")
    assert "error-summary" in focused
    assert page.locator("[name=login]").input_value() == "nobody@example.org"
    assert page.title().startswith("Error:")
    assert keyboard.wrong == []


@pytest.mark.parametrize("name", ["home", "practices", "policies", "places", *SECTIONS])
@pytest.mark.parametrize("size", [(1280, 900), (390, 664)], ids=["wide", "small"])
def test_tab_visits_everything_in_order_and_leaves(keyboard, hub, name, size):
    page = keyboard.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address_of(name, hub))

    stops = keyboard.tab_through(limit=400)

    places = [stop["place"] for stop in stops]
    assert places == sorted(places), "the order of the stops is not the order of reading"
    assert len(stops) > 10
    assert keyboard.wrong == []


@pytest.mark.parametrize("name", ["home", "practices", "sign in"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_is_seen_with_forced_colors(keyboard, hub, name, scheme):
    page = keyboard.page
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto(address_of(name, hub))

    keyboard.tab_through(limit=200)

    assert keyboard.wrong == []


def test_focus_changes_what_is_drawn(keyboard):
    """What the styles promise about the ring is true on the screen."""
    page = keyboard.page
    page.goto("/")
    page.evaluate("() => document.fonts.ready")

    for _ in range(9):
        keyboard.press("Tab")
        focused = page.evaluate_handle("() => document.activeElement").as_element()
        box = focused.bounding_box()
        around = {
            "x": max(box["x"] - 6, 0),
            "y": max(box["y"] - 6, 0),
            "width": box["width"] + 12,
            "height": box["height"] + 12,
        }
        with_ring = page.screenshot(clip=around)
        focused.evaluate("(el) => el.blur()")
        without_ring = page.screenshot(clip=around)
        focused.evaluate("(el) => el.focus({ preventScroll: true })")

        assert with_ring != without_ring, keyboard.stops[-1]
