"""A member invites a peer."""

import pytest
from django.core import mail
from django.utils import timezone

from hub.accounts.models import Invitation, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
EMAIL = "colleague@county.example"


def test_a_peer_gets_a_link_with_the_members_name_and_words(member, member_client):
    response = member_client.post("/people/invite/", {"email": EMAIL, "note": "See you there"})

    assert response["Location"] == "/people/invite/"
    (sent,) = mail.outbox
    assert sent.to == [EMAIL]
    assert "/join/" in sent.body
    assert member.name in sent.body
    assert "See you there" in sent.body


def test_inviting_a_member_looks_the_same_and_tells_nothing(member_client):
    UserFactory(email=EMAIL)

    known = member_client.post("/people/invite/", {"email": EMAIL})
    unknown = member_client.post("/people/invite/", {"email": "nobody@county.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [one.to for one in mail.outbox] == [["nobody@county.example"]]


@pytest.mark.parametrize(
    "sent", [{"email": "no address"}, {"email": EMAIL, "note": "go to https://evil.example now"}]
)
def test_what_is_refused_is_kept(sent, member_client):
    response = member_client.post("/people/invite/", sent)

    assert response.status_code == 422
    assert sent["email"] in response.text
    assert not Invitation.objects.exists()


def test_the_eleventh_of_a_day_is_refused_with_what_was_typed(member_client):
    for number in range(10):
        member_client.post("/people/invite/", {"email": f"c{number}@county.example"})

    response = member_client.post("/people/invite/", {"email": EMAIL, "note": "Kept words"})

    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "Kept words" in response.text
    assert len(mail.outbox) == 10


def test_who_is_silenced_cannot_invite(member, member_client):
    User.objects.filter(pk=member.pk).update(silenced_until=timezone.now().replace(year=2099))

    assert member_client.post("/people/invite/", {"email": EMAIL}).status_code == 403
    assert mail.outbox == []
