"""Every page about accounts is one of ours: its design, its words, and nothing that our policy
forbids."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import NoReverseMatch, reverse

from hub.accounts import sign_in_urls
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
FOR_EVERYBODY = [
    "/sign-in/",
    "/sign-in/forgotten/",
    "/sign-in/forgotten/sent/",
    "/sign-in/new-password/1-used-up/",
    "/sign-in/new-password/done/",
    "/sign-in/not-possible/",
    "/sign-in/agency/stopped/",
    "/sign-in/agency/failed/",
    "/join/",
    "/join/no-such-invitation/",
    "/community-rules/",
    "/account/email/undo/no-such-token/",
]
FOR_MEMBERS = [
    "/account/",
    "/account/email/",
    "/account/password/",
    "/account/confirm/",
    "/account/second-step/",
    "/account/second-step/app/",
    "/account/passkeys/",
    "/account/passkeys/add/",
    "/account/sessions/",
    "/account/agency/",
    "/sign-out/",
]


@pytest.fixture
def member_client():
    client, member = Client(), UserFactory()
    client.post("/sign-in/", {"login": member.email, "password": PASSWORD})
    return client


def check(answer):
    text = answer.text
    main = text.split("<main", 1)[1].split("</main>", 1)[0]
    assert text.count("<h1") == 1
    assert "National Co-Responder Consortium</title>" in text
    assert "crisis-bar" in text
    assert "placeholder=" not in main
    assert " style=" not in text
    assert not re.search(r" on\w+=", text)
    scripts = re.findall(r"<script\b([^>]*)>", text)
    assert all("nonce=" in one or "application/json" in one for one in scripts)
    for field in re.findall(r"<input\b[^>]*type=\"(?:password|email)\"[^>]*>", main):
        assert "autocomplete=" in field
        assert "onpaste" not in field


@pytest.mark.parametrize("address", FOR_EVERYBODY)
def test_a_page_for_everybody_is_in_our_design(client, address):
    check(client.get(address))


@pytest.mark.parametrize("address", FOR_MEMBERS)
def test_a_page_for_members_is_in_our_design_and_closed_to_strangers(member_client, address):
    check(member_client.get(address))

    stranger = Client().get(address)
    assert stranger.status_code == 302
    assert address == "/sign-out/" or stranger.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", ["/account/", "/account/passkeys/add/", "/account/sessions/"])
def test_no_cache_keeps_what_is_one_persons(member_client, address):
    answer = member_client.get(address)

    assert "private" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    [
        "account_confirm_email",
        "account_request_login_code",
        "account_signup_by_passkey",
        "mfa_signup_webauthn",
        "mfa_trust",
    ],
)
def test_what_we_do_not_want_of_allauth_has_no_address(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_each_of_our_addresses_is_tried_here_or_in_a_test_of_its_own():
    tried = {*FOR_EVERYBODY, *FOR_MEMBERS}
    known = {f"/{one.pattern}" for one in sign_in_urls.urlpatterns}

    left = sorted(path for path in known - tried if "<" not in path and "(" not in path)

    assert left == [
        "/account/confirm/code/",
        "/account/confirm/passkey/",
        "/account/password/first/",
        "/account/second-step/app/remove/",
        "/account/second-step/codes/",
        "/account/second-step/codes/download/",
        "/account/second-step/codes/new/",
        "/confirm-email/",
        "/sign-in/agency/joining/",
        "/sign-in/passkey/",
        "/sign-in/second-step/",
    ]


def test_the_account_page_costs_the_same_however_much_there_is(
    member_client, django_assert_max_num_queries
):
    member = UserFactory()
    for number in range(8):
        Authenticator.objects.create(user=member, type="webauthn", data={"name": f"Key {number}"})
    client = Client()
    client.force_login(member)
    client.get("/account/")

    with django_assert_max_num_queries(14):
        client.get("/account/")


def test_the_recovery_codes_can_be_downloaded_by_their_owner_only(member_client):
    client = member_client
    client.get("/account/second-step/codes/")

    assert client.get("/account/second-step/codes/").status_code == 404
    assert Client().get("/account/second-step/codes/download/").status_code == 302
