"""The title of a thread is reviewed with its first post: found in, masked, brought back."""

from datetime import timedelta

import pytest
from django.test import Client

from forums.actions.deciding import UnableToDecide, decide
from forums.actions.reviews import open_review
from forums.actions.undoing import UnableToUndo, undo_decision
from forums.models import ModerationEvent, Post, Thread
from tests.factories import NOW, PostFactory, ThreadFactory, moderator

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
TITLE = "His SSN is 900-12-3456, what now?"


@pytest.fixture
def item(db):
    thread = ThreadFactory(title=TITLE, state="held", body="We need some advice on this one.")
    return open_review(thread.posts.get(), reasons=["identifies"], by=None, at=NOW)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_reviewers_see_what_the_checks_find_in_a_title(item):
    page = signed_in(moderator()).get(item.get_absolute_url()).text

    assert "<mark>900-12-3456</mark>" in page
    assert "The checks found" in page


def test_masking_takes_words_out_of_a_title_and_hides_them(item, client):
    decide(item, decision="masked", by=moderator(), at=LATER)

    thread = Thread.objects.get()
    assert thread.state == "live"
    assert "900-12" not in f"{thread.title} {thread.slug}"
    assert "900-12" not in client.get(f"/forums/p/{thread.pk}/1/history/").text
    assert "900-12" not in str(list(ModerationEvent.objects.values("before", "after", "reason")))


def test_words_named_by_hand_are_taken_out_of_a_title_too():
    thread = ThreadFactory(title="What Quetzal asked for", body="A plain text.")
    named = open_review(thread.posts.get(), reasons=["report"], by=None, at=NOW)

    decide(named, decision="masked", by=moderator(), at=LATER, also_mask=["quetzal"])

    assert Thread.objects.get().title == "What [removed] asked for"


def test_the_title_above_a_reply_is_not_masked_with_it():
    thread = ThreadFactory(title=TITLE)
    reply = open_review(PostFactory(thread=thread), reasons=["report"], by=None, at=NOW)

    with pytest.raises(UnableToDecide, match="nothing that they can mask"):
        decide(reply, decision="masked", by=moderator(), at=LATER)

    assert Thread.objects.get().title == TITLE


@pytest.mark.parametrize("text", ["We need some advice.", "Call her, our client, at 555-0142."])
def test_undoing_brings_title_and_text_back(text):
    thread = ThreadFactory(title=TITLE, state="held", body=text)
    held = open_review(thread.posts.get(), reasons=["identifies"], by=None, at=NOW)
    before = (thread.title, thread.slug, text, 1)
    boss = moderator()
    decide(held, decision="masked", by=boss, at=LATER)

    undo_decision(held, by=boss, at=LATER)

    thread, post = Thread.objects.get(), Post.objects.get()
    assert (thread.title, thread.slug, post.source, post.version) == before
    assert thread.state == "held"
    assert not post.revisions.exists()


def test_a_title_that_was_changed_since_is_not_brought_back_over_it(item):
    boss = moderator()
    decide(item, decision="masked", by=boss, at=LATER)
    Thread.objects.update(title="Another title by its author")

    with pytest.raises(UnableToUndo, match="title was changed"):
        undo_decision(item, by=boss, at=LATER)
