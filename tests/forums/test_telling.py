"""Who is told of a new post, once and by its worker; what feeds say."""

from datetime import timedelta

import pytest

from forums.models import FeedKey, Forum, Post
from forums.telling import tell_of_posts
from hub.notifications.actions import follow
from hub.notifications.models import Follow, Notification, OutgoingMail
from hub.notifications.notices import make_due_notices
from hub.people.models import Program
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    PracticePageFactory,
    ProfileFactory,
    TermFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    grant,
    make_member,
)
from tests.forums.writing import begin, secretly, write

pytestmark = pytest.mark.django_db
Kind = Notification.Kind


def told(person) -> list[tuple[str, object]]:
    lines = Notification.objects.filter(person=person).order_by("pk")
    return [(line.kind, line.subject) for line in lines]


def test_followers_of_the_thread_its_topic_its_forum_and_its_page_are_told_once():
    thread = ThreadFactory(about=PracticePageFactory())
    topic = TopicFactory()
    thread.topics.add(topic)
    follower = UserFactory()
    for thing in (thread, thread.forum, topic, thread.about):
        follow(thing, by=follower, at=NOW)

    write(thread, by=make_member())
    tell_of_posts(NOW)

    assert told(follower) == [(Kind.REPLY, thread)]


def test_telling_twice_tells_once():
    thread, follower = ThreadFactory(), UserFactory()
    follow(thread, by=follower, at=NOW)
    write(thread, by=make_member())

    assert [tell_of_posts(NOW), tell_of_posts(NOW)] == [1, 0]
    assert Notification.objects.get(person=follower).count == 1


def test_whoever_is_mentioned_is_told_where_and_not_told_again_as_a_follower():
    thread, mentioned = ThreadFactory(), UserFactory(handle="marla")
    follow(thread, by=mentioned, at=NOW)

    post = write(thread, by=make_member(), text="What would @marla do with such a call?")
    tell_of_posts(NOW)

    assert told(mentioned) == [(Kind.MENTION, post)]


def test_whoever_is_mentioned_and_follows_is_mailed_once(settings):
    settings.EMAIL_BACKEND = "hub.notifications.mail.QueueingBackend"
    thread, mentioned = ThreadFactory(), UserFactory(handle="marla")
    follow(thread, by=mentioned, at=NOW)
    write(thread, by=make_member(), text="What would @marla do with such a call?")
    tell_of_posts(NOW)

    for minutes in (11, 12, 25):
        make_due_notices(NOW + timedelta(minutes=minutes))

    assert OutgoingMail.objects.filter(person=mentioned).count() == 1


def test_nobody_hears_of_a_private_thread_by_being_mentioned():
    thread = ThreadFactory(forum=ForumFactory(visibility=Forum.Visibility.GROUP))
    outsider, member = UserFactory(handle="marla"), make_member()
    grant(member, thread.forum)

    write(thread, by=member, text="What would @marla do with such a call?")
    tell_of_posts(NOW)

    assert told(outsider) == []


def test_whoever_is_answered_is_told():
    thread = ThreadFactory()
    asked = PostFactory(thread=thread)

    answer = write(thread, by=make_member(), reply_to=asked.number)
    tell_of_posts(NOW)

    assert told(asked.author) == [(Kind.REPLY, answer)]


def test_whoever_writes_follows_the_thread_from_then_on():
    thread, writer = ThreadFactory(), make_member()

    write(thread, by=writer)
    tell_of_posts(NOW)

    kept = Follow.objects.get(person=writer)
    assert (kept.subject, kept.automatic) == (thread, True)


def test_an_alias_follows_nothing_and_is_named_nowhere():
    thread, writer, follower = ThreadFactory(), make_member(), UserFactory()
    follow(thread, by=follower, at=NOW)
    post = write(thread, by=writer, sending=secretly())
    Post.objects.filter(pk=post.pk).update(state=Post.State.LIVE)

    tell_of_posts(NOW)

    assert not Follow.objects.filter(person=writer).exists()
    assert Notification.objects.get(person=follower).actor is None


def test_what_waits_for_review_is_told_of_when_it_is_let_through():
    from forums.actions.states import change_state

    thread, follower = ThreadFactory(), UserFactory()
    follow(thread, by=follower, at=NOW)
    post = write(thread, by=UserFactory())
    tell_of_posts(NOW)
    before = told(follower)

    change_state(post, Post.State.LIVE, at=NOW)
    tell_of_posts(NOW)

    assert (before, told(follower)) == ([], [(Kind.REPLY, thread)])


def test_forums_are_counted_by_the_worker():
    forum = ForumFactory()
    thread = begin(forum, by=make_member())
    write(thread, by=make_member())

    tell_of_posts(NOW)

    forum.refresh_from_db()
    assert (forum.thread_count, forum.post_count, forum.last_post_at) == (1, 2, NOW)


def test_disciplines_are_noted_only_as_far_as_their_owners_show_them():
    thread = ThreadFactory()
    shown, hidden = make_member(), make_member()
    for person, slug, choice in ((shown, "ems", "public"), (hidden, "peer-recovery", "members")):
        ProfileFactory(person=person, discipline_shown=choice)
        term = TermFactory(vocabulary="discipline", slug=slug, label=slug)
        Program.objects.create(person=person, discipline=term)
        write(thread, by=person)

    tell_of_posts(NOW)

    thread.refresh_from_db()
    assert list(thread.heard_from) == ["ems"]


# --- Feeds --------------------------------------------------------------------------------------


def test_public_feeds_hold_public_threads_whoever_asks(client):
    public = ThreadFactory()
    private = ThreadFactory(forum=ForumFactory(visibility="members"))
    client.force_login(UserFactory())

    feed = client.get("/forums/feeds/latest.atom").content.decode()

    assert public.title in feed
    assert private.title not in feed
    assert client.get(f"/forums/feeds/forum/{private.forum.slug}.atom").status_code == 404


def test_a_feed_of_ones_own_needs_no_session_and_ends_when_it_is_revoked(client):
    thread = ThreadFactory(forum=ForumFactory(visibility="members"), body="marker-words inside")
    client.force_login(make_member())
    address = client.post("/forums/feeds/", {"label": "Phone"}).context["made"]
    key = FeedKey.objects.get()
    client.logout()

    feed = client.get(address)
    client.force_login(key.person)
    client.post(f"/forums/feeds/{key.pk}/end/")
    client.logout()

    assert thread.title in feed.content.decode()
    assert "marker-words" not in feed.content.decode()
    assert feed["Cache-Control"] == "private, no-store"
    assert client.get(address).status_code == 404


def test_the_key_of_a_feed_is_not_kept(client):
    client.force_login(make_member())

    address = client.post("/forums/feeds/", {}).context["made"]

    assert FeedKey.objects.get().key_hash not in address


def test_nobody_ends_somebody_elses_feed(client):
    client.force_login(make_member())
    client.post("/forums/feeds/", {})
    client.force_login(make_member())

    response = client.post(f"/forums/feeds/{FeedKey.objects.get().pk}/end/")

    assert response.status_code == 404
    assert FeedKey.objects.working().exists()
