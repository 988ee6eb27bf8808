"""What the first look at the home page costs on a slow connection."""

import gzip
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

KILOBYTE = 1000
BUDGET = 100 * KILOBYTE


@pytest.fixture
def first_view(browser, hub):
    """Every answer of a first visit with an empty cache: address, bytes on the wire, content."""
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
    contents: dict[str, bytes] = {}
    page.on("requestfinished", lambda r: contents.update({r.url: r.response().body()}))
    page.goto("/", wait_until="networkidle")
    yield {addresses[key]: size for key, size in sizes.items()}, contents
    context.close()


def test_the_first_view_is_light_as_the_development_server_sends_it(first_view, record_property):
    # The heavier of the two: nothing is compressed here, headers are counted.
    sizes, _ = first_view

    total = sum(sizes.values())

    record_property("bytes", total)
    table = "\n".join(f"{size:>7} {urlsplit(url).path}" for url, size in sorted(sizes.items()))
    assert any("woff2" in url for url in sizes), "the font was not counted"
    assert total <= BUDGET, f"{total} bytes without compression:\n{table}"


def test_the_first_view_is_light_as_production_sends_it(first_view):
    # Behind the proxy pages and styles are compressed; fonts are as small as they get.
    sizes, contents = first_view

    total = sum(
        min(len(gzip.compress(body, 6)), len(body)) + 700 for body in contents.values()
    )

    assert len(contents) >= len(sizes) - 1
    assert total <= BUDGET / 2, f"{total} bytes compressed"


def test_the_first_view_asks_for_few_things_and_nobody_else(first_view, hub):
    sizes, _ = first_view

    assert {urlsplit(url).netloc for url in sizes} == {urlsplit(hub.url).netloc}
    assert len(sizes) <= 10, sorted(sizes)


def test_the_home_page_is_whole_when_its_script_does_not_come(browser, hub):
    context = browser.new_context(base_url=hub.url)
    page = context.new_page()
    page.route("**/*.js", lambda route: route.abort())

    page.goto("/", wait_until="networkidle")

    assert page.get_by_role("search").first.is_visible()
    assert page.locator(".stage").count() > 3
    context.close()
