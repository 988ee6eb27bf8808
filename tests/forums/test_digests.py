"""What the forums add to a digest and to one's own page, and what they never put there."""

from datetime import timedelta

import pytest

from forums.digests import answered_lately, questions_to_answer
from forums.models import Forum, ThreadKind, ThreadReader
from hub.notifications.actions import follow
from hub.search.actions import save_search
from hub.search.alerts import digest_section
from hub.search.asked import Asked
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    ProfileFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    all_shelves,
    make_member,
    moderator,
)

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def topic():
    return TopicFactory(name="Night work", slug="night-work")


@pytest.fixture
def helper(topic):
    return ProfileFactory(person=UserFactory(), helps_with=[topic]).person


def question(topic, **fields):
    fields = {"title": "Who drives at night in your town?", "author": make_member()} | fields
    thread = ThreadFactory(kind=ThreadKind.QUESTION, **fields)
    thread.topics.add(topic)
    return thread


def told(person) -> str:
    section = questions_to_answer(person, NOW - WEEK, NOW)
    return " ".join(line.title for line in section.lines) if section else ""


def test_two_questions_are_put_before_who_can_help(topic, helper):
    for number in range(3):
        question(
            topic, title=f"Question of the night {number}", created_at=NOW.replace(hour=number)
        )

    assert told(helper) == "Question of the night 2 Question of the night 1"


def test_somebody_who_helps_with_other_things_is_not_asked(topic):
    question(topic)

    assert told(ProfileFactory(helps_with=[TopicFactory()]).person) == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"visibility": Forum.Visibility.GROUP},
        {"is_in_digest": False},
        {"mail_body": Forum.MailBody.LINK_ONLY},
    ],
)
def test_no_closed_or_quiet_forum_is_in_a_digest(fields, topic, helper):
    question(topic, forum=ForumFactory(**fields))

    assert told(helper) == ""


def test_questions_of_new_members_wait(topic, helper):
    question(topic, author=UserFactory())

    assert told(helper) == ""


def test_what_was_opened_or_answered_by_them_is_not_told_again(topic, helper):
    opened, answered = question(topic), question(topic)
    ThreadReader.objects.create(person=helper, thread=opened, last_read=1, read_at=NOW)
    PostFactory(thread=answered, author=helper)

    assert told(helper) == ""


def test_samples_are_in_no_digest(topic, helper):
    question(topic, is_sample=True)

    assert told(helper) == ""


def test_what_was_answered_on_a_followed_topic_is_told_with_what_worked(topic):
    person = UserFactory()
    follow(topic, by=person, at=NOW)
    thread = question(topic)
    thread.answer, thread.answered_at = PostFactory(thread=thread), NOW
    thread.what_worked = "Two short shifts instead of a long one."
    thread.save()

    section = answered_lately(person, NOW - WEEK, NOW)

    (line,) = section.lines
    assert (line.words, line.title) == (thread.what_worked, thread.title)
    assert answered_lately(UserFactory(), NOW - WEEK, NOW) is None


def test_a_saved_search_mails_nothing_of_a_case(topic):
    all_shelves()
    person = UserFactory()
    save_search(Asked(query="zucchini", chosen={}), by=person, at=NOW - WEEK)
    quiet = ForumFactory(visibility=Forum.Visibility.MEMBERS, mail_body=Forum.MailBody.LINK_ONLY)
    early = NOW - timedelta(hours=1)
    ThreadFactory(title="Zucchini in the case clinic", forum=quiet, created_at=early)
    ThreadFactory(title="Zucchini for everybody here", created_at=early)

    section = digest_section(person, NOW - WEEK, NOW)

    assert [line.title for line in section.lines] == ["Zucchini for everybody here"]


def test_ones_own_page_shows_questions_one_can_answer(topic, member, member_client, time_machine):
    all_shelves()
    ProfileFactory(person=member, helps_with=[topic])
    time_machine.move_to(NOW + timedelta(days=1))
    thread = question(topic)

    page = member_client.get("/my/").text

    assert "Waiting for your answer" in page
    assert thread.title in page


def test_whoever_reviews_sees_how_much_waits(client):
    all_shelves()
    client.force_login(moderator())

    assert "No post waits for a decision." in client.get("/my/").text


def test_who_reviews_nothing_reads_nothing_of_it(member_client):
    all_shelves()

    assert "waits for a decision" not in member_client.get("/my/").text


def test_search_engines_are_told_of_public_threads_only(client):
    all_shelves()
    shown = ThreadFactory()
    hidden = ThreadFactory(forum__visibility=Forum.Visibility.MEMBERS)
    sample = ThreadFactory(is_sample=True)

    text = "".join(client.get(f"/sitemap-{part}.xml").text for part in ("forums", "threads"))

    assert shown.get_absolute_url() in text
    assert shown.forum.get_absolute_url() in text
    assert hidden.get_absolute_url() not in text
    assert hidden.forum.get_absolute_url() not in text
    assert sample.get_absolute_url() not in text
