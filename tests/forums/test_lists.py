"""Lists of threads: which ones, in which order, leaf by leaf, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.models import Forum, Thread, ThreadKind
from hub.notifications.actions import follow
from hub.people.actions import save_bookmark
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    grant,
    make_member,
)
from tests.forums.writing import statements

pytestmark = pytest.mark.django_db


def titles(response) -> list[str]:
    return [row.title for row in response.context["leaf"].rows]


def test_what_moved_last_comes_first(client):
    old, new = ThreadFactory(), ThreadFactory(created_at=NOW + timedelta(hours=1))

    assert titles(client.get("/forums/")) == [new.title, old.title]


def test_leaf_after_leaf_shows_each_thread_once(client):
    forum = ForumFactory()
    made = {ThreadFactory(forum=forum).title for _ in range(65)}

    address, seen = "/forums/latest/", []
    while address:
        response = client.get(address)
        seen += titles(response)
        older = response.context["leaf"].older
        address = f"/forums/latest/?before={older}" if older else ""

    assert len(seen) == len(set(seen)) == 65
    assert set(seen) == made


@pytest.mark.parametrize("before", ["x", "1.2.3", "9" * 40, "-1.1", "1.", "\x00"])
def test_an_impossible_place_in_the_list_begins_at_its_top(client, before):
    thread = ThreadFactory()

    response = client.get("/forums/latest/", {"before": before})

    assert response.status_code == 200
    assert thread.title in titles(response) or before == "1.2.3"


def test_a_private_thread_is_on_no_list_of_a_stranger(client):
    thread = ThreadFactory(forum=ForumFactory(visibility=Forum.Visibility.GROUP))
    client.force_login(UserFactory())

    for name in ("latest", "unanswered", "unread", "mine", "following", "bookmarks"):
        assert titles(client.get(f"/forums/{name}/")) == []
    assert client.get(thread.forum.get_absolute_url()).status_code == 404


def test_a_forum_can_be_narrowed_by_kind_state_and_topic(client):
    forum, topic = ForumFactory(), TopicFactory()
    question = ThreadFactory(forum=forum, kind=ThreadKind.QUESTION)
    answered = ThreadFactory(forum=forum, kind=ThreadKind.QUESTION)
    Thread.objects.filter(pk=answered.pk).update(
        answer=PostFactory(thread=answered), answered_at=NOW
    )
    tagged = ThreadFactory(forum=forum)
    tagged.topics.add(topic)
    address = forum.get_absolute_url()

    assert set(titles(client.get(address, {"kind": "question"}))) == {
        question.title,
        answered.title,
    }
    assert titles(client.get(address, {"state": "unanswered"})) == [question.title]
    assert titles(client.get(address, {"state": "answered"})) == [answered.title]
    assert titles(client.get(address, {"topic": topic.slug})) == [tagged.title]
    assert len(titles(client.get(address, {"kind": "nonsense", "state": "x"}))) == 3


def test_pinned_threads_stand_first_and_only_on_the_first_leaf(client):
    forum = ForumFactory()
    pinned = ThreadFactory(forum=forum)
    Thread.objects.filter(pk=pinned.pk).update(pinned_until=timezone.now() + timedelta(days=1))

    response = client.get(forum.get_absolute_url())
    narrowed = client.get(forum.get_absolute_url(), {"kind": "discussion"})

    assert [row.title for row in response.context["pinned"]] == [pinned.title]
    assert narrowed.context["pinned"] == []


def test_unread_is_what_moved_since_one_was_there(client):
    now = timezone.now()
    read, unread = ThreadFactory(created_at=now), ThreadFactory(created_at=now)
    member = make_member()
    client.force_login(member)
    client.get(read.get_absolute_url())

    before = titles(client.get("/forums/unread/"))
    PostFactory(thread=read, created_at=now)
    after = set(titles(client.get("/forums/unread/")))
    client.post("/forums/mark-read/")

    assert before == [unread.title]
    assert after == {read.title, unread.title}
    assert titles(client.get("/forums/unread/")) == []


def test_following_mine_and_bookmarks_are_ones_own(client):
    followed, saved, own, other = (ThreadFactory() for _ in range(4))
    member = make_member()
    follow(followed, by=member, at=NOW)
    save_bookmark(saved, by=member, at=NOW)
    PostFactory(thread=own, author=member)
    client.force_login(member)

    assert titles(client.get("/forums/following/")) == [followed.title]
    assert titles(client.get("/forums/bookmarks/")) == [saved.title]
    assert titles(client.get("/forums/mine/")) == [own.title]
    assert other.title in titles(client.get("/forums/latest/"))


def test_a_visitor_is_asked_to_sign_in_for_lists_of_ones_own(client):
    assert client.get("/forums/unread/").status_code == 302


def test_the_rows_say_what_is_new_and_lead_to_it(client):
    thread, member = ThreadFactory(created_at=timezone.now()), make_member()
    client.force_login(member)
    client.get(thread.get_absolute_url())
    PostFactory(thread=thread, created_at=timezone.now())

    (row,) = client.get("/forums/").context["leaf"].rows

    assert (row.new_count, row.url) == (1, f"{thread.get_absolute_url()}#p-2")


def asked(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(statements(captured))


def many_threads(number: int) -> Forum:
    forum = ForumFactory()
    first = ThreadFactory(forum=forum)
    first.topics.add(TopicFactory())
    Thread.objects.bulk_create(
        Thread(
            forum=forum,
            kind=ThreadKind.QUESTION,
            title=f"How do you staff nights, number {one}?",
            slug="how",
            author=first.author,
            created_at=NOW,
            bumped_at=NOW + timedelta(seconds=one),
            highest_number=1,
            last_number=1,
        )
        for one in range(number - 1)
    )
    return forum


@pytest.mark.parametrize("number", [40, 2_000])
def test_a_visitor_sees_a_list_in_three_statements(client, number):
    forum = many_threads(number)

    for address in ("/forums/", "/forums/unanswered/", forum.get_absolute_url()):
        assert asked(client, address) <= 3, address


@pytest.mark.parametrize("number", [40, 2_000])
def test_a_member_sees_a_list_in_eight_statements(client, number):
    forum = many_threads(number)
    member = make_member()
    grant(member, ForumFactory(visibility="group"))
    client.force_login(member)

    names = ("latest", "unanswered", "unread", "mine", "following", "bookmarks")
    for address in (*(f"/forums/{name}/" for name in names), forum.get_absolute_url()):
        assert asked(client, address) <= 8, address


def test_lists_use_their_indexes(client):
    """The scan is bounded by forum and moment: forums.md, "Traps found"."""
    if connection.vendor != "sqlite":
        pytest.skip("the words of this plan are SQLite's")
    forum = many_threads(40)
    threads = Thread.objects.filter(forum=forum, state="live").behind(NOW, 10).newest_first()

    plan = threads[:31].explain()

    assert "threads_of_a_forum (forum_id=? AND bumped_at<?)" in plan
    assert "TEMP B-TREE" not in plan
