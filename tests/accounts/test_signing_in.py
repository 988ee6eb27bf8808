from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from hub.accounts.models import SignInFailure, User
from hub.accounts.throttling import forget_failures, note_failure, seconds_to_wait
from tests.factories import PASSWORD, UserFactory, editor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


def sign_in(client: Client, email: str, password: str, **extra):
    return client.post("/sign-in/", {"username": email, "password": password, **extra})


def test_a_member_signs_in_and_out_again(client):
    member = UserFactory()

    signed_in = sign_in(client, member.email.upper(), PASSWORD, next="/practices/")
    signed_out = client.post("/sign-out/")

    assert (signed_in.status_code, signed_in.headers["Location"]) == (302, "/practices/")
    assert signed_out.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_an_unknown_address_gets_the_answer_of_a_wrong_password(client):
    member = UserFactory()

    wrong = sign_in(client, member.email, "not the password at all")
    unknown = sign_in(client, "nobody@example.org", "not the password at all")

    message = "That address and password do not match"
    assert wrong.status_code == unknown.status_code == 200
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

    assert "Too many tries" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_wait_ends_half_an_hour_after_the_first_failure():
    for minute in range(5):
        at = NOON + timedelta(minutes=minute)
        note_failure("sam@example.org", f"10.0.0.{minute}", at=at)

    assert seconds_to_wait("SAM@example.org", "10.0.0.9", at=NOON + timedelta(minutes=5)) == 1501
    assert not seconds_to_wait("sam@example.org", "10.0.0.9", at=NOON + timedelta(minutes=31))
    assert not seconds_to_wait("alex@example.org", "10.0.0.9", at=NOON + timedelta(minutes=5))


def test_one_network_address_may_fail_six_times_a_minute():
    for n in range(6):
        note_failure(f"person{n}@example.org", "10.0.0.1", at=NOON)

    assert seconds_to_wait("other@example.org", "10.0.0.1", at=NOON)
    assert not seconds_to_wait("other@example.org", "10.0.0.2", at=NOON)
    assert not seconds_to_wait("other@example.org", "10.0.0.1", at=NOON + timedelta(minutes=2))


def test_a_success_forgets_the_failures_of_the_account():
    for _ in range(5):
        note_failure("sam@example.org", "10.0.0.1", at=NOON)

    forget_failures("Sam@example.org")

    assert not SignInFailure.objects.exists()


def test_failures_are_forgotten_after_an_hour():
    note_failure("sam@example.org", "10.0.0.1", at=NOON)

    note_failure("alex@example.org", "10.0.0.1", at=NOON + timedelta(hours=2))

    assert SignInFailure.objects.get().email == "alex@example.org"


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
