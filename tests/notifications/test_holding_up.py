"""What goes wrong for one person holds up nobody else, and what waited is still wanted."""

import pytest

from hub.notifications import digests, notices
from hub.notifications.actions import change_settings, notify, settings_of
from hub.notifications.delivery import deliver
from hub.notifications.models import MailSettings, Notification, OutgoingMail
from hub.notifications.worker import work_off
from tests.factories import PracticePageFactory, UserFactory
from tests.notifications.test_delivery import Kind, State, notice_with_news, queued, state_of

pytestmark = pytest.mark.django_db


def failing_for(person, write):
    def written(asked, *args):
        if getattr(asked, "person", asked) == person or asked == person.pk:
            raise RuntimeError("The search server is down")
        return write(asked, *args)

    return written


def with_digest_due(at):
    person = UserFactory()
    settings_of(person, at=at)
    notify(
        [person],
        kind=Notification.Kind.SYSTEM,
        subject=PracticePageFactory(),
        at=at,
        is_for_me=True,
    )
    Notification.objects.filter(person=person).update(mail_due_at=None)
    MailSettings.objects.filter(person=person).update(next_digest_at=at)
    return person


def test_a_digest_that_cannot_be_written_holds_up_nobody_elses(at, later, monkeypatch, mailoutbox):
    broken, other = with_digest_due(at), with_digest_due(at)
    code = queued(at)
    monkeypatch.setattr(digests, "_make", failing_for(broken, digests._make))

    work_off(later)

    assert state_of(code) == State.SENT
    assert [mail.to for mail in mailoutbox if mail.to != ["ana@example.org"]] == [[other.email]]
    assert MailSettings.objects.get(person=broken).next_digest_at > later


def test_a_notice_that_cannot_be_written_is_left_to_the_digest(at, later, monkeypatch, mailoutbox):
    broken = UserFactory()
    settings_of(broken, at=at)
    notify(
        [broken],
        kind=Notification.Kind.MENTION,
        subject=PracticePageFactory(),
        at=at,
        is_for_me=True,
    )
    code = queued(at)
    monkeypatch.setattr(notices, "_make_notice", failing_for(broken, notices._make_notice))

    work_off(later)

    assert state_of(code) == State.SENT
    news = Notification.objects.get(person=broken)
    assert (news.mail_due_at, news.mailed_at) == (None, None)


@pytest.mark.parametrize(
    "change",
    [
        lambda person, at: change_settings(person, by=person, at=at, sends_at_once=False),
        lambda person, at: type(person).objects.filter(pk=person.pk).update(is_active=False),
        lambda person, at: (
            type(person).objects.filter(pk=person.pk).update(suspended_until=at.replace(year=2099))
        ),
    ],
)
def test_news_that_waited_is_not_sent_to_whoever_wants_or_may_have_none(change, at, mailoutbox):
    mail = notice_with_news(at)
    change(mail.person, at)

    deliver(at)

    assert state_of(mail) == State.DROPPED
    assert mailoutbox == []


def test_what_was_stopped_stays_refused_when_another_thing_is_stopped(at):
    person = UserFactory()
    settings_of(person, at=at)
    MailSettings.objects.filter(person=person).update(stopped_at=at, refusals=3)

    change_settings(person, by=person, at=at, digest="none")

    assert MailSettings.objects.get(person=person).stopped_at == at


def test_a_digest_that_waited_is_not_sent_to_whoever_wants_none(at, mailoutbox):
    person = UserFactory()
    settings_of(person, at=at)
    mail = queued(at, kind=Kind.DIGEST, to=person.email, person=person)
    change_settings(person, by=person, at=at, digest="none")

    deliver(at)

    assert not OutgoingMail.objects.filter(pk=mail.pk, state=State.SENT).exists()
    assert mailoutbox == []
