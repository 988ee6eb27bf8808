"""Whoever may do much needs more than a password."""

import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.models import Permission
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.accounts.models import SecurityEvent
from hub.accounts.second_step import must_use_second_step, second_step_required
from tests.factories import PASSWORD, UserFactory, editor, give_second_step

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NEEDED = "/account/second-step/needed/"
Kind = SecurityEvent.Kind


def code(secret=SECRET):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def with_app(user):
    """Somebody whose authenticator app really works."""
    from allauth.mfa.utils import encrypt

    Authenticator.objects.filter(user=user).delete()
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)}
    )
    return user


def without_step(user):
    Authenticator.objects.filter(user=user).delete()
    return user


def signed_in(user, password=PASSWORD):
    client = Client()
    client.post("/sign-in/", {"login": user.email, "password": password})
    return client


@pytest.fixture
def bare_editor(db):
    return without_step(editor())


def admin_addresses():
    """Every address below /admin/, with something in place of what varies."""

    def walk(patterns, before):
        for one in patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, path)
            elif isinstance(one, URLPattern) and path.lstrip("^").startswith("admin/"):
                yield path

    import re

    for path in walk(get_resolver().url_patterns, ""):
        filled = re.sub(r"<(?:\w+:)?\w+>", "1", path)
        filled = re.sub(r"\(\?P<\w+>[^)]*\)|\(\?:[^)]*\)|[\\^$]|\?", "1", filled)
        yield "/" + re.sub(r"/+", "/", filled.replace("1admin", "admin").rstrip("1"))


def test_without_a_second_step_no_address_of_the_editors_side_opens(bare_editor):
    client = Client()
    client.force_login(bare_editor)
    addresses = sorted({path for path in admin_addresses() if path.startswith("/admin/")})

    opened = []
    for path in addresses:
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            if (answer.status_code, answer.headers.get("Location")) != (302, NEEDED):
                opened.append((method, path, answer.status_code))

    assert len(addresses) > 200
    assert opened == []


def test_the_first_editor_is_led_from_the_password_to_the_second_step_and_in(bare_editor):
    client = signed_in(bare_editor)
    client.get("/admin/account/")

    page = client.get(NEEDED)
    setting_up = client.get("/account/second-step/app/")
    secret = client.session["mfa.totp.secret"]
    done = client.post("/account/second-step/app/", {"code": code(secret)})
    codes = client.get("/account/second-step/codes/").content.decode()
    admin = client.get("/admin/account/")

    assert page.status_code == setting_up.status_code == 200
    assert "data:image/svg+xml;base64," in setting_up.content.decode()
    assert done.headers["Location"] == "/account/second-step/codes/"
    assert 'href="/admin/account/"' in codes
    assert admin.status_code == 200


def test_setting_up_needs_no_second_password_right_after_signing_in(bare_editor):
    client = signed_in(bare_editor)

    assert client.get("/account/passkeys/add/").status_code == 200


def test_a_password_alone_never_opens_an_account_with_a_second_step():
    person = with_app(editor())
    client = Client()

    first = client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    closed = client.get("/admin/")
    wrong = client.post("/sign-in/second-step/", {"code": "000000"})
    right = client.post("/sign-in/second-step/", {"code": code()})

    assert first.headers["Location"] == "/sign-in/second-step/"
    assert "/sign-in/" in closed.headers["Location"]
    assert wrong.status_code == 422
    assert right.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_five_wrong_codes_are_enough_for_ten_minutes():
    person = with_app(UserFactory())
    client = signed_in(person)
    for _ in range(5):
        client.post("/sign-in/second-step/", {"code": "000000"})

    answer = client.post("/sign-in/second-step/", {"code": code()})

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) <= 600
    assert "_auth_user_id" not in client.session


def test_a_code_of_the_app_works_once_whichever_process_is_asked():
    person, now = with_app(UserFactory()), time.time()

    with time_machine.travel(now, tick=False):
        first = signed_in(person).post("/sign-in/second-step/", {"code": code()})
        # As in another process, which has a cache of its own.
        cache.clear()
        again = signed_in(person).post("/sign-in/second-step/", {"code": f" {code()} "})

    assert (first.status_code, again.status_code) == (302, 422)
    assert "does not fit" in again.text


def test_a_recovery_code_works_once():
    person = with_app(UserFactory())
    codes = RecoveryCodes.activate(person).get_unused_codes()

    first = signed_in(person).post("/sign-in/second-step/", {"code": codes[0]})
    again = signed_in(person).post("/sign-in/second-step/", {"code": codes[0]})

    assert (first.status_code, again.status_code) == (302, 422)


def test_the_last_second_step_of_an_editor_stays():
    person = with_app(editor())
    client = signed_in(person)
    client.post("/sign-in/second-step/", {"code": code()})

    page = client.get("/account/second-step/app/remove/")
    refused = client.post("/account/second-step/app/remove/")

    assert page.status_code == 200
    assert "Add another one first" in page.content.decode()
    assert refused.status_code == 422
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_the_last_passkey_of_an_editor_stays(bare_editor):
    passkey = Authenticator.objects.create(
        user=bare_editor, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"}
    )
    client = Client()
    client.force_login(bare_editor)

    answer = client.post(f"/account/passkeys/{passkey.pk}/remove/")

    assert answer.headers["Location"] == "/account/passkeys/"
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_a_member_may_turn_the_second_step_off_and_is_written_to():
    person = with_app(UserFactory())
    client, elsewhere = signed_in(person), Client()
    client.post("/sign-in/second-step/", {"code": code()})
    elsewhere.force_login(person)
    mail.outbox.clear()

    client.post("/account/second-step/app/remove/")

    assert not Authenticator.objects.filter(user=person).exists()
    assert [message.subject for message in mail.outbox] == ["An authenticator app was removed"]
    assert SecurityEvent.objects.filter(kind=Kind.SECOND_STEP_REMOVED, person=person).exists()
    assert "/sign-in/" in elsewhere.get("/account/").headers["Location"]
    assert client.get("/account/").status_code == 200


def test_adding_a_second_step_ends_the_other_sessions_and_is_logged(bare_editor, monkeypatch):
    client, elsewhere = signed_in(bare_editor), Client()
    elsewhere.force_login(bare_editor)
    client.get("/account/second-step/app/")

    # Inside the request, as when a transaction really ends there: the answer carries the new key.
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())

    client.post("/account/second-step/app/", {"code": code(client.session["mfa.totp.secret"])})

    event = SecurityEvent.objects.get(kind=Kind.SECOND_STEP_ADDED)
    assert (event.person, event.detail) == (bare_editor, {"type": "totp"})
    assert client.get("/account/").status_code == 200
    assert "/sign-in/" in elsewhere.get("/account/").headers["Location"]


def test_checking_costs_one_statement_once_in_a_session(django_assert_max_num_queries):
    client = Client()
    client.force_login(editor())
    client.get("/admin/")

    with django_assert_max_num_queries(100) as first:
        client.get("/admin/")

    asked = [one["sql"] for one in first.captured_queries if "mfa_authenticator" in one["sql"]]
    assert asked == []


def test_a_marked_view_elsewhere_asks_for_it_as_well(rf, bare_editor):
    view = second_step_required(lambda request: HttpResponse("in"))
    answers = []
    for user in (bare_editor, UserFactory()):
        request = rf.get("/report/?page=2")
        request.user, request.session = user, {}
        answers.append((view(request), request.session))

    (asked, session), (member, _) = answers
    assert (asked.status_code, asked.url) == (302, NEEDED)
    assert session["second_step_afterwards"] == "/report/?page=2"
    assert member.content == b"in"


def test_who_must_use_one():
    manager = UserFactory()
    manager.user_permissions.add(Permission.objects.get(codename="must_use_second_step"))

    assert must_use_second_step(editor())
    assert must_use_second_step(UserFactory(is_superuser=True))
    assert must_use_second_step(manager)
    assert not must_use_second_step(UserFactory())


@pytest.mark.parametrize("allowed", [True, False])
def test_a_sample_person_may_go_on_without_only_where_samples_are_allowed(settings, allowed):
    settings.SAMPLE_ACCOUNTS_ALLOWED = allowed
    client = Client()
    client.force_login(without_step(editor(email="editor@example.org")))
    client.get("/admin/")

    offered = "Only trying the hub" in client.get(NEEDED).content.decode()
    answer = client.post("/account/second-step/go-without/")

    assert offered is allowed
    assert answer.status_code == (302 if allowed else 404)
    assert client.get("/admin/").status_code == (200 if allowed else 302)
    assert SecurityEvent.objects.filter(kind=Kind.WENT_WITHOUT_SECOND_STEP).exists() is allowed


def test_somebody_else_is_never_offered_to_go_on_without(bare_editor):
    client = Client()
    client.force_login(bare_editor)

    offered = "Only trying the hub" in client.get(NEEDED).content.decode()

    assert not offered
    assert client.post("/account/second-step/go-without/").status_code == 404


def test_permission_to_go_without_ends_with_the_setting(settings):
    client = Client()
    client.force_login(without_step(editor(email="editor@example.org")))
    client.post("/account/second-step/go-without/")
    settings.SAMPLE_ACCOUNTS_ALLOWED = False

    assert client.get("/admin/").headers["Location"] == NEEDED


def test_secrets_of_second_steps_are_not_kept_in_clear():
    person = UserFactory()

    codes = RecoveryCodes.activate(person)
    stored = Authenticator.objects.get(user=person).data["seed"]

    assert len(codes.get_unused_codes()) == 10
    assert len(stored) > 100
    assert isinstance(TOTP, type)
    assert stored.startswith("gAAAA")


def test_a_new_name_for_a_passkey_is_kept():
    person = UserFactory()
    passkey = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Phone"})
    client = signed_in(without_step(UserFactory()))
    client = Client()
    client.force_login(person)

    asked = client.get(f"/account/passkeys/{passkey.pk}/rename/")

    assert asked.status_code == 302
    assert "/account/confirm/" in asked.headers["Location"]


def test_somebody_elses_passkey_does_not_exist(member_client):
    passkey = Authenticator.objects.create(
        user=UserFactory(), type="webauthn", data={"name": "Phone"}
    )

    assert member_client.post(f"/account/passkeys/{passkey.pk}/remove/").status_code == 404


# What no device would answer: wrong shapes, wrong bytes, nothing.
NONSENSE = [
    "",
    "nonsense",
    "null",
    "[]",
    '"text"',
    "{}",
    '{"id": {}}',
    '{"id": 1, "response": null}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {"clientDataJSON": "e30"}}',
    '{"id": "aaaa", "rawId": "aaaa", "type": "public-key", "response": {"clientDataJSON": "e30",'
    ' "authenticatorData": "aaaa", "signature": "aaaa", "userHandle": "MQ"}}',
]


@pytest.mark.parametrize("credential", NONSENSE)
def test_nonsense_in_place_of_a_passkey_is_refused(credential):
    visitor, member = Client(), signed_in(UserFactory())
    visitor.get("/sign-in/passkey/", headers={"accept": "application/json"})
    member.get("/account/passkeys/add/")

    signing_in = visitor.post("/sign-in/passkey/", {"credential": credential})
    adding = member.post("/account/passkeys/add/", {"credential": credential, "name": "Phone"})

    assert (signing_in.status_code, adding.status_code) == (302, 422)
    assert "_auth_user_id" not in visitor.session
    assert not Authenticator.objects.exists()


@given(credential=st.text(max_size=60))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_place_of_a_passkey_is_refused(client, credential):
    answer = client.post("/sign-in/passkey/", {"credential": credential})

    assert answer.headers["Location"] == "/sign-in/"


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/", "/admin/users/", "/admin/reports/"])
def test_for_a_member_there_is_no_editors_side(path, member_client):
    assert member_client.get(path).status_code == 404
    assert member_client.post(path).status_code == 404


def test_a_manager_of_a_mentor_site_finds_no_editors_side_either():
    manager = UserFactory()
    manager.user_permissions.add(Permission.objects.get(codename="must_use_second_step"))
    client = Client()
    client.force_login(manager)

    assert client.get("/admin/").status_code == 404


def test_a_manager_of_a_mentor_site_sets_up_a_second_step_before_the_desk_opens():
    manager = UserFactory()
    manager.user_permissions.add(Permission.objects.get(codename="must_use_second_step"))
    client = Client()
    client.force_login(manager)

    closed = client.get("/my/")
    give_second_step(manager)

    assert closed["Location"] == NEEDED
    assert client.get("/my/").status_code == 200


def test_a_member_without_powers_needs_no_second_step_for_the_desk(member_client):
    assert member_client.get("/my/").status_code == 200


def test_a_member_who_comes_by_the_editors_sign_in_ends_somewhere(member_client):
    response = member_client.get("/admin/login/?next=/admin/", follow=True)

    assert response.status_code == 404
    assert len(response.redirect_chain) <= 3
