"""A page on paper: handed out at a roll call, without its screen."""

import pytest

from .addresses import SECTIONS, address_of
from .printing import printed_faults

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser, hub):
    context = browser.new_context(base_url=hub.url, viewport={"width": 794, "height": 1123})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", SECTIONS)
def test_paper_has_the_crisis_line_and_no_navigation(page, hub, name):
    page.goto(address_of(name, hub))

    assert printed_faults(page) == []


def test_addresses_of_a_laws_sources_are_spelled_out(page, hub):
    page.goto(address_of("policy", hub))
    page.emulate_media(media="print")

    link = page.locator(".sources a[href^='http'], .prose a[href^='http']").first
    after = link.evaluate("(el) => getComputedStyle(el, '::after').content")

    assert link.get_attribute("href") in after


def test_ink_is_dark_on_white_for_who_reads_in_the_dark(page, hub):
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address_of("practice", hub))

    colors = page.locator("body").evaluate(
        "(el) => [getComputedStyle(el).color, getComputedStyle(el).backgroundColor]"
    )

    assert colors == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
