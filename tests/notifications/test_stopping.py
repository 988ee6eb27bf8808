"""Stopping mail with one press from the mail itself."""

import pytest
from django.core import signing
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hub.notifications.actions import announce
from hub.notifications.models import Follow, MailSettings, OutgoingMail
from hub.notifications.notices import make_due_notices
from hub.notifications.stopping import AT_ONCE, DIGEST, FOLLOW, SALT, Stop, read_token
from hub.notifications.subjects import key_of
from tests.factories import PracticePageFactory, TopicFactory

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path(stop):
    return f"/mail/stop/{stop.token}/"


def kept(person):
    return MailSettings.objects.get(person=person)


def test_the_link_in_a_mail_stops_the_mails_about_that_thing(follower, client, at, later):
    topic, other = TopicFactory(), TopicFactory()
    person = follower(topic, other)
    announce(PracticePageFactory(), to_followers_of=[topic], kind="published", by=None, at=at)
    make_due_notices(later)
    link = OutgoingMail.objects.get().headers["List-Unsubscribe"].strip("<>")

    response = client.post(link.removeprefix("http://127.0.0.1:8000"), ONE_CLICK)

    assert response.status_code == 200
    levels = {one.subject: one.level for one in Follow.objects.of(person)}
    assert levels == {topic: "mute", other: "follow"}


def test_looking_at_the_link_changes_nothing(follower, client):
    topic = TopicFactory()
    person = follower(topic)
    stops = [
        Stop(person.pk, FOLLOW, key_of(topic)),
        Stop(person.pk, AT_ONCE),
        Stop(person.pk, DIGEST),
    ]

    for stop in stops:
        for method in (client.get, client.head):
            assert method(path(stop)).status_code == 200

    assert Follow.objects.get().level == "follow"
    assert (kept(person).sends_at_once, kept(person).digest) == (True, "weekly")


def test_a_mail_program_needs_neither_sign_in_nor_token_of_a_form(follower):
    person = follower()

    response = Client(enforce_csrf_checks=True).post(path(Stop(person.pk, DIGEST)), ONE_CLICK)

    assert response.status_code == 200
    assert kept(person).digest == "none"
    assert kept(person).next_digest_at is None


@pytest.mark.parametrize(
    ("scope", "choice", "after"),
    [
        (AT_ONCE, "stop", (False, "weekly")),
        (AT_ONCE, "less", (False, "daily")),
        (DIGEST, "stop", (True, "none")),
        (DIGEST, "less", (True, "weekly")),
    ],
)
def test_one_can_stop_or_get_less(follower, client, scope, choice, after):
    person = follower()

    content = client.post(path(Stop(person.pk, scope)), {"choice": choice}).content.decode()

    assert (kept(person).sends_at_once, kept(person).digest) == after
    assert ("less often" in content) == (choice == "stop")


def test_less_of_one_thing_leaves_it_in_the_digest(follower, client):
    topic = TopicFactory()
    person = follower(topic)

    client.post(path(Stop(person.pk, FOLLOW, key_of(topic))), {"choice": "less"})

    assert Follow.objects.get().level == "normal"


def test_a_link_touches_nobody_else(follower, client):
    person, other = follower(), follower()

    client.post(path(Stop(person.pk, AT_ONCE)), ONE_CLICK)

    assert kept(other).sends_at_once


def test_the_page_names_no_address_and_signs_nobody_in(follower, client):
    person = follower()

    response = client.post(path(Stop(person.pk, DIGEST)), ONE_CLICK)

    assert person.email not in response.content.decode()
    assert "sessionid" not in response.cookies
    assert client.get("/notifications/").status_code == 302


def test_a_thing_that_became_private_is_not_named(follower, client):
    page = PracticePageFactory(title="Canary bird")
    person = follower(page)
    page.unpublish()

    content = client.get(path(Stop(person.pk, FOLLOW, key_of(page)))).content.decode()

    assert "Canary" not in content


def test_a_token_for_anything_else_is_no_token_here(member, client):
    forged = [
        signing.Signer(salt="another").sign_object([member.pk, DIGEST]),
        signing.Signer(salt=SALT).sign_object([member.pk, "everything"]),
        signing.Signer(salt=SALT).sign_object({"p": member.pk}),
        Stop(member.pk, DIGEST).token[:-1],
        "x",
    ]

    for token in forged:
        assert read_token(token) is None
        assert client.post(f"/mail/stop/{token}/", ONE_CLICK).status_code == 404


def test_who_is_gone_has_nothing_to_stop(client):
    assert client.post(path(Stop(987_654, DIGEST)), ONE_CLICK).status_code == 404


@hypothesis_settings(max_examples=60, deadline=None)
@given(token=st.text(max_size=80))
def test_no_text_is_a_token_by_chance(token):
    assert read_token(token) is None
