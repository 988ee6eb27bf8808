"""Choosing, changing and forgetting passwords."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from hub.accounts.models import SecurityEvent, User
from tests.factories import PASSWORD, UserFactory, give_second_step

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
NEW = "another calm and long sentence"
Kind = SecurityEvent.Kind


def reset_link():
    return re.search(r"/sign-in/new-password/[^/]+/", mail.outbox[-1].body).group()


def choose(client, link, password=NEW):
    form = client.get(link).headers["Location"]
    return client.post(form, {"password1": password})


def test_a_forgotten_password_is_chosen_anew_and_everything_is_signed_out(client):
    person, elsewhere = UserFactory(), Client()
    elsewhere.force_login(person)
    client.post("/sign-in/forgotten/", {"email": person.email})

    answer = choose(client, reset_link())

    person.refresh_from_db()
    assert answer.headers["Location"] == "/sign-in/new-password/done/"
    assert person.check_password(NEW)
    assert "/sign-in/" in elsewhere.get("/account/").headers["Location"]
    assert SecurityEvent.objects.get(kind=Kind.PASSWORD_RESET).person == person
    assert mail.outbox[-1].subject == "Your password was changed"


def test_a_filter_that_opens_the_link_first_does_not_use_it_up(client):
    person = UserFactory()
    client.post("/sign-in/forgotten/", {"email": person.email})
    link = reset_link()
    Client().get(link, follow=True)

    choose(client, link)

    person.refresh_from_db()
    assert person.check_password(NEW)


def test_a_used_link_asks_for_a_new_one(client):
    client.post("/sign-in/forgotten/", {"email": UserFactory().email})
    link = reset_link()
    choose(client, link)

    page = Client().get(link).content.decode()

    assert "more than an hour old" in page
    assert "Ask for a new link" in page


@pytest.mark.parametrize(("minutes", "works"), [(59, True), (61, False)])
def test_a_link_works_for_an_hour(client, minutes, works):
    with time_machine.travel(NOON, tick=False):
        client.post("/sign-in/forgotten/", {"email": UserFactory().email})
    with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
        answer = Client().get(reset_link())

    assert (answer.status_code == 302) is works


def test_a_new_password_does_not_replace_the_second_step(client):
    person = UserFactory()
    give_second_step(person)
    client.post("/sign-in/forgotten/", {"email": person.email})
    choose(client, reset_link())

    answer = client.post("/sign-in/", {"login": person.email, "password": NEW})

    assert answer.headers["Location"] == "/sign-in/second-step/"
    assert Authenticator.objects.filter(user=person).exists()


def test_a_reset_lets_whoever_had_to_wait_in_at_once(client):
    person = UserFactory()
    for _ in range(5):
        Client().post("/sign-in/", {"login": person.email, "password": "wrong"})
    client.post("/sign-in/forgotten/", {"email": person.email})
    choose(client, reset_link())

    # From another network: this one has failed often, and that counts on.
    answer = client.post(
        "/sign-in/", {"login": person.email, "password": NEW}, REMOTE_ADDR="198.51.100.9"
    )

    assert answer.status_code == 302


def test_asking_again_and_again_for_one_address_is_slowed_down(client):
    for _ in range(2):
        client.post("/sign-in/forgotten/", {"email": "somebody@agency.gov"})

    answer = client.post("/sign-in/forgotten/", {"email": "Somebody@agency.gov"})

    assert answer.status_code == 429
    assert "Try again in" in answer.content.decode()


def test_changing_it_asks_for_the_old_one_and_keeps_only_this_session():
    person, client, elsewhere = UserFactory(), Client(), Client()
    client.force_login(person)
    elsewhere.force_login(person)

    wrong = client.post("/account/password/", {"oldpassword": "wrong", "password1": NEW})
    right = client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW})

    assert wrong.status_code == 422
    assert right.headers["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert "/sign-in/" in elsewhere.get("/account/").headers["Location"]
    assert SecurityEvent.objects.get(kind=Kind.PASSWORD_CHANGED).person == person
    assert mail.outbox[-1].subject == "Your password was changed"


def test_a_found_session_is_no_place_for_guessing(member_client, member):
    for _ in range(5):
        member_client.post("/account/password/", {"oldpassword": "wrong", "password1": NEW})

    answer = member_client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW})

    assert answer.status_code == 429


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "co-responder co-responder!",
        "x" * 129,
        "passwordpassword",
        "sam.miller.sam.miller",
        "Samantha Miller",
        "springfieldcounty",
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(password):
    person = User(email="sam.miller@springfieldcounty.gov", name="Samantha Miller")

    with pytest.raises(ValidationError):
        validate_password(password, person)


@pytest.mark.parametrize(
    "password", ["four calm words in a row 北", "x9 " * 40, "            q y z w"]
)
def test_length_is_all_that_is_asked_for(password):
    validate_password(password, User(email="sam@agency.gov", name="Sam"))


def test_one_letter_written_in_two_ways_is_the_same_password():
    stored = make_password("caf\u00e9 au lait at noon", hasher="argon2")

    assert check_password("cafe\u0301 au lait at noon", stored)
    assert not check_password("cafe au lait at noon", stored)


def test_passwords_are_never_in_a_page(client):
    answer = client.post("/sign-in/", {"login": "a@agency.gov", "password": "a secret of mine"})

    assert "a secret of mine" not in answer.content.decode()
