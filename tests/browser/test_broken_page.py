"""Every probe looks once at a page that is broken on purpose: one that finds nothing there is
worth nothing elsewhere."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

BROKEN = (Path(__file__).parent / "broken.html").read_text()
# Stricter than the page: what it forbids must be heard of.
POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'"


@pytest.fixture(scope="module")
def broken(browser, hub):
    """The broken page, where it was opened, and what it said while it opened."""
    from .probes import Listener

    context = browser.new_context(base_url=hub.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    listener = Listener(page)
    headers = {"Content-Type": "text/html", "Content-Security-Policy": POLICY}
    page.route("**/broken/", lambda route: route.fulfill(body=BROKEN, headers=headers))
    page.goto("/broken/", wait_until="networkidle")
    yield page, listener
    context.close()


@pytest.mark.parametrize(
    ("probe", "finding"),
    [
        ("shell", "2 h1 headings"),
        ("shell", "the language is not named"),
        ("shell", "title: Broken on purpose"),
        ("shell", "the skip link is not first"),
        ("shell", "the crisis line is not second"),
        ("names", "“read more” leads to"),
        ("names", "has no label that stays"),
        ("sideways", "the page is"),
        ("sideways", "reaches from"),
        ("cutOff", "is cut off by"),
        ("smallTargets", "12×12 px and has a neighbor"),
        ("motion", "moves"),
    ],
)
def test_the_probe_finds_what_is_broken(broken, probe, finding):
    from .probes import ask

    page, _ = broken
    page.set_viewport_size({"width": 1280, "height": 900})

    found = ask(page, probe)

    assert any(finding in row for row in found), found


@pytest.mark.parametrize("rule", ["image-alt", "html-has-lang", "region"])
def test_axe_finds_what_is_broken(broken, rule):
    from .probes import axe

    page, _ = broken

    assert any(row.startswith(f"{rule}:") for row in axe(page))


def test_large_and_spaced_text_are_found_cut_off(broken):
    from .probes import text_spacing, text_twice_as_large

    page, _ = broken

    assert any("cut off" in row for row in text_twice_as_large(page))
    assert any("cut off" in row for row in text_spacing(page))


def test_errors_forbidden_things_and_other_hosts_are_heard(broken):
    _, listener = broken

    assert any("something broke" in row for row in listener.errors)
    assert any(row.startswith("policy: connect-src") for row in listener.violations())
    assert listener.strangers("127.0.0.1:1"), "every request is to another host here"


def test_cookies_are_noticed(broken):
    page, _ = broken

    assert [cookie["name"] for cookie in page.context.cookies()] == ["tracks"]


def test_lost_words_are_noticed(broken):
    from .probes import ask

    page, _ = broken
    wide = ask(page, "words")
    page.set_viewport_size({"width": 320, "height": 640})

    assert {*wide} - {*ask(page, "words")} == {"vanishing"}


def test_focus_that_cannot_be_seen_is_noticed(broken):
    from .keyboard import Keyboard

    page, _ = broken
    page.set_viewport_size({"width": 1280, "height": 900})
    keyboard = Keyboard(page)

    keyboard.tab_through(limit=30)

    assert any("“Shows no focus” shows no focus" in row for row in keyboard.wrong), keyboard.wrong
    assert any("“Under the bar” has the focus but" in row for row in keyboard.wrong)


def test_a_print_without_crisis_line_and_addresses_is_noticed(broken):
    from .printing import printed_faults

    page, _ = broken

    assert printed_faults(page) == [
        ".site-nav is printed",
        ".crisis-bar is not printed",
        "https://elsewhere.invalid/ is not spelled out",
    ]
