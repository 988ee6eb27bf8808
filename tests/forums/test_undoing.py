"""Where taking a decision back stops: at more readers, at oneself, at what shall be erased."""

from datetime import timedelta

import pytest
from django.test import Client

from forums.actions.deciding import UnableToDecide, decide
from forums.actions.moderating import UnableToModerate, hide_post, restore_post
from forums.actions.purging import ask_to_purge, confirm_purge, refuse_purge
from forums.actions.reviews import open_review
from forums.actions.states import change_state
from forums.actions.undoing import UnableToUndo, undo_decision
from forums.models import ModerationEvent, Post, ReviewItem
from forums.sealing import seal_alias
from hub.home.purging import purge_post
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    ThreadFactory,
    make_member,
    moderator,
    trust_officer,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def item_of(post, *, kind="report") -> ReviewItem:
    return open_review(post, reasons=[kind], by=None, at=NOW)


def under_alias(person) -> Post:
    thread = ThreadFactory()
    alias = seal_alias(thread, of=person, trade="", at=NOW)
    return PostFactory(thread=thread, author=None, alias=alias)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def moved_away(*, to: str):
    thread, boss = ThreadFactory(), moderator()
    item = item_of(thread.posts.get())
    decide(item, decision="moved", by=boss, at=LATER, move_to=ForumFactory(visibility=to))
    return item, boss


# --- Moves ----------------------------------------------------------------------------------------
def test_what_was_written_for_few_is_not_moved_back_to_many():
    item, boss = moved_away(to="group")
    PostFactory(thread=fresh(item).post.thread)

    with pytest.raises(UnableToUndo, match="fewer readers"):
        undo_decision(item, by=boss, at=LATER)

    assert fresh(item).post.thread.forum.visibility == "group"


def test_an_edit_after_the_move_counts_as_written_for_few():
    item, boss = moved_away(to="members")
    PostFactory(thread=ThreadFactory())
    Post.objects.filter(thread=item.post.thread_id).update(version=2)

    with pytest.raises(UnableToUndo):
        undo_decision(item, by=boss, at=LATER)


def test_between_forums_of_the_same_readers_a_grown_thread_moves_back():
    item, boss = moved_away(to="public")
    PostFactory(thread=fresh(item).post.thread)

    before = ModerationEvent.objects.get(kind="decided").before["forum_id"]

    undo_decision(item, by=boss, at=LATER)

    assert fresh(item).post.thread.forum_id == before


# --- One's own ------------------------------------------------------------------------------------
def test_nobody_hides_or_shows_their_own_post():
    person = make_member()
    own, hidden = PostFactory(author=person), PostFactory(author=person, state="hidden")

    with pytest.raises(UnableToModerate, match="yourself"):
        hide_post(own, by=person, at=NOW)
    with pytest.raises(UnableToModerate, match="yourself"):
        restore_post(hidden, by=person, at=NOW)


def test_nobody_undoes_a_decision_about_their_own_alias():
    boss = moderator()
    post = under_alias(boss)
    item = item_of(post)
    decide(item, decision="hidden", by=moderator(), at=LATER)

    with pytest.raises(UnableToUndo, match="yourself"):
        undo_decision(item, by=boss, at=LATER)

    assert fresh(post).state == "hidden"


def test_the_queue_does_not_show_what_one_wrote_under_an_alias():
    boss = moderator()
    item = item_of(under_alias(boss))
    mine, other = signed_in(boss), signed_in(moderator())

    assert item.get_absolute_url() in other.get("/forums/review/").text
    assert item.get_absolute_url() not in mine.get("/forums/review/").text
    assert mine.get(item.get_absolute_url()).status_code == 404
    decide(item, decision="hidden", by=moderator(), at=LATER)
    assert item.get_absolute_url() not in mine.get("/forums/review/").text


# --- What shall be erased -------------------------------------------------------------------------
def test_what_shall_be_erased_is_not_shown_again():
    post = PostFactory()
    ask_to_purge(post, reason="identifies", by=trust_officer(), at=NOW)

    with pytest.raises(UnableToModerate, match="erase"):
        restore_post(fresh(post), by=moderator(), at=NOW)
    with pytest.raises(UnableToDecide, match="erase"):
        decide(item_of(fresh(post)), decision="approved", by=moderator(), at=NOW)

    assert fresh(post).state == "hidden"


def test_a_refused_erasing_lets_it_be_shown_again():
    post = PostFactory()
    asked = ask_to_purge(post, reason="identifies", by=trust_officer(), at=NOW)
    refuse_purge(asked, by=trust_officer(), at=NOW)

    restore_post(fresh(post), by=moderator(), at=NOW)

    assert fresh(post).state == "live"


def test_undoing_does_not_show_what_shall_be_erased():
    post, boss = PostFactory(), moderator()
    item = item_of(post)
    decide(item, decision="hidden", by=boss, at=LATER)
    ask_to_purge(fresh(post), reason="identifies", by=trust_officer(), at=LATER)

    with pytest.raises(UnableToUndo, match="erase"):
        undo_decision(item, by=boss, at=LATER)


def test_what_was_erased_stays_erased():
    post = PostFactory()
    known_before = fresh(post)
    asked = ask_to_purge(post, reason="identifies", by=trust_officer(), at=NOW)
    purge_post(confirm_purge(asked, by=trust_officer(), at=NOW), at=NOW)

    change_state(known_before, "live", at=LATER)

    assert (fresh(post).state, known_before.state) == ("purged", "purged")


def test_a_state_is_read_when_nobody_else_can_change_it():
    post = PostFactory(state="hidden")
    known_before = fresh(post)
    change_state(post, "live", at=NOW)

    with pytest.raises(UnableToModerate, match="Only a hidden"):
        restore_post(known_before, by=moderator(), at=NOW)


# --- Crisis ---------------------------------------------------------------------------------------
def test_undoing_care_tells_the_author_nothing():
    post, boss = PostFactory(), moderator()
    item = item_of(post, kind="crisis")
    decide(item, decision="helped", by=boss, at=LATER, message="I wrote to them.")

    undo_decision(item, by=boss, at=LATER)

    assert not post.author.notifications.exists()
    assert not ModerationEvent.objects.visible_to(post.author).exists()
    assert ModerationEvent.objects.filter(kind="undone", item=item).exists()
