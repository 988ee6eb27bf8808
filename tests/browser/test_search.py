"""The search box with a keyboard, a mouse and no script; what the pages look like to a machine."""

from itertools import pairwise

import pytest

from .addresses import NOTHING_FITS
from .keyboard import Keyboard, field_named
from .probes import Listener, ask, axe
from .survey import sign_in

pytestmark = pytest.mark.browser

WIDE = {"width": 1280, "height": 900}
RESULTS = "/search/?q=crisis"
PRACTITIONER = "practitioner@example.org"


@pytest.fixture
def page(browser, hub):
    context = browser.new_context(base_url=hub.url, viewport=WIDE)
    yield context.new_page()
    context.close()


@pytest.fixture
def page_without_scripts(browser, hub):
    context = browser.new_context(base_url=hub.url, viewport=WIDE, java_script_enabled=False)
    yield context.new_page()
    context.close()


def type_into_box(page, words: str):
    """Types and waits for the list; returns the field and the list."""
    box = page.get_by_role("combobox", name="Search the hub")
    box.click()
    box.press_sequentially(words)
    choices = page.get_by_role("listbox", name="Suggestions")
    choices.wait_for()
    return box, choices


# --- Suggestions ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/search/", "/practices/"], ids=["large", "in the header"])
def test_typing_shows_suggestions_and_says_how_many(page, path):
    page.goto(path)

    box, choices = type_into_box(page, "cri")

    options = choices.get_by_role("option")
    assert box.get_attribute("aria-expanded") == "true"
    assert choices.get_attribute("id") == box.get_attribute("aria-controls")
    assert options.count() > 2
    assert options.last.inner_text() == "Search for “cri”"
    said = page.locator("form [role=status]").filter(has_text="suggestion").inner_text()
    assert said == f"{options.count() - 1} suggestions"


def test_an_arrow_and_enter_go_to_the_suggestion(page):
    page.goto("/search/")
    box, choices = type_into_box(page, "maryl")

    page.keyboard.press("ArrowDown")
    chosen = choices.locator("[aria-selected=true]")
    assert chosen.get_attribute("id") == box.get_attribute("aria-activedescendant")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")

    assert page.url.endswith("/places/maryland/")


def test_arrows_go_round_by_way_of_the_field(page):
    page.goto("/search/")
    box, choices = type_into_box(page, "cri")

    page.keyboard.press("ArrowUp")
    last = choices.locator("[aria-selected=true]").inner_text()
    page.keyboard.press("ArrowDown")

    assert last == "Search for “cri”"
    assert box.get_attribute("aria-activedescendant") is None
    assert choices.locator("[aria-selected=true]").count() == 0


def test_enter_without_a_choice_and_the_last_choice_search(page):
    for keys in (["Enter"], ["ArrowUp", "Enter"]):
        page.goto("/search/")
        type_into_box(page, "cri")

        with page.expect_navigation(wait_until="load"):
            for key in keys:
                page.keyboard.press(key)

        assert page.url.endswith("/search/?q=cri")


def test_escape_closes_and_leaves_the_words(page):
    page.goto("/search/")
    box, choices = type_into_box(page, "cri")

    page.keyboard.press("Escape")

    assert not choices.is_visible()
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "cri"
    page.keyboard.press("ArrowDown")
    choices.wait_for()


def test_a_click_goes_to_the_suggestion(page):
    page.goto("/practices/")
    _, choices = type_into_box(page, "maryl")

    with page.expect_navigation(wait_until="load"):
        choices.get_by_role("option").first.click()

    assert page.url.endswith("/places/maryland/")


def test_leaving_the_field_closes_and_the_focus_is_always_seen(page):
    keyboard = Keyboard(page)
    page.goto("/search/")
    keyboard.tab_to(field_named("q"))
    keyboard.type("cri")
    choices = page.get_by_role("listbox", name="Suggestions")
    choices.wait_for()

    keyboard.press("ArrowDown")
    keyboard.press("Tab")

    assert not choices.is_visible()
    assert keyboard.wrong == []


def test_one_letter_and_a_broken_network_show_nothing_and_the_form_works(page):
    page.route("**/suggestions.json*", lambda route: route.abort())
    page.goto("/search/")
    box = page.get_by_role("combobox", name="Search the hub")
    box.press_sequentially("cri")
    page.wait_for_timeout(400)

    assert box.get_attribute("aria-expanded") == "false"
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    assert page.url.endswith("/search/?q=cri")


def test_only_the_latest_words_are_answered(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/search/")

    type_into_box(page, "maryland")

    answers = [url for url in asked if "suggestions.json" in url]
    assert answers[-1].endswith("q=maryland")
    assert len(answers) < len("maryland")
    assert "Maryland" in page.get_by_role("option").first.inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_list_is_accessible(page, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto("/search/")
    type_into_box(page, "cri")
    page.keyboard.press("ArrowDown")

    assert axe(page) == []


def test_a_place_is_searched_within_without_suggestions_from_elsewhere(page):
    page.goto("/places/maryland/")

    box = page.get_by_label("Search within Maryland")
    box.fill("crisis")
    with page.expect_navigation(wait_until="load"):
        box.press("Enter")

    assert "place=maryland" in page.url
    assert page.locator(".chip--on").filter(has_text="Maryland").is_visible()


# --- The header -----------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 390, 768, 992, 1100, 1280, 1440])
def test_the_head_has_one_way_to_search_and_nothing_overlaps(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/practices/", "/", "/search/"):
        page.goto(path)

        head = page.locator(".site-header")
        box = head.get_by_role("search")
        link = head.get_by_role("link", name="Search")
        assert box.is_visible() + link.is_visible() == 1
        assert ask(page, "sideways") == []
        parts = [part for part in page.locator(".site-header__in > *").all() if part.is_visible()]
        boxes = [part.bounding_box() for part in parts]
        for left, right in pairwise(boxes):
            apart = left["x"] + left["width"] <= right["x"] + 1
            assert apart or left["y"] + left["height"] <= right["y"] + 1


# --- Results --------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/search/", RESULTS, f"{RESULTS}&page=2", f"?q={NOTHING_FITS}"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(page, path, scheme, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(path if path.startswith("/") else f"/search/{path}")

    assert axe(page) == []


def test_choosing_a_hit_counts_its_place_only(page):
    listener = Listener(page)
    sent = []
    page.on("request", lambda request: sent.append(request) if "clicked" in request.url else None)
    page.goto(RESULTS)

    with page.expect_navigation(wait_until="load"):
        page.locator("[data-position='2']").click()

    assert [(request.method, request.post_data) for request in sent] == [("POST", "position=2")]
    assert listener.violations() == []


def test_a_search_is_narrowed_sorted_widened_and_paged(page_without_scripts):
    page = page_without_scripts
    page.goto(RESULTS)
    total = page.locator(".listing__total").inner_text()

    page.locator(".facets [name=kind][value=policypage]").check()
    page.get_by_role("button", name="Show results").click()
    assert "q=crisis" in page.url
    assert page.locator(".listing__total").inner_text() != total
    page.get_by_label("Sort by").select_option("newest")
    page.get_by_role("button", name="Sort").click()
    assert "kind=policypage" in page.url
    assert "sort=newest" in page.url
    page.get_by_role("link", name="Next").click()
    assert "page=2" in page.url
    assert "kind=policypage" in page.url
    page.locator(".chip--on").first.click()

    assert page.locator(".listing__total").inner_text() == total


def test_filters_on_a_phone_keep_the_words(page_without_scripts):
    page = page_without_scripts
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(RESULTS)

    page.get_by_role("link", name="Filters").click()
    page.locator(".facets [name=kind][value=policypage]").check()
    page.get_by_role("button", name="Show results").click()

    assert "q=crisis" in page.url
    assert not page.locator(".facets").is_visible()


def test_the_suggestions_page_is_a_list_of_links(page_without_scripts):
    page = page_without_scripts
    page.goto("/search/suggestions/?q=maryl")

    page.get_by_role("link", name="Maryland", exact=True).click()

    assert page.url.endswith("/places/maryland/")


# --- Saved searches -------------------------------------------------------------------------------


def test_a_search_is_saved_told_of_and_removed(page, hub):
    sign_in(page, PRACTITIONER, hub.password_of(PRACTITIONER))
    page.goto("/search/saved/")
    assert page.get_by_text("Nothing saved yet").is_visible()
    assert axe(page) == []

    page.goto(f"{RESULTS}&kind=policypage")
    page.get_by_role("button", name="Save this search").click()
    page.get_by_role("button", name="Turn alert off").click()
    page.get_by_text("Alert is off").wait_for()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe(page) == []
    page.get_by_role("main").get_by_role("link", name="crisis").click()
    assert "kind=policypage" in page.url
    page.get_by_role("link", name="Saved searches").click()
    page.get_by_role("button", name="Remove").click()

    page.get_by_text("Nothing saved yet").wait_for()


def test_a_visitor_signs_in_and_comes_back_to_the_search(page, hub):
    page.goto(f"{RESULTS}&kind=policypage")

    page.get_by_role("link", name="Sign in to save").click()
    page.get_by_label("E-mail").fill(PRACTITIONER)
    page.get_by_label("Password").fill(hub.password_of(PRACTITIONER))
    page.locator("main form").get_by_role("button", name="Sign in").click()

    assert page.url.endswith("/search/?q=crisis&kind=policypage")
    assert page.get_by_role("button", name="Save this search").is_visible()
