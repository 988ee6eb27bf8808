"""Digests: when they come, what is in them, and that nothing is told twice."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.notifications.actions import (
    announce,
    change_settings,
    follow,
    make_missing_settings,
    mark_all_read,
    notify,
    settings_of,
)
from hub.notifications.calendars import next_digest
from hub.notifications.delivery import CLAIM_LASTS, deliver, recover
from hub.notifications.digests import Section, make_due_digests
from hub.notifications.models import MailSettings, Notification, OutgoingMail
from hub.notifications.notices import Line
from tests.factories import PracticePageFactory, TopicFactory, UserFactory, group_only

pytestmark = pytest.mark.django_db
KIND = Notification.Kind
GOLDEN = Path(__file__).parent / "golden_digest.txt"
# The Tuesday after the Monday of these tests, 7 o'clock in New York.
TUESDAY = datetime(2026, 6, 16, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_other_sections(settings):
    settings.DIGEST_SECTIONS = []


def digests():
    return list(OutgoingMail.objects.filter(kind=OutgoingMail.Kind.DIGEST).order_by("pk"))


def tell(page, at, kind=KIND.UPDATED):
    return announce(page, to_followers_of=[], kind=kind, by=None, at=at)


def local(text):
    return datetime.fromisoformat(text).astimezone(UTC)


# --- When -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "digest", "hour", "after", "due"),
    [
        ("America/New_York", "daily", 7, "2026-06-15T06:59:00-04:00", "2026-06-15T07:00:00-04:00"),
        ("America/New_York", "daily", 7, "2026-06-15T07:00:00-04:00", "2026-06-16T07:00:00-04:00"),
        ("America/New_York", "weekly", 7, "2026-06-15T12:00:00-04:00", "2026-06-16T07:00:00-04:00"),
        ("America/New_York", "weekly", 7, "2026-06-16T07:00:00-04:00", "2026-06-23T07:00:00-04:00"),
        # It is already Tuesday in Guam.
        ("Pacific/Guam", "daily", 7, "2026-06-15T21:30:00+00:00", "2026-06-17T07:00:00+10:00"),
        # Clocks go forward: seven stays seven, and the hour that is skipped is the one after it.
        ("America/New_York", "daily", 7, "2026-03-07T08:00:00-05:00", "2026-03-08T07:00:00-04:00"),
        ("America/New_York", "daily", 2, "2026-03-07T08:00:00-05:00", "2026-03-08T03:00:00-04:00"),
        # Clocks go back: of the hour that comes twice, the first; then not again that day.
        ("America/New_York", "daily", 1, "2026-10-31T08:00:00-04:00", "2026-11-01T01:00:00-04:00"),
        ("America/New_York", "daily", 1, "2026-11-01T01:00:00-04:00", "2026-11-02T01:00:00-05:00"),
        ("America/Phoenix", "weekly", 7, "2026-03-10T08:00:00-07:00", "2026-03-17T07:00:00-07:00"),
    ],
)
def test_a_digest_comes_at_the_hour_of_ones_own_day(zone, digest, hour, after, due):
    settings = MailSettings(time_zone=zone, digest=digest, digest_hour=hour)

    assert next_digest(settings, after=local(after)) == local(due)


def test_who_wants_no_digest_has_none_due():
    assert next_digest(MailSettings(digest="none"), after=TUESDAY) is None


def test_a_year_of_days_has_one_digest_each():
    settings = MailSettings(time_zone="America/New_York", digest="daily", digest_hour=2)
    moment, days = local("2026-01-01T00:00:00-05:00"), []

    for _ in range(365):
        moment = next_digest(settings, after=moment)
        days.append(moment.astimezone(settings.zone).date())

    assert len(set(days)) == 365
    assert (days[-1] - days[0]).days == 364


def test_everybody_has_settings_before_long(at):
    people = [UserFactory() for _ in range(3)]
    settings_of(people[0], at=at)

    made = make_missing_settings(at)

    assert made == 2
    assert make_missing_settings(at) == 0
    assert set(MailSettings.objects.values_list("next_digest_at", flat=True)) == {TUESDAY}


# --- What -----------------------------------------------------------------------------------------


def test_it_tells_once_what_is_unread_and_was_not_mailed(follower, at):
    page, read, mailed = (
        PracticePageFactory(title=title) for title in ("Unread", "Read", "Mailed")
    )
    person = follower(page, read, mailed, level="normal")
    tell(read, at)
    mark_all_read(person, by=person, at=at)
    tell(mailed, at)
    Notification.objects.unread().update(mailed_at=at)
    tell(page, at)

    early = make_due_digests(TUESDAY - timedelta(seconds=1))
    made = make_due_digests(TUESDAY)
    again = make_due_digests(TUESDAY + timedelta(days=7))

    assert (early, made, again) == (0, 1, 0)
    (mail,) = digests()
    assert "Updated: Unread" in mail.text
    assert "Read\n" not in mail.text.replace("Unread", "")
    assert "Mailed" not in mail.text


def test_nothing_new_is_nothing_sent(follower):
    follower(level="normal")

    assert make_due_digests(TUESDAY) == 0
    assert MailSettings.objects.get().next_digest_at == TUESDAY + timedelta(days=7)


def test_a_digest_has_ten_lines_at_most_and_says_how_many_more(follower, at):
    pages = [PracticePageFactory() for _ in range(13)]
    follower(*pages, level="normal")
    for page in pages:
        tell(page, at)

    make_due_digests(TUESDAY)

    (mail,) = digests()
    assert mail.text.count("Updated:") == 10
    assert "And 3 more on the hub" in mail.text
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_one_digest_for_a_week_whatever_is_changed(follower, at):
    page = PracticePageFactory()
    person = follower(page, level="normal")
    tell(page, at)
    make_due_digests(TUESDAY)
    tell(page, TUESDAY)

    change_settings(person, by=person, at=TUESDAY, digest_weekday=4)
    same_week = make_due_digests(TUESDAY + timedelta(days=3))
    next_week = make_due_digests(TUESDAY + timedelta(days=10))

    assert (same_week, next_week) == (0, 1)


@pytest.mark.parametrize("change", ["group", "draft", "mute"])
def test_what_may_not_or_shall_not_be_seen_any_more_is_left_out(follower, at, change):
    page = PracticePageFactory(title="Canary bird")
    person = follower(page, level="normal")
    tell(page, at)
    {
        "group": lambda: group_only(page, Group.objects.create(name="Others")),
        "draft": page.unpublish,
        "mute": lambda: follow(page, by=person, at=at, level="mute"),
    }[change]()

    assert make_due_digests(TUESDAY) == 0
    assert digests() == []


def test_a_private_matter_is_only_a_link(at):
    page, person = PracticePageFactory(title="Canary bird"), UserFactory()
    settings_of(person, at=at)
    notify([person], kind=KIND.REQUEST, subject=page, at=at, is_for_me=True, is_private=True)

    make_due_digests(TUESDAY)

    (mail,) = digests()
    assert "Canary" not in mail.text + mail.html + mail.subject
    assert "see it on the hub" in mail.text


@pytest.mark.parametrize("gone", ["inactive", "suspended", "stopped"])
def test_who_gets_no_mail_gets_no_digest(follower, at, gone):
    page = PracticePageFactory()
    person = follower(page, level="normal")
    tell(page, at)
    if gone == "stopped":
        MailSettings.objects.update(stopped_at=at)
    else:
        changes = {
            "inactive": {"is_active": False},
            "suspended": {"suspended_until": TUESDAY + timedelta(1)},
        }
        type(person).objects.filter(pk=person.pk).update(**changes[gone])

    assert make_due_digests(TUESDAY) == 0


def test_what_a_digest_told_comes_again_when_nobody_knows_whether_it_arrived(follower, at):
    page = PracticePageFactory()
    follower(page, level="normal")
    tell(page, at)
    make_due_digests(TUESDAY)
    OutgoingMail.objects.update(state="sending", claimed_at=TUESDAY)
    before = MailSettings.objects.get().told_until

    recover(TUESDAY + CLAIM_LASTS)
    make_due_digests(TUESDAY + timedelta(days=7))

    assert [mail.state for mail in digests()] == ["uncertain", "waiting"]
    assert before == TUESDAY
    assert digests()[1].told_since == at


def test_a_day_without_a_worker_makes_one_digest(follower, at):
    page = PracticePageFactory()
    follower(page, level="normal", digest="daily")
    tell(page, at)

    made = [make_due_digests(TUESDAY + timedelta(days=3, minutes=n)) for n in range(3)]

    assert made == [1, 0, 0]


def section_for_test(person, since, at):
    return Section("From a room", [Line("New:", f"since {since:%B %d}", "https://hub.example/x")])


def nothing_for_test(person, since, at):
    return None


def test_other_rooms_add_sections(follower, settings, at):
    settings.DIGEST_SECTIONS = [
        f"{__name__}.{name}" for name in ("section_for_test", "nothing_for_test")
    ]
    follower(level="normal")

    made = make_due_digests(TUESDAY)
    make_due_digests(TUESDAY + timedelta(days=7))

    assert made == 1
    first, second = digests()
    assert "From a room\n\nNew: since June 15" in first.text
    assert "since June 16" in second.text


def test_the_digest_as_it_arrives(follower, at, smtp):
    topic = TopicFactory(name="Sleep")
    person = follower(topic, level="normal")
    page = PracticePageFactory(title="Calling back within two days")
    announce(page, to_followers_of=[topic], kind=KIND.PUBLISHED, by=None, at=at)
    notify(
        [person], kind=KIND.MENTION, subject=page, by=UserFactory(name="Ana"), at=at, is_for_me=True
    )
    make_due_digests(TUESDAY)
    deliver(TUESDAY)

    (mail,) = smtp.mails
    text = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    for line in Notification.objects.all():
        text = text.replace(f"/notifications/{line.pk}/", f"/notifications/{line.kind}/")
    token = text.partition("/mail/stop/")[2].partition("/")[0]
    text = text.replace(token, "token")

    assert text == GOLDEN.read_text()
    assert mail["Subject"] == "Your Tuesday digest, June 16"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<digest.127.0.0.1>"
    html = mail.get_body(("html",)).get_content()
    assert "prefers-color-scheme: dark" in html
    assert "Calling back within two days</a>" in html


def test_digests_take_as_many_statements_for_ten_lines_as_for_two(follower, at):
    def statements(number):
        pages = [PracticePageFactory() for _ in range(number)]
        follower(*pages, level="normal")
        for page in pages:
            tell(page, at)
        with CaptureQueriesContext(connection) as taken:
            assert make_due_digests(TUESDAY) == 1
        return len(taken)

    statements(1)

    assert statements(2) == statements(10)
