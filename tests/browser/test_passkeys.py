"""A passkey from start to end, with an authenticator that Chromium pretends to have."""

import re

import pytest

pytestmark = pytest.mark.browser
EMAIL = "practitioner@example.org"


def test_a_passkey_is_added_and_signs_in_alone(page_with_passkeys, hub):
    from .probes import Listener, axe
    from .survey import sign_in

    page = page_with_passkeys
    listener = Listener(page)
    sign_in(page, EMAIL, hub.password_of(EMAIL))

    page.goto("/account/passkeys/add/")
    assert axe(page) == []
    page.get_by_label("Name of this passkey").fill("Station laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    codes = page.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    assert codes.count() == 10
    page.goto("/account/passkeys/")
    page.get_by_text("Station laptop").first.wait_for()

    page.get_by_role("button", name="Sign out").first.click()
    page.goto("/sign-in/?next=/account/passkeys/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r"^[^?]*/account/passkeys/$"))
    page.get_by_text("last used on").wait_for()

    _remove_passkey(page)
    assert listener.errors == []
    assert listener.violations() == []


def _remove_passkey(page):
    # The hub and its people are shared by all tests of this run.
    page.goto("/account/passkeys/")
    page.get_by_role("link", name="Remove").first.click()
    page.get_by_role("button", name="Remove the passkey").click()
    page.get_by_text("None yet.").wait_for()


def test_a_password_alone_does_not_open_an_account_with_a_passkey(page_with_passkeys, hub):
    from .survey import sign_in

    page = page_with_passkeys
    sign_in(page, EMAIL, hub.password_of(EMAIL))
    page.goto("/account/passkeys/add/")
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.get_by_role("button", name="Sign out").first.click()

    sign_in(page, EMAIL, hub.password_of(EMAIL))
    page.get_by_role("heading", name="Second step").wait_for()
    page.goto("/account/")
    assert "/sign-in/" in page.url
    page.get_by_role("button", name="Use your passkey").click()

    page.wait_for_url(lambda url: "second-step" not in url)
    page.goto("/account/")
    page.get_by_role("heading", name="Sign-in and security").wait_for()
    _remove_passkey(page)


def test_on_an_address_without_a_name_the_page_says_what_to_do(page, hub):
    page.goto("/sign-in/")

    page.get_by_role("button", name="Use a passkey").click()

    page.get_by_text(f"open http://localhost:{hub.port} instead").wait_for()


def test_a_password_can_be_shown_and_hidden_again(page):
    page.goto("/sign-in/")
    field = page.get_by_label("Password")
    field.fill("four calm words")

    page.get_by_role("button", name="Show password").click()
    shown = field.get_attribute("type")
    page.get_by_role("button", name="Hide password").click()

    assert (shown, field.get_attribute("type")) == ("text", "password")
    assert field.input_value() == "four calm words"
