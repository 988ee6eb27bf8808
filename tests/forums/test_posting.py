"""Starting threads and replying: numbers, holding, once, slow mode."""

from datetime import timedelta

import pytest

from forums.actions.holding import Sending
from forums.actions.posting import UnableToPost
from forums.models import Post, ReviewItem, Standing, Thread, ThreadKind, ThreadReader
from tests.factories import NOW, ForumFactory, ThreadFactory, UserFactory, make_member
from tests.forums.writing import begin, secretly, write

pytestmark = pytest.mark.django_db


def test_a_member_starts_a_thread_and_it_is_there_for_everybody():
    thread = begin(ForumFactory(), by=make_member())

    assert thread.state == Thread.State.LIVE
    assert [post.number for post in thread.posts.all()] == [1]
    assert thread.excerpt.startswith("We ask people")


def test_replies_are_numbered_and_counted():
    thread = ThreadFactory()

    numbers = [write(thread, by=make_member()).number for _ in range(3)]

    thread.refresh_from_db()
    assert numbers == [2, 3, 4]
    assert (thread.reply_count, thread.last_number, thread.highest_number) == (3, 4, 4)
    assert thread.last_post.number == 4


def test_the_first_two_posts_of_a_new_member_wait_for_a_moderator():
    thread, newcomer = ThreadFactory(), UserFactory()

    post = write(thread, by=newcomer)

    thread.refresh_from_db()
    assert post.state == Post.State.HELD
    assert thread.reply_count == 0
    assert ReviewItem.objects.get(post=post).kind == ReviewItem.Kind.FIRST_POST


def test_a_forum_may_do_without_the_review_of_first_posts():
    thread = ThreadFactory(forum=ForumFactory(reviews_first_posts=False))

    assert write(thread, by=UserFactory()).is_live


def test_the_same_form_sent_twice_posts_once():
    thread, member = ThreadFactory(), make_member()

    first = write(thread, by=member, sending=Sending(form_key="same"))
    second = write(thread, by=member, sending=Sending(form_key="same"))

    assert first == second
    assert thread.posts.count() == 2


def test_the_same_form_key_of_somebody_else_is_another_post():
    thread = ThreadFactory()

    first = write(thread, by=make_member(), sending=Sending(form_key="same"))
    second = write(thread, by=make_member(), sending=Sending(form_key="same"))

    assert first != second


def test_a_thread_started_twice_with_one_form_is_one_thread():
    forum, member = ForumFactory(), make_member()

    first = begin(forum, by=member, sending=Sending(form_key="same"))
    second = begin(forum, by=member, sending=Sending(form_key="same"))

    assert first == second


def test_a_thread_that_was_locked_meanwhile_takes_no_reply():
    thread = ThreadFactory(locked_at=NOW)

    with pytest.raises(UnableToPost, match="locked"):
        write(thread, by=make_member())


def test_slow_mode_lets_everybody_write_once_in_a_while():
    thread, member = ThreadFactory(slow_seconds=600), make_member()
    write(thread, by=member)

    with pytest.raises(UnableToPost, match="10 minutes"):
        write(thread, by=member, at=NOW + timedelta(minutes=9))
    assert write(thread, by=member, at=NOW + timedelta(minutes=10)).is_live


def test_whoever_writes_has_read_what_they_wrote():
    thread, member = ThreadFactory(), make_member()

    post = write(thread, by=member)

    assert ThreadReader.objects.get(person=member, thread=thread).last_read == post.number


def test_a_case_waits_for_its_release():
    forum = ForumFactory()

    thread = begin(forum, by=make_member(), kind=ThreadKind.CASE)

    assert thread.state == Thread.State.HELD
    assert ReviewItem.objects.get().kind == ReviewItem.Kind.CASE
    assert thread.case_detail.attested_at == NOW


def test_words_that_sound_like_danger_wait_and_go_first():
    post = write(ThreadFactory(), by=make_member(), text="I cannot go on. I want to die tonight.")

    item = ReviewItem.objects.get(post=post)
    assert (item.kind, post.state) == (ReviewItem.Kind.CRISIS, Post.State.HELD)
    assert item.due_at - NOW == timedelta(hours=1)


def test_a_post_under_an_alias_names_nobody():
    member = make_member()

    post = write(ThreadFactory(), by=member, sending=secretly(trade="Clinician"))

    assert (post.author, post.alias.label) == (None, "Clinician A")
    assert post.state == Post.State.HELD
    assert (post.created_at.minute, post.created_at.second) == (0, 0)
    assert not ThreadReader.objects.filter(person=member).exists()


def test_an_alias_stays_the_same_in_one_thread_and_differs_in_another():
    member, other = make_member(), make_member()
    thread = ThreadFactory()

    first = write(thread, by=member, sending=secretly(trade="Clinician"))
    again = write(thread, by=member, sending=secretly(trade="Clinician"))
    others = write(thread, by=other, sending=secretly(trade="Clinician"))
    elsewhere = write(ThreadFactory(), by=member, sending=secretly())

    assert first.alias == again.alias
    assert others.alias.label == "Clinician B"
    assert elsewhere.alias.label == "Member A"
    assert elsewhere.alias != first.alias


def test_a_member_stops_being_new_by_two_posts_and_a_day():
    from forums.standing import count_approved_post, standing_of

    person = UserFactory(joined_at=NOW - timedelta(hours=25))
    count_approved_post(person, at=NOW)
    before = standing_of(person, at=NOW).is_new

    count_approved_post(person, at=NOW)

    assert (before, standing_of(person, at=NOW).is_new) == (True, False)


def test_two_posts_on_the_first_day_are_not_enough():
    from forums.standing import count_approved_post, standing_of

    person = UserFactory(joined_at=NOW - timedelta(hours=2))
    for _ in range(2):
        count_approved_post(person, at=NOW)

    assert standing_of(person, at=NOW).is_new
    assert not standing_of(person, at=NOW + timedelta(days=1)).is_new


def test_whoever_was_invited_is_a_member_at_once():
    from hub.accounts.models import Invitation

    person = UserFactory()
    Invitation.objects.create(
        email=person.email,
        token_hash="x",
        made_at=NOW,
        expires_at=NOW,
        accepted_at=NOW,
        accepted_by=person,
    )

    assert write(ThreadFactory(), by=person).is_live
    assert Standing.objects.get(person=person).member_since
