"""The editors' errand without a mouse: write, end by a date, send, approve, confirm, take along."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone

from .keyboard import Keyboard, called, field_named

pytestmark = pytest.mark.browser

TITLE = "Cards that fit a wallet"
ADDRESS = "/practices/cards-that-fit-a-wallet/"


@contextmanager
def _at_work(browser, hub, name):
    from .editing import open_admin
    from .survey import sign_in

    context = browser.new_context(base_url=hub.url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, f"{name}@example.org", hub.password_of(f"{name}@example.org"))
    open_admin(page)
    yield Keyboard(page)
    context.close()


def _open(keyboard, words):
    """Opens what a button holds; its first entry or field is the next stop or is focused."""
    keyboard.tab_to(called(words))
    keyboard.page.keyboard.press("Enter")


def _send(keyboard, words):
    """Uses an entry of the menu beside the button at the foot."""
    _open(keyboard, "More actions")
    keyboard.follow(called(words))


def _write_until(keyboard, last_day):
    page = keyboard.page
    page.goto("/admin/")
    _open(keyboard, "Pages")
    page.get_by_role("link", name="Promising practices", exact=True).first.wait_for()
    keyboard.follow(called("Promising practices"))
    keyboard.follow(called("Add child page"))
    keyboard.tab_to(field_named("title"))
    keyboard.type(TITLE)
    keyboard.tab_to(field_named("summary"))
    keyboard.type("A number to call, on a card that a person keeps.")
    keyboard.tab_to(lambda stop: stop["tag"] == "div")
    keyboard.type("Numbers get lost.")
    keyboard.tab_to(called("Toggle status"), backward=True)
    page.keyboard.press("Enter")
    _open(keyboard, "Set schedule")
    keyboard.tab_to(field_named("expire_at"))
    keyboard.type(last_day)
    keyboard.follow(called("Save schedule"))
    _send(keyboard, "Submit to Review")


def test_a_page_is_written_sent_and_approved_and_ends_by_itself(browser, hub):
    last_day = timezone.localdate() + timedelta(days=10)
    with _at_work(browser, hub, "editor") as keyboard:
        _write_until(keyboard, f"{last_day} 18:00")
    with _at_work(browser, hub, "reviewer") as keyboard:
        keyboard.page.goto("/admin/")
        keyboard.follow(called(TITLE))
        _send(keyboard, "Approve and Publish")
        keyboard.page.goto(ADDRESS)

        assert keyboard.page.locator("h1").inner_text() == TITLE
        keyboard.page.goto("/admin/reports/scheduled/")
        row = keyboard.page.get_by_role("row", name=TITLE).inner_text()
        assert f"{last_day:%B} {last_day.day}, {last_day.year}" in row


def test_an_overdue_page_is_still_right_and_the_report_is_taken_along(browser, hub):
    with _at_work(browser, hub, "editor") as keyboard:
        page = keyboard.page
        page.goto("/admin/reports/reviews/")
        _open(keyboard, "Actions")
        keyboard.tab_to(called("Download CSV"))
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        rows = download.value.path().read_text().splitlines()
        overdue = page.locator("a[href*='/admin/editing/still-right/']")
        before = overdue.count()
        keyboard.follow(called("Still right?"))
        keyboard.follow(called("Yes"))

        assert before >= 1
        assert len(rows) == before + 1
        assert overdue.count() == before - 1
