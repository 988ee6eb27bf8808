import re
from datetime import UTC, datetime, timedelta
from importlib import import_module
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hub.accounts.actions import end_sessions, suspend
from hub.accounts.devices import name_of
from hub.accounts.forms import NameForm
from hub.accounts.models import SecurityEvent, User
from hub.accounts.personal_data import erase
from tests.factories import PASSWORD, UserFactory, editor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def sign_in(client: Client, email: str, password: str, **extra):
    return client.post("/sign-in/", {"login": email, "password": password, **extra})


def test_a_member_signs_in_and_out_again(client):
    member = UserFactory()

    signed_in = sign_in(client, member.email.upper(), PASSWORD, next="/practices/")
    signed_out = client.post("/sign-out/")

    assert (signed_in.status_code, signed_in.headers["Location"]) == (302, "/practices/")
    assert signed_out.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_an_address_that_was_written_with_capitals_signs_in_and_resets(client):
    User.objects.create_user("Chief.Lee@Agency.gov", PASSWORD, name="Chief Lee")

    answers = [
        sign_in(Client(), email, PASSWORD).status_code
        for email in ("Chief.Lee@Agency.gov", "chief.lee@agency.gov")
    ]
    client.post("/sign-in/forgotten/", {"email": "Chief.Lee@Agency.gov"})

    assert answers == [302, 302]
    assert mail.outbox[-1].subject == "Choose a new password"


def test_addresses_from_before_are_made_small():
    person = UserFactory()
    User.objects.filter(pk=person.pk).update(email="Chief.Lee@Agency.gov")

    import_module("hub.accounts.migrations.0003_give_handles").make_addresses_small(apps, None)

    assert User.objects.get(pk=person.pk).email == "chief.lee@agency.gov"


def test_an_unknown_address_gets_the_answer_of_a_wrong_password(client):
    member = UserFactory()

    wrong = sign_in(client, member.email, "not the password at all")
    unknown = sign_in(client, "nobody@example.org", "not the password at all")

    message = "That address and password do not match"
    assert wrong.status_code == unknown.status_code == 422
    assert message in wrong.content.decode()
    assert message in unknown.content.decode()


def test_what_was_typed_as_address_is_kept(client):
    answer = sign_in(client, "typo@example.org", "not the password at all")

    assert 'value="typo@example.org"' in answer.content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", r"\\evil.example"])
def test_signing_in_never_leads_to_another_site(client, target):
    answer = sign_in(client, UserFactory().email, PASSWORD, next=target)

    assert answer.headers["Location"] == "/"


def test_whoever_may_no_longer_sign_in_is_refused_in_the_same_words(client):
    answer = sign_in(client, UserFactory(is_active=False).email, PASSWORD)

    assert "do not match" in answer.content.decode()


def test_after_five_failures_an_account_must_wait_even_with_the_right_password(client):
    member = UserFactory()
    for _ in range(5):
        sign_in(client, member.email, "not the password at all")

    answer = sign_in(client, member.email, PASSWORD)

    assert "too many tries" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("make", "pause", "still_in"),
    [
        (editor, timedelta(minutes=50), True),
        (editor, timedelta(minutes=70), False),
        (UserFactory, timedelta(days=6), True),
        (UserFactory, timedelta(days=8), False),
    ],
)
def test_a_session_left_alone_ends_sooner_for_editors(make, pause, still_in):
    client = Client()
    user = make()
    with time_machine.travel(NOON, tick=False):
        client.force_login(user)
        client.get("/sign-in/")

    with time_machine.travel(NOON + pause, tick=False):
        client.get("/search/")

        assert ("_auth_user_id" in client.session) is still_in


def test_an_editors_session_ends_after_twelve_hours_of_work():
    client = Client()
    user = editor()

    for minutes in range(0, 13 * 60, 50):
        with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
            if minutes == 0:
                client.force_login(user)
            client.get("/search/")
            signed_in = "_auth_user_id" in client.session

    assert not signed_in


def test_one_address_is_one_person_whatever_its_capitals():
    UserFactory(email="sam@example.org")

    with pytest.raises(IntegrityError):
        UserFactory(email="SAM@example.org")


def test_a_person_is_shown_by_the_name_they_chose_and_never_by_address():
    assert str(User(name="Sam", email="sam@example.org")) == "Sam"
    assert "sam@" not in str(User(pk=7, email="sam@example.org"))


@pytest.mark.parametrize("password", ["short", "co-responder co-responder!", "x" * 129])
def test_weak_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_long_plain_sentence_is_a_good_password():
    validate_password("four calm words in a row 北")


def test_passwords_are_hashed_with_the_measured_parameters():
    hashed = make_password("anything", hasher="argon2")

    assert "argon2id" in hashed
    assert "m=47104,t=1,p=1" in hashed


def test_wagtails_own_sign_in_page_is_ours(client):
    answer = client.get("/admin/login/?next=/admin/images/")

    assert answer.headers["Location"] == "/sign-in/?next=/admin/images/"


def test_ones_own_name_is_checked_on_the_editors_side_too():
    UserFactory(name="Sam Miller")
    person = UserFactory(name="Robin New")

    same = NameForm({"name": " Robin  New "}, instance=person)
    alike = NameForm({"name": "S\u0430m Miller"}, instance=person)

    assert same.is_valid()
    assert same.cleaned_data["name"] == "Robin New"
    assert "looks like the name of another member" in str(alike.errors)


@pytest.mark.parametrize("address", ["/admin/users/", "/admin/users/new/", "/admin/account/"])
def test_the_editors_side_knows_people_by_one_name(client, address):
    client.force_login(UserFactory(is_superuser=True, name="Sam Administrator"))

    content = client.get(address).content.decode()

    assert "Last Name" not in content


def test_an_administrator_adds_a_person(client):
    client.force_login(UserFactory(is_superuser=True))

    client.post(
        "/admin/users/new/",
        {
            "email": "new@example.org",
            "name": "New Person",
            "password1": "four calm words in a row",
            "password2": "four calm words in a row",
        },
    )

    assert User.objects.get(email="new@example.org").name == "New Person"


def test_a_new_person_needs_no_password_yet():
    assert not User.objects.create_user("later@example.org").has_usable_password()
    assert User.objects.create_superuser("root@example.org", "four calm words").is_staff


# --- What the answers tell ------------------------------------------------------------------------


def plain(answer):
    """A page without what differs from request to request."""
    text = re.sub(r'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", answer.text)
    return re.sub(r"[\w.]+@example\.org", "", text)


@pytest.mark.parametrize("address", ["/sign-in/", "/sign-in/forgotten/"])
def test_a_known_and_an_unknown_address_get_the_same_answer(address):
    member, answers = UserFactory(), []

    for email in (member.email, "nobody@example.org"):
        client = Client()
        data = {"login": email, "email": email, "password": "not the password at all"}
        answers.append(client.post(address, data, follow=True))

    known, unknown = answers
    assert known.status_code == unknown.status_code
    assert known.redirect_chain == unknown.redirect_chain
    assert plain(known) == plain(unknown)


def test_an_unknown_address_costs_as_many_hashes_as_a_wrong_password(monkeypatch):
    member, counts = UserFactory(), []
    make = MD5PasswordHasher.encode

    def counted(self, *args, **kwargs):
        counts[-1] += 1
        return make(self, *args, **kwargs)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    for email in (member.email, "nobody@example.org"):
        counts.append(0)
        sign_in(Client(), email, "not the password at all")

    assert counts == [1, 1]


def test_signing_in_changes_the_key_of_the_session(client):
    client.get("/sign-in/")
    session = client.session
    session["before"] = "kept"
    session.save()
    client.cookies["sessionid"] = session.session_key

    sign_in(client, UserFactory().email, PASSWORD)

    assert client.session.session_key != session.session_key


@pytest.mark.parametrize(("extra", "age"), [({}, ""), ({"remember": "on"}, 1_209_600)])
def test_only_whoever_asks_for_it_stays_signed_in(client, extra, age):
    sign_in(client, UserFactory().email, PASSWORD, **extra)

    assert client.cookies["sessionid"]["max-age"] == age


def test_a_visitor_gets_no_cookie_but_the_one_for_the_form(client):
    client.get("/sign-in/")

    assert set(client.cookies) == {"csrftoken"}


# --- Who may not ----------------------------------------------------------------------------------


def test_a_suspended_person_reads_why_and_until_when_after_the_right_password(client):
    person = UserFactory()
    staff = UserFactory(is_superuser=True)
    until = timezone.now() + timedelta(days=3)
    suspend(person, reason="Wrote a name of a patient.", until=until, by=staff, at=timezone.now())

    wrong = sign_in(client, person.email, "not the password at all")
    right = sign_in(client, person.email, PASSWORD)

    assert "suspended" not in wrong.text
    assert right.status_code == 403
    assert "Wrote a name of a patient." in right.text
    assert f"{timezone.localtime(until):%B}" in right.text
    assert "_auth_user_id" not in client.session


def test_a_suspension_ends_sessions_at_the_next_request(member, member_client):
    member.suspended_until = timezone.now() + timedelta(days=1)
    member.save()

    member_client.get("/account/")

    assert "_auth_user_id" not in member_client.session


# --- Who hears of it ------------------------------------------------------------------------------


def test_signing_in_is_logged(client):
    member = UserFactory()

    sign_in(client, member.email, PASSWORD)

    event = SecurityEvent.objects.get(kind="signed_in")
    assert (event.person, event.detail) == (member, {"ways": ["password"]})


def test_a_new_device_is_told_of_once(client):
    member = UserFactory()

    sign_in(client, member.email, PASSWORD)
    client.post("/sign-out/")
    sign_in(client, member.email, PASSWORD)
    sign_in(Client(), member.email, PASSWORD)

    assert [message.subject for message in mail.outbox] == [
        "Your account was opened on a new device"
    ] * 2
    assert "127.0.0.0" in mail.outbox[0].body


def test_the_owner_is_told_once_that_somebody_tries(client):
    member = UserFactory()
    for n in range(8):
        client.post(
            "/sign-in/",
            {"login": member.email, "password": "wrong"},
            REMOTE_ADDR=f"198.51.100.{n}",
        )

    assert [message.subject for message in mail.outbox] == [
        "Somebody tries to sign in to your account"
    ]
    assert SecurityEvent.objects.filter(kind="sign_in_refused", person=member).count() == 1


def test_a_refusal_says_when_and_keeps_the_address(client):
    for _ in range(6):
        sign_in(client, f"nobody{_}@example.org", "wrong")

    answer = sign_in(client, "somebody@example.org", "wrong")

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 60
    assert "Try again in" in answer.text
    assert 'value="somebody@example.org"' in answer.text


def test_whoever_shares_a_network_is_not_slowed_down_by_those_who_know_their_password():
    for _ in range(8):
        assert sign_in(Client(), UserFactory().email, PASSWORD).status_code == 302


def test_the_list_shows_where_one_is_signed_in_and_ends_the_others(django_assert_max_num_queries):
    member, client, others = UserFactory(), Client(), [Client() for _ in range(4)]
    for one in [client, *others]:
        sign_in(one, member.email, PASSWORD)
    with django_assert_max_num_queries(10):
        page = client.get("/account/sessions/")

    client.post("/account/sessions/")

    assert page.text.count("Signed in on") == 5
    assert client.get("/account/").status_code == 200
    assert all("/sign-in/" in one.get("/account/").headers["Location"] for one in others)
    assert SecurityEvent.objects.filter(kind="signed_out_others", person=member).exists()


def test_an_ended_session_holds_nothing_of_the_person(client):
    member = UserFactory()
    sign_in(client, member.email, PASSWORD)
    key = client.session.session_key
    before = Session.objects.get(pk=key).get_decoded()

    end_sessions(member)

    assert member.email in str(before)
    assert Session.objects.get(pk=key).get_decoded() == {}
    assert "/sign-in/" in client.get("/account/").headers["Location"]


def test_no_session_of_somebody_who_left_remains(client):
    member, other, begun = UserFactory(), Client(), Client()
    sign_in(other, UserFactory().email, PASSWORD)
    client.force_login(member)
    begun.post("/sign-in/forgotten/", {"email": member.email})
    session = begun.session
    session["account_login"] = {"email": member.email}
    session.save()
    UserSession.objects.filter(user=member).delete()

    erase(member, timezone.now())

    assert [one.session_key for one in Session.objects.all()] == [other.session.session_key]


# --- Where it leads -------------------------------------------------------------------------------

EVIL = st.sampled_from(
    ["//", "https:", "https://", "\\", "/\\", "/%0d%0a", "javascript:", "%2f%2f", ""]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=EVIL, rest=st.text(max_size=20))
@example(start="//", rest="evil.example")
@example(start="https:", rest="evil.example")
@example(start="/\\", rest="evil.example")
@example(start="", rest="\t//evil.example")
def test_nothing_leads_from_signing_out_to_another_site(client, start, rest):
    answer = client.post("/sign-out/", {"next": f"{start}{rest}"})

    target = answer.headers["Location"]
    assert target.startswith("/")
    assert urlsplit(target).netloc == urlsplit(f"https://x{target}").netloc.removeprefix("x") == ""
    assert not target.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1 Version/18.0 Safari/604.1",
            "Safari on an iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0",
            "Edge on Windows",
        ),
        ("<script>", "A browser on a device"),
    ],
)
def test_a_device_has_a_name_that_people_know(user_agent, name):
    assert name_of(user_agent) == name
