"""What the first look at the home page costs on a slow connection."""

from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

KILOBYTE = 1000
BUDGET = 100 * KILOBYTE


@pytest.fixture
def first_view(browser, hub):
    """Every answer of a first visit with an empty cache: address and bytes on the wire."""
    context = browser.new_context(base_url=hub.url, viewport={"width": 390, "height": 844})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}
    wire.on(
        "Network.responseReceived",
        lambda event: addresses.update({event["requestId"]: event["response"]["url"]}),
    )
    wire.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    page.goto("/", wait_until="networkidle")
    yield {addresses[key]: size for key, size in sizes.items()}
    context.close()


def test_the_first_view_is_light(first_view, record_property):
    # As the hub's own server sends it, headers included: only the style sheet is compressed.
    total = sum(first_view.values())

    record_property("bytes", total)
    table = "\n".join(f"{size:>7} {urlsplit(url).path}" for url, size in sorted(first_view.items()))
    assert any("woff2" in url for url in first_view), "the font was not counted"
    assert total <= BUDGET, f"{total} bytes:\n{table}"


def test_the_first_view_asks_for_few_things_and_nobody_else(first_view, hub):
    assert {urlsplit(url).netloc for url in first_view} == {urlsplit(hub.url).netloc}
    assert len(first_view) <= 10, sorted(first_view)


def test_the_home_page_is_whole_when_its_script_does_not_come(browser, hub):
    context = browser.new_context(base_url=hub.url)
    page = context.new_page()
    page.route("**/*.js", lambda route: route.abort())

    page.goto("/", wait_until="networkidle")

    assert page.get_by_role("search").first.is_visible()
    assert page.locator(".stage").count() > 3
    context.close()
