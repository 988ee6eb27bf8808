"""Mails about single pieces of news: when, about what, and when not."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail as django_mail

from hub.notifications.actions import announce, change_settings, follow, mark_all_read, notify
from hub.notifications.delivery import deliver
from hub.notifications.models import Follow, Notification, OutgoingMail
from hub.notifications.notices import PRIVATE_SUBJECT, make_due_notices
from tests.factories import PracticePageFactory, TopicFactory, UserFactory, group_only, members_only

pytestmark = pytest.mark.django_db
KIND = Notification.Kind


def mails():
    return list(OutgoingMail.objects.order_by("pk"))


def tell(page, at, kind=KIND.UPDATED, **fields):
    return announce(page, to_followers_of=[], kind=kind, by=fields.pop("by", None), at=at)


@pytest.mark.parametrize("is_read", [False, True])
@pytest.mark.parametrize("kind", [KIND.PUBLISHED, KIND.UPDATED])
@pytest.mark.parametrize("level", Follow.Level.values)
def test_level_kind_and_reading_decide_what_reaches_somebody(
    follower, at, later, level, kind, is_read
):
    page = PracticePageFactory()
    person = follower(page, level=level)

    tell(page, at, kind)
    if is_read:
        mark_all_read(person, by=person, at=at)
    make_due_notices(later)

    assert Notification.objects.of(person).count() == (level != "mute")
    assert len(mails()) == (level == "follow" and not is_read)


def test_a_mail_waits_ten_minutes_for_more(follower, at):
    page = PracticePageFactory(title="Calling back")
    follower(page)
    tell(page, at)
    tell(page, at + timedelta(minutes=5), KIND.REPLY, by=UserFactory(name="Ana"))
    tell(page, at + timedelta(minutes=6), KIND.REPLY, by=UserFactory(name="Ben"))

    early = make_due_notices(at + timedelta(minutes=9))
    made = make_due_notices(at + timedelta(minutes=10))
    again = make_due_notices(at + timedelta(minutes=30))

    assert (early, made, again) == (0, 1, 0)
    (mail,) = mails()
    assert "Updated: Calling back" in mail.text
    assert "2 new replies in Calling back" in mail.text


def test_more_news_of_what_was_mailed_and_not_read_waits_for_the_digest(follower, at, later):
    page = PracticePageFactory()
    follower(page)
    tell(page, at)
    make_due_notices(later)

    tell(page, later)
    make_due_notices(later + timedelta(hours=1))

    assert len(mails()) == 1
    assert Notification.objects.get().mailed_at is None


def test_more_news_that_is_for_me_is_mailed_again(at, later):
    page, person = PracticePageFactory(), UserFactory()
    for moment in (at, later + timedelta(hours=1)):
        notify([person], kind=KIND.REQUEST, subject=page, at=moment, is_for_me=True)
        make_due_notices(moment + timedelta(minutes=10))

    assert len(mails()) == 2
    assert Notification.objects.get().count == 2


def test_who_switched_single_mails_off_gets_none(follower, at, later):
    page = PracticePageFactory()
    follower(page, sends_at_once=False)

    tell(page, at)

    assert make_due_notices(later) == 0


@pytest.mark.parametrize("level", ["normal", "mute"])
def test_who_follows_less_closely_meanwhile_gets_no_mail(follower, at, later, level):
    page = PracticePageFactory()
    person = follower(page)
    tell(page, at)

    follow(page, by=person, at=at, level=level)

    assert make_due_notices(later) == 0


def test_whose_address_is_refused_gets_no_mail(follower, at, later):
    page = PracticePageFactory()
    person = follower(page)
    person.mail_settings.stopped_at = at
    person.mail_settings.save()

    tell(page, at)

    assert make_due_notices(later) == 0


@pytest.mark.parametrize("privacy", ["group", "draft"])
def test_what_became_private_meanwhile_is_not_mailed(follower, at, later, privacy):
    page = PracticePageFactory(title="Canary bird")
    follower(page)
    tell(page, at)
    if privacy == "group":
        group_only(page, Group.objects.create(name="Others"))
    else:
        page.unpublish()

    assert make_due_notices(later) == 0
    assert mails() == []


def test_the_subject_names_only_what_everybody_may_read(follower, at, later):
    page = PracticePageFactory(title="Canary bird")
    members_only(page)
    follower(page)

    tell(page, at)
    make_due_notices(later)

    (mail,) = mails()
    assert mail.subject == PRIVATE_SUBJECT
    assert "Canary bird" in mail.text


def test_a_private_matter_is_nothing_but_a_link(at, later):
    page, person, other = (
        PracticePageFactory(title="Canary bird"),
        UserFactory(),
        UserFactory(name="Canary actor"),
    )

    notify(
        [person], kind=KIND.REQUEST, subject=page, by=other, at=at, is_for_me=True, is_private=True
    )
    make_due_notices(later)

    (mail,) = mails()
    assert mail.subject == PRIVATE_SUBJECT
    assert "Canary" not in mail.text + mail.html + str(mail.headers)
    assert f"/notifications/{Notification.objects.get().pk}/" in mail.text


def test_a_mail_can_be_sorted_and_stopped_by_the_mail_program(follower, at, later):
    page = PracticePageFactory(title="Calling back")
    follower(page)

    tell(page, at)
    make_due_notices(later)
    deliver(later)

    (message,) = django_mail.outbox
    headers = message.message()
    assert headers["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/mail/stop/")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"] == "<news.127.0.0.1>"
    assert headers["References"] == headers["In-Reply-To"]
    assert message.subject == "Updated: Calling back"


def test_mails_about_one_thing_are_one_conversation(follower, at, later):
    page, other = PracticePageFactory(), PracticePageFactory()
    follower(page, other)
    follower(page)

    for one in (page, other):
        tell(one, at)
    make_due_notices(later)

    threads = {}
    for mail in mails():
        threads.setdefault(mail.headers["References"], []).append(mail)
    assert sorted(len(one) for one in threads.values()) == [1, 2]
    assert len({mail.message_id for mail in mails()}) == 3


def test_it_says_why_one_gets_it_and_where_help_is(follower, at, later):
    topic, page = TopicFactory(name="988"), PracticePageFactory()
    follower(topic)

    announce(page, to_followers_of=[topic], kind=KIND.PUBLISHED, by=None, at=at)
    make_due_notices(later)

    (mail,) = mails()
    for words in (mail.text, mail.html):
        assert "because you follow 988" in words
        assert "call or text 988" in words
        assert "not watched around the clock" in words


def test_nothing_in_a_mail_asks_for_anything_from_anywhere(follower, at, later):
    page = PracticePageFactory()
    follower(page)

    tell(page, at)
    make_due_notices(later)

    (mail,) = mails()
    for word in ("<img", "<script", "<link", "src=", "url(", "@import", "http-equiv"):
        assert word not in mail.html
    assert 'style="' in mail.html


def test_markup_in_titles_and_names_is_text(follower, at, later):
    page = PracticePageFactory(title="<b>Bold</b> & \r\nBcc: x@example.org", slug="bold")
    follower(page)

    tell(page, at, KIND.REPLY, by=UserFactory(name="<i>Ana</i>"))
    make_due_notices(later)

    (mail,) = mails()
    assert "<b>Bold" not in mail.html
    assert "<i>Ana" not in mail.html
    assert mail.subject == "<i>Ana</i> replied in <b>Bold</b> & Bcc: x@example.org"
    assert "<b>Bold</b> & Bcc" in mail.text


def test_no_member_reads_anothers_address(follower, at, later):
    page, writer = PracticePageFactory(), UserFactory(email="secret@example.net", name="Ana")
    follower(page)

    tell(page, at, KIND.REPLY, by=writer)
    make_due_notices(later)

    (mail,) = mails()
    assert "secret@" not in mail.text + mail.html + str(mail.headers)


def test_who_left_meanwhile_gets_no_mail(follower, at, later):
    page = PracticePageFactory()
    person = follower(page)
    tell(page, at)
    person.is_active = False
    person.save()

    assert make_due_notices(later) == 0


def test_settings_of_later_hold_for_what_is_waiting(follower, at, later):
    page = PracticePageFactory()
    person = follower(page)
    tell(page, at)

    change_settings(person, by=person, at=at, sends_at_once=False)

    assert make_due_notices(later) == 0


def test_nothing_due_costs_one_statement(at, django_assert_num_queries):
    with django_assert_num_queries(1):
        make_due_notices(at)
