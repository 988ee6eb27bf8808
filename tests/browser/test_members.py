"""A new member on a phone: invited, in with a passkey, known, following, and able to leave."""

import re
import time

import pytest

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
PRACTITIONER = "practitioner@example.org"
PASSWORD = "quiet lantern over the river"
# From the link to the end of the questions, with a second for each thing to type or tap.
SECONDS_ALLOWED = 120
SECONDS_FOR_A_TAP = 1


def invite(browser, hub, email: str) -> str:
    """The practitioner invites a peer. Returns the path of the link, from the mailbox page."""
    from .survey import sign_in

    context = browser.new_context(base_url=hub.url)
    page = context.new_page()
    sign_in(page, PRACTITIONER, hub.password_of(PRACTITIONER))
    page.goto("/people/invite/")
    page.get_by_label("Their work e-mail address").fill(email)
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_text("Your invitation is on its way").wait_for()
    text = read_mail(page, email)
    context.close()
    return re.search(r"https?://[^/\s]+(/join/\S+/)", text)[1]


def read_mail(page, email: str) -> str:
    """The newest mail to this address, as soon as the worker has handed it over."""
    for _ in range(40):
        page.goto("/-/mailbox/")
        row = page.locator("main li, main tr").filter(has_text=email).first
        if row.count():
            row.get_by_role("link").first.click()
            return page.locator("main").inner_text()
        page.wait_for_timeout(250)
    raise AssertionError(f"No mail to {email} came.")


def test_a_new_member_is_in_within_two_minutes_and_follows(browser, hub, page_with_passkeys):
    phone = page_with_passkeys
    phone.set_viewport_size(PHONE)
    link = invite(browser, hub, "new.member@county.example")
    started, taps = time.monotonic(), 0

    phone.goto(link)
    phone.get_by_label("Name to show").fill("Marigold R.")
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.get_by_label("I have read the community rules").check()
    phone.get_by_role("button", name="Make an account").click()
    phone.get_by_role("heading", name="Welcome, Marigold R.").wait_for()
    phone.get_by_label("Rural").check()
    phone.get_by_label("Show my role").check()
    phone.get_by_role("button", name="Save and go on").click()
    phone.get_by_role("heading", name="Your hub").wait_for()
    taps += 8
    phone.goto("/account/passkeys/add/")
    phone.get_by_role("button", name="Add a passkey").click()
    phone.get_by_role("heading", name="Recovery codes").wait_for()
    taps += 3
    assert time.monotonic() - started + taps * SECONDS_FOR_A_TAP < SECONDS_ALLOWED

    for path in ("/topics/follow-up/", "/places/georgia/"):
        phone.goto(path)
        phone.get_by_role("button", name="Follow").first.click()
    phone.goto("/following/")
    assert phone.get_by_role("link", name="Georgia").is_visible()

    phone.goto("/account/data/")
    phone.get_by_role("link", name="Ask for a copy").click()
    phone.get_by_role("button", name="Make the copy").click()
    phone.get_by_text("We are putting your data together").wait_for()
    phone.get_by_role("link", name="Leave the hub").click()
    phone.get_by_label("I want to leave the hub").check()
    phone.get_by_role("button", name="Leave in 14 days").click()
    phone.get_by_role("button", name="I want to stay").click()
    phone.get_by_text("Good that you stay").wait_for()


def test_joining_without_an_invitation_takes_a_code_from_the_mail(hub, browser, page_with_passkeys):
    phone, email = page_with_passkeys, "another.member@county.example"
    phone.set_viewport_size(PHONE)
    phone.goto("/join/")
    phone.get_by_label("Work e-mail address").fill(email)
    phone.get_by_label("Name to show").fill("Another Marigold")
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.get_by_label("I have read the community rules").check()
    phone.get_by_role("button", name="Make an account").click()
    phone.get_by_label("Code").wait_for()
    context = browser.new_context(base_url=hub.url)
    code = re.search(r"(\S+) is your code", read_mail(context.new_page(), email))[1]
    context.close()

    phone.get_by_label("Code").fill(code)
    phone.get_by_role("button", name=re.compile("Confirm|Go on")).click()

    phone.get_by_role("heading", name="Welcome, Another Marigold").wait_for()


def test_what_was_read_last_stays_on_the_device(hub, page):
    from .survey import sign_in

    sign_in(page, PRACTITIONER, hub.password_of(PRACTITIONER))
    page.goto("/practices/follow-up-within-two-business-days/")
    title = page.get_by_role("heading", level=1).inner_text()

    page.goto("/my/")

    recent = page.locator("[data-recent]")
    assert recent.get_by_role("link", name=title).is_visible()
    recent.get_by_role("button", name="Clear").click()
    assert not recent.is_visible()
