"""Joining by oneself and with an invitation."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.test import Client
from django.utils import timezone

from hub.accounts.actions import UnableToAccept, invite
from hub.accounts.forms import JoinForm
from hub.accounts.joining import forget_unconfirmed
from hub.accounts.models import Invitation, RulesAcceptance, SecurityEvent, User
from hub.accounts.rules import RULES_VERSION
from hub.accounts.views import joining as joining_views
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def form(client, **different):
    page = client.get("/join/").content.decode()
    attempt = re.search(r'name="attempt" value="([^"]+)"', page).group(1)
    return {
        "email": "new@agency.gov",
        "name": "Robin New",
        "password1": PASSWORD,
        "accept_rules": "on",
        "website": "",
        "attempt": attempt,
        **different,
    }


def code():
    return mail.outbox[-1].subject.split()[0]


def test_somebody_joins_with_the_code_from_the_mail(client):
    asked = client.post("/join/", form(client))
    before = client.get("/account/")

    answer = client.post("/confirm-email/", {"code": code()})

    person = User.objects.get(email="new@agency.gov")
    assert asked.headers["Location"] == "/confirm-email/"
    assert "/sign-in/" in before.headers["Location"]
    assert answer.headers["Location"] == "/welcome/"
    assert (person.name, person.check_password(PASSWORD)) == ("Robin New", True)
    assert RulesAcceptance.objects.get(person=person).version == RULES_VERSION
    assert SecurityEvent.objects.filter(kind="joined", person=person).exists()
    assert client.get("/account/passkeys/add/").status_code == 200


def test_a_member_who_joins_again_gets_the_same_answer_and_a_mail(client):
    UserFactory(email="member@agency.gov")
    stranger = Client()

    known = client.post("/join/", form(client, email="member@agency.gov", name="Sam One"))
    told = [message.subject for message in mail.outbox]
    unknown = stranger.post("/join/", form(stranger, email="other@agency.gov", name="Sam Two"))
    pages = [
        re.sub(r"\w+@agency.gov|value=\"[^\"]*\"|nonce=\"[^\"]*\"", "", page.content.decode())
        for page in (client.get("/confirm-email/"), stranger.get("/confirm-email/"))
    ]

    assert told == ["You have an account already"]
    assert known.status_code == unknown.status_code
    assert known.headers["Location"] == unknown.headers["Location"]
    assert pages[0] == pages[1]
    assert User.objects.filter(email="member@agency.gov").count() == 1


def test_joining_costs_as_much_for_a_member_as_for_a_stranger(client, monkeypatch):
    UserFactory(email="member@agency.gov")
    hashed = []
    make = hashers.MD5PasswordHasher.encode

    def counted(self, *args, **kwargs):
        hashed.append(1)
        return make(self, *args, **kwargs)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    client.post("/join/", form(client, email="member@agency.gov"))
    for_member, stranger = len(hashed), Client()
    hashed.clear()

    stranger.post("/join/", form(stranger, email="other@agency.gov"))

    # Once to see whether the button was pressed twice, once for the account.
    assert for_member == len(hashed) == 2


def test_the_button_pressed_twice_makes_one_account_and_one_mail():
    first, second = Client(), Client()
    data = form(first)

    first.post("/join/", data)
    again = second.post("/join/", data)
    once_more = first.post("/join/", data)

    assert again.headers["Location"] == once_more.headers["Location"] == "/confirm-email/"
    assert len(mail.outbox) == 1
    assert User.objects.filter(email="new@agency.gov").count() == 1
    # Whichever answer the browser kept, the code from the one mail works there.
    assert second.post("/confirm-email/", {"code": code()}).headers["Location"] == "/welcome/"


def test_another_form_for_the_same_address_is_no_second_press():
    first, second = Client(), Client()
    first.post("/join/", form(first))
    sent = code()

    second.post("/join/", {**form(second), "password1": "another long guess at it"})

    assert second.post("/confirm-email/", {"code": sent}).status_code == 422


def test_three_wrong_codes_end_it(client):
    client.post("/join/", form(client))
    sent = code()
    for _ in range(3):
        client.post("/confirm-email/", {"code": "BBBB-BBBB"})

    assert client.post("/confirm-email/", {"code": sent}).headers["Location"] == "/sign-in/"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "Administrator", "would speak for the hub"),
        ("name", "\u0410dmin", "would speak for the hub"),
        ("name", "S\u0430m Miller", "looks like the name of another member"),
        ("password1", "short", "too short"),
        ("password1", "Robin New Robin New", "must not be your own name"),
        ("accept_rules", "", "Read the community rules"),
        ("email", "not an address", "valid email"),
    ],
)
def test_what_does_not_fit_is_said_next_to_the_field_and_the_rest_is_kept(
    client, field, value, message
):
    UserFactory(name="Sam Miller")
    data = form(client, **{field: value})

    answer = client.post("/join/", data)

    content = answer.content.decode()
    assert answer.status_code == 422
    assert message in content
    assert "There is a problem" in content
    assert PASSWORD not in content
    assert not User.objects.filter(name="Robin New").exists()
    kept = "Robin New" if field != "name" else "new@agency.gov"
    assert f'value="{kept}"' in content


def test_two_people_may_have_the_same_name(client):
    UserFactory(name="Robin New")

    assert client.post("/join/", form(client)).status_code == 302


def test_a_program_that_fills_in_every_field_is_sent_away_quietly(client):
    answer = client.post("/join/", form(client, website="https://buy.example"))

    assert answer.status_code == 302
    assert not User.objects.exists()
    assert mail.outbox == []


def test_three_people_a_day_join_from_one_network():
    for n in range(3):
        client = Client()
        client.post("/join/", form(client, email=f"new{n}@agency.gov"))
    client = Client()

    answer = client.post("/join/", form(client, email="new9@agency.gov"))
    elsewhere = client.post(
        "/join/", form(client, email="new9@agency.gov"), REMOTE_ADDR="198.51.100.4"
    )

    assert answer.status_code == 429
    assert 'value="new9@agency.gov"' in answer.content.decode()
    assert elsewhere.status_code == 302


def invitation_link(email="invited@agency.gov"):
    invitation = invite(email, by=UserFactory(name="Ada Inviter"), at=timezone.now())
    mail.outbox.clear()
    return f"/join/{invitation.token}/"


def invited_form(**different):
    return {"name": "Robin New", "password1": PASSWORD, "accept_rules": "on", **different}


def test_an_invited_person_joins_without_a_code(client):
    link = invitation_link()
    page = client.get(link).content.decode()

    answer = client.post(link, invited_form())

    person = User.objects.get(email="invited@agency.gov")
    assert "Ada Inviter invited you" in page
    assert 'value="invited@agency.gov"' in page
    assert answer.headers["Location"] == "/welcome/"
    assert mail.outbox == []
    assert EmailAddress.objects.get(user=person).verified
    assert Invitation.objects.get().accepted_by == person
    assert person.groups.get().name == "Members"


def test_an_invitation_is_for_one_address_whatever_is_posted(client):
    client.post(invitation_link(), invited_form(email="somebody@else.example"))

    assert User.objects.filter(email="invited@agency.gov").exists()
    assert not User.objects.filter(email="somebody@else.example").exists()


def test_an_invitation_works_once(client):
    link = invitation_link()
    client.post(link, invited_form())

    page = Client().get(link)

    assert page.status_code == 404
    assert "This invitation is over" in page.content.decode()


@pytest.mark.parametrize("token", ["nonsense", "%00", "a" * 500, "\u202e"])
def test_a_made_up_invitation_is_over(client, token):
    assert client.get(f"/join/{token}/").status_code == 404


def test_invited_people_do_not_count_toward_the_limit_of_the_network():
    for n in range(4):
        answer = Client().post(invitation_link(f"new{n}@agency.gov"), invited_form(name=f"N {n}n"))

        assert answer.status_code == 302


def test_whoever_is_signed_in_is_asked_to_sign_out_first(member_client):
    page = member_client.get(invitation_link())

    assert "sign out first" in page.content.decode()


def test_the_invitation_of_a_member_leads_to_signing_in(client):
    link = invitation_link()
    UserFactory(email="Invited@agency.gov")

    assert "You have an account already" in client.get(link).content.decode()


def test_accounts_that_nobody_confirmed_are_forgotten(client):
    client.post("/join/", form(client))
    member = UserFactory()

    kept = forget_unconfirmed(at=timezone.now() + timedelta(days=6))
    gone = forget_unconfirmed(at=timezone.now() + timedelta(days=8))

    assert not kept
    assert gone
    assert list(User.objects.all()) == [member]


def test_the_rules_can_be_read_by_everybody(client):
    page = client.get("/community-rules/").content.decode()

    assert "988" in page
    assert "public record" in page
    assert RULES_VERSION in page
    assert "HIPAA" not in page


def test_joining_again_and_again_cannot_fill_a_mailbox():
    UserFactory(email="member@agency.gov")
    for n in range(6):
        again = Client(REMOTE_ADDR=f"198.51.100.{n}")
        page = again.post("/join/", form(again, email="member@agency.gov"), follow=True)

    assert [message.to for message in mail.outbox] == [["member@agency.gov"]] * 5
    assert "We have mailed several codes" in page.text


def test_signing_in_before_the_code_is_entered_tells_nothing_about_the_address():
    UserFactory(email="member@agency.gov", password="some other long passphrase")
    answers = []
    for email in ("member@agency.gov", "free@agency.gov"):
        client = Client()
        client.post("/join/", form(client, email=email))
        answers.append(Client().post("/sign-in/", {"login": email, "password": PASSWORD}))

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "do not match" in answers[1].text


def test_whoever_lost_the_code_comes_in_with_a_new_password(client):
    client.post("/join/", form(client))
    client.post("/sign-in/forgotten/", {"email": "new@agency.gov"})
    link = re.search(r"/sign-in/new-password/[^/]+/", mail.outbox[-1].body).group()
    client.post(client.get(link).headers["Location"], {"password1": PASSWORD})

    answer = Client().post("/sign-in/", {"login": "new@agency.gov", "password": PASSWORD})

    assert answer.status_code == 302


def test_an_address_with_capitals_is_a_members_in_small_letters_too(client):
    User.objects.create_user("Chief.Lee@Agency.gov", PASSWORD, name="Chief Lee")

    answer = client.post("/join/", form(client, email="chief.lee@agency.gov"))

    assert answer.headers["Location"] == "/confirm-email/"
    assert [message.subject for message in mail.outbox] == ["You have an account already"]


def test_a_form_of_long_ago_brings_a_code_of_its_own():
    first, second, late = Client(), Client(), timezone.now() + timedelta(minutes=16)
    data = form(first)
    first.post("/join/", data)
    sent = code()
    User.objects.all().delete()

    with time_machine.travel(late, tick=False):
        second.post("/join/", data)

    assert len(mail.outbox) == 2
    assert code() != sent


def test_an_attempt_that_is_not_ours_brings_a_code_of_its_own():
    codes = set()
    for _ in range(2):
        client = Client()
        client.post("/join/", form(client, attempt="a" * 32))
        codes.add(code())
        User.objects.all().delete()

    assert len(codes) == 2


def test_only_joining_uses_the_code_of_the_form():
    joining = Client()
    data = form(joining)
    joining.post("/join/", data)
    sent = code()
    User.objects.get(email="new@agency.gov").delete()

    with_form = {"email": "new@agency.gov", "attempt": data["attempt"]}
    person = UserFactory()
    signed_in = Client()
    signed_in.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    signed_in.post("/account/email/", with_form)

    assert mail.outbox[-1].to == ["new@agency.gov"]
    assert code() != sent


@pytest.mark.parametrize("email", ["new\0@agency.gov", "\0", "new@agency\0.gov"])
def test_an_address_that_is_none_is_never_looked_for(client, email, monkeypatch):
    monkeypatch.setattr("hub.accounts.views.joining.find_first_press", None)

    assert client.post("/join/", form(client, email=email)).status_code == 422


def test_joining_is_done_whole_or_not_at_all(client, monkeypatch):
    def fails(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("allauth.account.forms.setup_user_email", fails)
    with pytest.raises(RuntimeError):
        client.post("/join/", form(client))

    assert not User.objects.exists()


def test_nobody_vouches_for_the_address_of_a_half_made_account():
    client, person = Client(), UserFactory()
    RulesAcceptance.objects.create(person=person, version=RULES_VERSION, accepted_at=timezone.now())

    answer = client.post("/sign-in/", {"login": person.email, "password": PASSWORD})

    assert answer.headers["Location"] == "/confirm-email/"
    assert not EmailAddress.objects.filter(user=person, verified=True).exists()


def free(self, value):
    self.account_already_exists = False
    return value


def test_two_presses_at_the_same_moment_make_one_account(monkeypatch):
    first, second = Client(), Client()
    data = form(first)
    first.post("/join/", data)
    # The second one looked before the first had written, and finds it when it writes.
    found, calls = joining_views.find_first_press, []
    monkeypatch.setattr(JoinForm, "validate_unique_email", free)

    def looked(*args, **kwargs):
        calls.append(1)
        return None if len(calls) == 1 else found(*args, **kwargs)

    monkeypatch.setattr(joining_views, "find_first_press", looked)

    answer = second.post("/join/", data)

    assert answer.headers["Location"] == "/confirm-email/"
    assert User.objects.count() == len(mail.outbox) == 1
    assert second.post("/confirm-email/", {"code": code()}).headers["Location"] == "/welcome/"


def test_an_invitation_used_twice_at_the_same_moment_is_over(client, monkeypatch):
    link = invitation_link()

    def too_late(*args, **kwargs):
        raise UnableToAccept

    monkeypatch.setattr(joining_views, "accept_invitation", too_late)
    answer = client.post(link, invited_form())

    assert answer.status_code == 404
    assert "This invitation is over" in answer.text
    assert not User.objects.filter(email="invited@agency.gov").exists()
