"""A paramedic is invited, joins, follows, is told once, and leaves without a trace."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from hub.accounts.actions import invite
from hub.accounts.models import FORMER_MEMBER, User
from hub.home.leaving import work_off_departures, work_off_exports
from hub.notifications.models import Follow, Notification
from hub.notifications.worker import tend, work_off
from hub.people.models import DataExport
from tests.factories import (
    PASSWORD,
    JurisdictionFactory,
    PracticePageFactory,
    TermFactory,
    TopicFactory,
    all_shelves,
    editor,
)

pytestmark = pytest.mark.django_db
EMAIL = "sam.rivera@ems.example"
WEEK = timedelta(days=8)


def mails_to(address: str) -> list:
    return [one for one in mail.outbox if one.to == [address]]


def link_in(text: str, beginning: str) -> str:
    return re.search(rf"https?://[^/\s]+({re.escape(beginning)}[^\s\"<>]*)", text)[1]


def publish(page: Page, by: User) -> None:
    page.save_revision(user=by).publish(user=by)


def round_at(at: datetime) -> None:
    tend(at)
    work_off(at)


def test_from_invitation_to_leaving(time_machine, django_capture_on_commit_callbacks):
    start = timezone.now()
    all_shelves()
    boss = editor()
    rural = TermFactory(vocabulary="community_type", slug="rural", label="Rural")
    topic = TopicFactory(name="Follow-up", slug="follow-up")
    place = JurisdictionFactory(name="New Mexico", slug="new-mexico")

    # She is invited, and joins with the link.
    invite(EMAIL, by=boss, at=start)
    (invitation,) = mails_to(EMAIL)
    address = link_in(invitation.body, "/join/")
    client = Client()
    joining = {"email": EMAIL, "name": "Sam R.", "password1": PASSWORD, "accept_rules": "on"}
    form = client.get(address)
    assert EMAIL in form.text
    response = client.post(address, joining, follow=True)
    assert response.redirect_chain[-1][0] == "/welcome/"
    # The link is good for once.
    assert Client().get(address).status_code == 404

    # She says who she is.
    client.post("/welcome/", {"community_types": [rural.pk], "is_open_to_members": "on"})
    sam = User.objects.get(email=EMAIL)
    assert sam.program.community_types.get() == rural

    # She follows a topic and a place.
    for kind, thing in (("taxonomy.topic", topic), ("taxonomy.jurisdiction", place)):
        client.post(f"/following/{kind}/{thing.pk}/", {"level": "follow"})
    assert Follow.objects.of(sam).count() == 2

    # An editor publishes something that is about both: one line, one mail.
    mail.outbox.clear()
    page = PracticePageFactory(
        title="A call the next day",
        topics=[topic],
        jurisdictions=[place],
        terms=[rural],
        live=False,
        first_published_at=None,
    )
    with django_capture_on_commit_callbacks(execute=True):
        publish(page, boss)
    assert Notification.objects.of(sam).count() == 1
    now = timezone.now()
    round_at(now)
    assert mails_to(EMAIL) == []
    for minutes in (11, 12, 30):
        round_at(now + timedelta(minutes=minutes))
    (told,) = mails_to(EMAIL)
    assert "A call the next day" in told.body
    assert "988" in told.body
    assert "you follow" in told.body
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    # Read is read: the digest has only what she has not seen and was not mailed.
    with django_capture_on_commit_callbacks(execute=True):
        for title in ("Read before the digest", "Only in the digest"):
            publish(
                PracticePageFactory(
                    title=title, topics=[topic], live=False, first_published_at=None
                ),
                boss,
            )
    client.post("/notifications/settings/", {**settings_form(client), "sends_at_once": ""})
    read = Notification.objects.of(sam).newest_first()
    seen = next(one for one in read if str(one.subject) == "Read before the digest")
    assert client.get(f"/notifications/{seen.pk}/").status_code == 302
    mail.outbox.clear()
    round_at(now + WEEK)
    (digest,) = mails_to(EMAIL)
    assert "Only in the digest" in digest.body
    assert "Read before the digest" not in digest.body
    assert "A call the next day" not in digest.body

    # One click stops it, from a program that knows nothing of her, without signing in.
    stop = re.search(
        r"<https?://[^/]+(/mail/stop/[^>]+)>", digest.extra_headers["List-Unsubscribe"]
    )[1]
    assert Client().post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    sam.mail_settings.refresh_from_db()
    assert sam.mail_settings.digest == "none"

    # She takes her data along.
    client.post("/account/data/export/")
    work_off_exports(at=timezone.now())
    export = DataExport.objects.get(person=sam)
    assert client.get(f"/account/data/{export.pk}.zip").status_code == 200

    # She leaves; two weeks later nothing of her is left but what others need to read on.
    client.post("/account/leave/", {"is_sure": "on"})
    assert work_off_departures(at=timezone.now() + timedelta(days=13)) == 0
    assert work_off_departures(at=timezone.now() + timedelta(days=15)) == 1
    sam.refresh_from_db()
    assert (sam.name, sam.is_active) == (FORMER_MEMBER, False)
    assert EMAIL not in sam.email
    assert client.get("/my/").status_code == 302
    mail.outbox.clear()
    round_at(now + 3 * WEEK)
    assert mails_to(EMAIL) == []


def settings_form(client: Client) -> dict[str, str]:
    form = client.get("/notifications/settings/").context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}
