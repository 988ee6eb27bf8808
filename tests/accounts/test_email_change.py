"""Changing the address: proved by a code, told to the old one, and undone from there."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from hub.accounts.actions.email_changes import UnableToUndo, find_email_change, undo_email_change
from hub.accounts.models import EmailChange, SecurityEvent
from hub.accounts.notices import NOTICES
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
Kind = SecurityEvent.Kind


@pytest.fixture
def person():
    return UserFactory(email="old@agency.gov")


@pytest.fixture
def client(person):
    client = Client()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    mail.outbox.clear()
    return client


def change(client, to="new@agency.gov"):
    asked = client.post("/account/email/", {"email": to})
    code = mail.outbox[-1].subject.split()[0]
    confirmed = client.post("/confirm-email/", {"code": code})
    return asked, confirmed


def undo_link():
    message = next(one for one in mail.outbox if one.subject == "Your e-mail address was changed")
    return re.search(r"/account/email/undo/[^/]+/", message.body).group()


def test_a_new_address_counts_once_its_code_is_entered(client, person):
    client.post("/account/email/", {"email": "new@agency.gov"})
    person.refresh_from_db()
    before, code = person.email, mail.outbox[-1].subject.split()[0]

    answer = client.post("/confirm-email/", {"code": code})

    person.refresh_from_db()
    assert before == "old@agency.gov"
    assert mail.outbox[0].to == ["new@agency.gov"]
    assert person.email == "new@agency.gov"
    assert answer.headers["Location"] == "/account/"
    assert [one.email for one in EmailAddress.objects.filter(user=person)] == ["new@agency.gov"]


def test_the_old_address_is_told_and_the_other_sessions_end(client, person):
    elsewhere = Client()
    elsewhere.force_login(person)

    change(client)

    told = next(one for one in mail.outbox if one.subject == "Your e-mail address was changed")
    assert told.to == ["old@agency.gov"]
    assert "new@agency.gov" not in told.body
    assert "/sign-in/" in elsewhere.get("/account/").headers["Location"]
    assert client.get("/account/").status_code == 200
    assert SecurityEvent.objects.get(kind=Kind.EMAIL_CHANGED).person == person


def test_only_the_new_address_signs_in(client, person):
    change(client)

    old = Client().post("/sign-in/", {"login": "old@agency.gov", "password": PASSWORD})
    new = Client().post("/sign-in/", {"login": "new@agency.gov", "password": PASSWORD})

    assert (old.status_code, new.status_code) == (422, 302)


def test_opening_the_undo_link_changes_nothing_and_pressing_the_button_does(client, person):
    change(client)
    stranger, link = Client(), undo_link()

    page = stranger.get(link)
    person.refresh_from_db()
    between = person.email
    done = stranger.post(link)

    person.refresh_from_db()
    assert (page.status_code, between) == (200, "new@agency.gov")
    assert (done.status_code, person.email) == (200, "old@agency.gov")
    assert not person.has_usable_password()
    assert "/sign-in/" in client.get("/account/").headers["Location"]
    assert SecurityEvent.objects.get(kind=Kind.EMAIL_CHANGE_UNDONE).person == person
    assert stranger.post(link).status_code == 404


def test_after_undoing_a_new_password_comes_through_the_old_address(client, person):
    change(client)
    stranger = Client()
    stranger.post(undo_link())
    mail.outbox.clear()

    stranger.post("/sign-in/forgotten/", {"email": "old@agency.gov"})

    assert [message.to for message in mail.outbox] == [["old@agency.gov"]]


@pytest.mark.parametrize(("hours", "found"), [(71, True), (73, False)])
def test_the_undo_link_works_for_three_days(client, person, hours, found):
    change(client)
    token = undo_link().rstrip("/").rpartition("/")[2]
    changed = EmailChange.objects.get().changed_at

    assert bool(find_email_change(token, at=changed + timedelta(hours=hours))) is found


def test_an_address_that_somebody_took_meanwhile_is_not_taken_back(client, person):
    change(client)
    UserFactory(email="old@agency.gov")

    with pytest.raises(UnableToUndo):
        undo_email_change(EmailChange.objects.get(), at=NOON)

    person.refresh_from_db()
    assert person.email == "new@agency.gov"


def test_whether_an_address_is_a_members_is_not_told(client):
    UserFactory(email="member@agency.gov")

    taken = client.post("/account/email/", {"email": "member@agency.gov"})
    free = client.post("/account/email/", {"email": "free@agency.gov"})

    assert (taken.status_code, taken.headers["Location"]) == (
        free.status_code,
        free.headers["Location"],
    )


def test_the_page_asks_again_who_one_is_after_ten_minutes(person):
    client = Client()
    with time_machine.travel(NOON, tick=False):
        client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
        soon = client.get("/account/email/")
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        late = client.get("/account/email/")
        posted = client.post("/account/email/", {"email": "new@agency.gov"})
        wrong = client.post("/account/confirm/?next=/account/email/", {"password": "wrong"})
        right = client.post(
            "/account/confirm/?next=/account/email/",
            {"password": PASSWORD, "next": "/account/email/"},
        )

    assert soon.status_code == 200
    asks = "/account/confirm/?next=%2Faccount%2Femail%2F"
    assert late.headers["Location"] == posted.headers["Location"] == asks
    assert wrong.status_code == 422
    # What was posted too late goes on by itself: the code is on its way.
    assert right.headers["Location"] == "/confirm-email/"
    assert mail.outbox[-1].to == ["new@agency.gov"]


def test_an_address_changes_twice_an_hour_at_most(client):
    for n in range(2):
        client.post("/account/email/", {"email": f"new{n}@agency.gov"})

    answer = client.post("/account/email/", {"email": "new9@agency.gov"})

    assert answer.status_code == 429
    assert 'value="new9@agency.gov"' in answer.content.decode()
    assert int(answer.headers["Retry-After"]) > 3000


def test_undoing_removes_the_ways_in_that_were_added_shortly_before_or_later(client, person):
    change(client)
    changed = EmailChange.objects.get()
    at = changed.changed_at

    def passkey(name, since):
        data = {"name": name}
        return Authenticator.objects.create(
            user=person, type="webauthn", data=data, created_at=at + since
        )

    kept = passkey("Mine for long", timedelta(hours=-73))
    passkey("Prepared", timedelta(hours=-71))
    passkey("Afterwards", timedelta(hours=1))
    SocialAccount.objects.create(user=person, provider="agency", uid="thief")

    page = Client().post(undo_link())

    assert list(Authenticator.objects.filter(user=person)) == [kept]
    assert not SocialAccount.objects.filter(user=person).exists()
    assert SecurityEvent.objects.filter(kind=Kind.SECOND_STEP_REMOVED, person=person).count() == 2
    assert "If one was yours, add it again" in page.text


def test_the_notice_of_a_new_passkey_says_that_a_new_password_does_not_stop_it():
    assert "remove it" in NOTICES["webauthn_added"].text
