"""Who is told of what: one line per person and thing, and nobody who must not know."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hub.notifications.actions import (
    announce,
    follow,
    mark_all_read,
    mark_read,
    mark_subject_read,
    notify,
    notifying,
    unfollow,
)
from hub.notifications.models import Follow, Notification
from hub.taxonomy.models import Jurisdiction
from tests.factories import (
    JurisdictionFactory,
    PracticePageFactory,
    TopicFactory,
    UserFactory,
    group_only,
    members_only,
)

pytestmark = pytest.mark.django_db
KIND = Notification.Kind


def told(person):
    return Notification.objects.of(person).newest_first()


def test_followers_of_several_things_get_one_line(follower, at):
    topics = [TopicFactory(), TopicFactory(), TopicFactory()]
    person, page = follower(*topics), PracticePageFactory(topics=topics)

    number = announce(page, to_followers_of=topics, kind=KIND.PUBLISHED, by=None, at=at)

    (line,) = told(person)
    assert number == 1
    assert line.count == 1
    assert line.why == topics[0]


def test_the_closest_follow_is_the_reason(follower, at):
    by_mail, quiet = TopicFactory(), TopicFactory()
    person, page = follower(quiet, level=Follow.Level.NORMAL), PracticePageFactory()
    follow(by_mail, by=person, at=at)

    announce(page, to_followers_of=[quiet, by_mail], kind=KIND.PUBLISHED, by=None, at=at)

    (line,) = told(person)
    assert line.why == by_mail
    assert line.mail_due_at == at + timedelta(minutes=10)


@pytest.mark.parametrize("muted", ["topic", "page"])
def test_a_mute_anywhere_wins(follower, at, muted):
    topic, page = TopicFactory(), PracticePageFactory()
    person = follower(topic, page, TopicFactory())
    follow({"topic": topic, "page": page}[muted], by=person, at=at, level=Follow.Level.MUTE)

    announce(page, to_followers_of=[topic], kind=KIND.PUBLISHED, by=None, at=at)

    assert not told(person)


def test_nobody_is_told_of_what_they_did_themselves(follower, at):
    topic, page = TopicFactory(), PracticePageFactory()
    person = follower(topic)

    announce(page, to_followers_of=[topic], kind=KIND.PUBLISHED, by=person, at=at)
    notify([person], kind=KIND.REPLY, subject=page, by=person, at=at)

    assert not told(person)


@pytest.mark.parametrize("gone", ["inactive", "left", "suspended"])
def test_who_is_not_here_is_not_told(follower, at, gone):
    page = PracticePageFactory()
    person = follower(page)
    changes = {
        "inactive": {"is_active": False},
        "left": {"is_active": False, "left_at": at},
        "suspended": {"suspended_until": at + timedelta(days=1)},
    }[gone]
    type(person).objects.filter(pk=person.pk).update(**changes)

    announce(page, to_followers_of=[], kind=KIND.UPDATED, by=None, at=at)
    notify([person], kind=KIND.MENTION, subject=page, at=at, is_for_me=True)

    assert not told(person)


def test_the_same_news_again_raises_the_count(follower, at):
    page = PracticePageFactory()
    person, writers = follower(page), [UserFactory(), UserFactory()]

    for minute, writer in enumerate(writers):
        announce(
            page, to_followers_of=[], kind=KIND.REPLY, by=writer, at=at + timedelta(minutes=minute)
        )

    (line,) = told(person)
    assert line.count == 2
    assert line.actor == writers[1]
    assert line.updated_at == at + timedelta(minutes=1)
    assert line.mail_due_at == at + timedelta(minutes=10)


def test_news_after_reading_begins_a_new_line(follower, at):
    page = PracticePageFactory()
    person = follower(page)
    announce(page, to_followers_of=[], kind=KIND.UPDATED, by=None, at=at)
    mark_all_read(person, by=person, at=at)

    announce(page, to_followers_of=[], kind=KIND.UPDATED, by=None, at=at + timedelta(hours=1))

    assert [line.count for line in told(person)] == [1, 1]
    assert [line.is_read for line in told(person)] == [False, True]


def test_two_who_tell_at_once_leave_one_line(follower, at, monkeypatch):
    page = PracticePageFactory()
    person = follower(page)
    announce(page, to_followers_of=[], kind=KIND.UPDATED, by=None, at=at)
    look, looks = notifying._raise_counts, []

    def look_too_early(people, news):
        # The first look comes before the other's line is there.
        looks.append(people)
        return set() if len(looks) == 1 else look(people, news)

    monkeypatch.setattr(notifying, "_raise_counts", look_too_early)

    announce(page, to_followers_of=[], kind=KIND.UPDATED, by=None, at=at + timedelta(minutes=1))

    (line,) = told(person)
    assert line.count == 2


@pytest.mark.parametrize(
    ("privacy", "hears"), [("none", True), ("members", True), ("group", False), ("draft", False)]
)
def test_only_who_may_see_it_is_told(follower, at, privacy, hears):
    page = PracticePageFactory()
    person = follower(page)
    {
        "none": lambda: None,
        "members": lambda: members_only(page),
        "group": lambda: group_only(page, Group.objects.create(name="Others")),
        "draft": page.unpublish,
    }[privacy]()

    announce(page, to_followers_of=[], kind=KIND.UPDATED, by=None, at=at)
    notify([person], kind=KIND.MENTION, subject=page, at=at, is_for_me=True)

    assert told(person).exists() is hears


def test_who_is_in_the_group_is_told(follower, at):
    page, group = PracticePageFactory(), Group.objects.create(name="Ours")
    group_only(page, group)
    person, other = follower(page), follower(page)
    person.groups.add(group)

    announce(page, to_followers_of=[], kind=KIND.UPDATED, by=None, at=at)

    assert told(person).exists()
    assert not told(other).exists()


def test_a_mention_is_for_me_and_goes_out_by_mail_without_a_follow(at):
    page, person = PracticePageFactory(), UserFactory()

    notify([person, person], kind=KIND.MENTION, subject=page, at=at, is_for_me=True)

    (line,) = told(person)
    assert line.is_for_me
    assert line.mail_due_at == at + timedelta(minutes=10)


def test_announcing_takes_as_many_statements_for_fifty_as_for_two(follower, at):
    def statements(number):
        topic, page = TopicFactory(), PracticePageFactory()
        for _ in range(number):
            follower(topic)
        with CaptureQueriesContext(connection) as first:
            announce(page, to_followers_of=[topic], kind=KIND.PUBLISHED, by=None, at=at)
        with CaptureQueriesContext(connection) as again:
            announce(page, to_followers_of=[topic], kind=KIND.PUBLISHED, by=None, at=at)
        return len(first), len(again)

    statements(1)

    assert statements(2) == statements(50)


def test_many_more_followers_than_one_step_are_all_told_once(follower, at, monkeypatch):
    monkeypatch.setattr("hub.notifications.actions.notifying.STEP", 4)
    topics = [TopicFactory(), TopicFactory()]
    people = [follower(*topics) for _ in range(11)]

    number = announce(
        PracticePageFactory(), to_followers_of=topics, kind=KIND.PUBLISHED, by=None, at=at
    )

    assert number == 11
    assert [told(person).count() for person in people] == [1] * 11


def test_reading_the_thing_itself_reads_its_lines(follower, at):
    page, other = PracticePageFactory(), PracticePageFactory()
    person = follower(page, other)
    for one in (page, other):
        announce(one, to_followers_of=[], kind=KIND.UPDATED, by=None, at=at)

    mark_subject_read(page, by=person, at=at)

    assert [line.subject.pk for line in told(person).unread()] == [other.pk]


def test_nobody_reads_for_somebody_else(follower, at):
    page = PracticePageFactory()
    person = follower(page)
    announce(page, to_followers_of=[], kind=KIND.UPDATED, by=None, at=at)
    (line,) = told(person)

    mark_read(line, by=UserFactory(), at=at)

    assert not told(person).get().is_read


# --- What editors publish -------------------------------------------------------------------------


def publish(page, by=None):
    page.save_revision(user=by).publish()


def never_published(**fields):
    return PracticePageFactory(
        live=False, first_published_at=None, last_published_at=None, **fields
    )


@pytest.mark.parametrize("followed", ["topic", "place", "around", "page"])
def test_what_is_published_is_told_to_followers(follower, followed):
    around = JurisdictionFactory(name="Georgia")
    place, topic = JurisdictionFactory(name="Fulton", kind="county"), TopicFactory()
    place.parents.add(around)
    page = never_published(topics=[topic], jurisdictions=[place])
    person = follower({"topic": topic, "place": place, "around": around, "page": page}[followed])

    publish(page)

    (line,) = told(person)
    assert line.kind == KIND.PUBLISHED
    assert line.subject.pk == page.pk


def test_followers_of_the_nation_are_not_told_of_every_county(follower):
    nation = JurisdictionFactory(name="United States", kind=Jurisdiction.Kind.FEDERAL)
    state = JurisdictionFactory()
    state.parents.add(nation)
    person = follower(nation)

    publish(never_published(jurisdictions=[state]))

    assert not told(person)


def test_a_later_version_is_told_to_followers_of_the_page_alone(follower):
    topic = TopicFactory()
    page = PracticePageFactory(topics=[topic])
    of_topic, of_page = follower(topic), follower(page)

    publish(page)
    publish(page)

    assert not told(of_topic)
    (line,) = told(of_page)
    assert (line.kind, line.count) == (KIND.UPDATED, 2)


def test_the_editor_who_publishes_is_not_told(follower):
    page = PracticePageFactory()
    person = follower(page)

    publish(page, by=person)

    assert not told(person)


def test_what_is_scheduled_is_told_when_it_appears(follower, at):
    topic = TopicFactory()
    person = follower(topic)
    page = never_published(topics=[topic])
    page.go_live_at = timezone.now() + timedelta(days=1)

    publish(page)
    before = told(person).exists()
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        call_command("publish_scheduled")

    assert not before
    assert told(person).get().kind == KIND.PUBLISHED


def test_who_stopped_following_hears_no_more(follower, at):
    page = PracticePageFactory()
    person = follower(page)
    unfollow(page, by=person, at=at)

    publish(page)

    assert not told(person)
