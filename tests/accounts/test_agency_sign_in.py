"""Signing in through an agency's own sign-in, with a server that answers as we tell it."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import time_machine
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from environs import Env

from hub.accounts.models import User
from hub.settings.people import agencies
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
SERVER = "https://login.county.example"
AGENCY = {
    "provider_id": "agency",
    "name": "Sample County",
    "client_id": "hub",
    "secret": "a secret",
    "settings": {"server_url": SERVER, "oauth_pkce_enabled": True},
}


class Answer:
    status_code = 200
    headers = {"content-type": "application/json"}

    def __init__(self, body):
        self.body = body

    def json(self):
        return self.body

    def raise_for_status(self):
        pass


class Server:
    """The agency's server: `person` is whom it signs in."""

    person = {"sub": "4711", "email": "sam@county.example", "email_verified": True, "name": "Sam C"}

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def get(self, url, **kwargs):
        if url.endswith("/userinfo"):
            return Answer(self.person)
        return Answer(
            {
                "issuer": SERVER,
                "authorization_endpoint": f"{SERVER}/authorize",
                "token_endpoint": f"{SERVER}/token",
                "userinfo_endpoint": f"{SERVER}/userinfo",
                "jwks_uri": f"{SERVER}/jwks",
            }
        )

    def request(self, method, url, **kwargs):
        return Answer({"access_token": "token", "token_type": "bearer"})


@pytest.fixture
def server(settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [AGENCY]}}
    server = Server()
    monkeypatch.setattr(DefaultSocialAccountAdapter, "get_requests_session", lambda self: server)
    return server


def come_back(client, process="login"):
    page = client.post("/sign-in/agency/agency/", {"process": process})
    address = page.text.split('http-equiv="refresh" content="0; url=')[1].split('"')[0]
    state = parse_qs(urlsplit(address.replace("&amp;", "&")).query)["state"][0]
    return client.get(f"/sign-in/agency/agency/back/?code=abc&state={state}")


def test_without_an_agency_nothing_is_shown(client):
    assert "/sign-in/agency/" not in client.get("/sign-in/").text


def test_the_agency_is_offered_and_its_page_is_reached_by_a_page_of_ours(client, server):
    offered = client.get("/sign-in/").text
    page = client.post("/sign-in/agency/agency/")

    assert "Sign in with Sample County" in offered
    assert page.status_code == 200
    assert f"url={SERVER}/authorize?" in page.text
    assert "code_challenge" in page.text
    assert client.get("/sign-in/agency/agency/").status_code == 405


def test_an_agency_that_is_not_there_is_not_found(client, server):
    assert client.post("/sign-in/agency/other/").status_code == 404


def test_an_agency_whose_server_is_down_is_said_on_a_page(client, server, monkeypatch):
    page = client.post("/sign-in/agency/agency/")
    state = re.search(r"state=(\w+)", page.text).group(1)

    def down(self, url, **kwargs):
        raise requests.ConnectionError

    monkeypatch.setattr(Server, "get", down)
    going = client.post("/sign-in/agency/agency/")
    coming = client.get(f"/sign-in/agency/agency/back/?code=abc&state={state}")

    assert (going.status_code, coming.status_code) == (503, 503)
    assert "did not work" in going.text


def test_the_first_time_asks_for_a_name_and_the_rules_and_proves_the_address(client, server):
    arrived = come_back(client)
    page = client.get(arrived.headers["Location"])

    refused = client.post("/sign-in/agency/joining/", {"email": "sam@county.example", "name": ""})
    joined = client.post(
        "/sign-in/agency/joining/",
        {"email": "sam@county.example", "name": "Sam County", "accept_rules": "on"},
    )

    person = User.objects.get(email="sam@county.example")
    assert 'value="sam@county.example"' in page.text
    assert refused.status_code == 422
    assert joined.status_code == 302
    assert not person.has_usable_password()
    assert person.name == "Sam County"
    assert SocialAccount.objects.get(user=person).uid == "4711"
    assert person.rules_acceptances.exists()


def test_the_next_time_signs_in_whatever_address_the_agency_says(client, server):
    person = UserFactory(email="other@agency.gov")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    SocialAccount.objects.create(user=person, provider="agency", uid="4711")

    come_back(client)

    assert client.session["_auth_user_id"] == str(person.pk)


def test_an_address_alone_opens_nobodys_account(client, server):
    victim = UserFactory(email="sam@county.example")
    EmailAddress.objects.create(user=victim, email=victim.email, verified=True, primary=True)

    arrived = come_back(client)
    client.post(
        arrived.headers["Location"],
        {"email": "sam@county.example", "name": "Sam County", "accept_rules": "on"},
    )

    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.filter(user=victim).exists()


def test_a_suspended_person_does_not_come_in_through_the_agency(client, server):
    from django.utils import timezone

    person = UserFactory(suspended_until=timezone.now() + timezone.timedelta(days=1))
    SocialAccount.objects.create(user=person, provider="agency", uid="4711")

    answer = come_back(client)

    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session


def test_whoever_has_only_the_agency_is_asked_to_come_through_it_again(client, server):
    person = UserFactory()
    person.set_unusable_password()
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    SocialAccount.objects.create(user=person, provider="agency", uid="4711")
    with time_machine.travel(NOON, tick=False):
        come_back(client)
        soon = client.get("/account/email/")
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        late = client.get("/account/email/")
        come_back(client)
        again = client.get("/account/email/")

    assert "New e-mail address" in soon.text
    assert "Sign in with Sample County" in late.text
    assert "New e-mail address" in again.text


def test_an_answer_that_nobody_asked_for_is_refused(server):
    answer = Client().get("/sign-in/agency/agency/back/?code=abc&state=forged")

    assert answer.status_code == 401
    assert "did not work" in answer.text


VALUES = {
    "HUB_OIDC_NAME": "County",
    "HUB_OIDC_SERVER_URL": SERVER,
    "HUB_OIDC_CLIENT_ID": "hub",
    "HUB_OIDC_CLIENT_SECRET": "secret",
}


def test_agencies_come_from_the_environment(monkeypatch, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("from a file\n")
    for name, value in VALUES.items():
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(f"{name}_2", f"{value}")
    monkeypatch.setenv("HUB_OIDC_CLIENT_SECRET_FILE_2", str(secret))

    first, second = agencies(Env())

    assert (first["provider_id"], second["provider_id"]) == ("agency", "agency-2")
    assert (first["secret"], second["secret"]) == ("secret", "from a file")


@pytest.mark.parametrize(
    ("name", "value"),
    [("HUB_OIDC_CLIENT_ID", ""), ("HUB_OIDC_SERVER_URL", "http://login.county.example")],
)
def test_half_an_agency_stops_the_start_and_is_named(monkeypatch, name, value):
    for known, given in VALUES.items():
        monkeypatch.setenv(known, given)
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        agencies(Env())


def test_no_agency_is_the_usual_case():
    assert agencies(Env()) == []
