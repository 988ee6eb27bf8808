"""Leaving the forums: what one wrote stays without a name, or goes too."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from forums.actions.states import change_state
from forums.models import (
    Alias,
    Attachment,
    Draft,
    FeedKey,
    Forum,
    ModerationEvent,
    Post,
    PostRevision,
    Reaction,
    Report,
    SameHere,
    Thread,
    ThreadReader,
)
from forums.personal_data import collect, erase
from forums.rendering import quote
from forums.rerendering import rerender, rerender_stale
from forums.tally import recount_forums
from forums.words import words_of
from hub.home.leaving import make_anonymous
from hub.people.actions import leave
from tests.factories import NOW, ForumFactory, PostFactory, ThreadFactory, UserFactory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make_member(name="Marigold Rivera", handle="marigold")


@pytest.fixture
def thread():
    return ThreadFactory(title="How do you staff the nights?")


def written(thread, source, **fields) -> Post:
    words = words_of(source, by=UserFactory())
    return PostFactory(
        thread=thread,
        source=words.source,
        html=words.rendered.html,
        excerpt=words.rendered.excerpt,
        **fields,
    )


# --- The copy -------------------------------------------------------------------------------------


def test_a_copy_holds_what_somebody_wrote_and_did(person, thread):
    post = PostFactory(thread=thread, author=person, source="What I wrote")
    Reaction.objects.create(post=post, person=person, kind="helpful", created_at=NOW)
    SameHere.objects.create(thread=thread, person=person, created_at=NOW)
    Draft.objects.create(person=person, key="new:x", data={"body": "Begun"}, updated_at=NOW)
    Report.objects.create(post=post, reporter=person, reason="spam", note="Why", created_at=NOW)
    FeedKey.objects.create(person=person, key_hash="secret-hash", label="Phone", made_at=NOW)
    ThreadReader.objects.create(person=person, thread=thread, last_read=2, read_at=NOW)

    found = collect(person)

    assert found["forum posts"][0]["text"] == "What I wrote"
    assert found["forum posts"][0]["discussion"] == thread.title
    assert len(found["forum reactions"]) == 2
    assert found["forum drafts"][0]["data"] == {"body": "Begun"}
    assert found["forum reports"][0]["note"] == "Why"
    assert found["discussions read"][0]["up to"] == 2
    assert "secret-hash" not in str(found)


def test_a_copy_names_no_discussion_that_was_closed_to_its_reader(person):
    thread = ThreadFactory(title="Closed for some of us", forum__visibility=Forum.Visibility.GROUP)
    PostFactory(thread=thread, author=person)

    assert "Closed for some" not in str(collect(person))


def test_what_was_written_under_an_alias_is_in_no_copy(person, thread):
    alias = Alias.objects.create(thread=thread, label="Clinician A")
    PostFactory(thread=thread, author=None, alias=alias, source="Nobody knows")

    assert "Nobody knows" not in str(collect(person))


# --- Leaving --------------------------------------------------------------------------------------


def test_posts_stay_under_one_made_up_name_in_a_thread_and_another_elsewhere(person, thread):
    here = [PostFactory(thread=thread, author=person) for _ in range(2)]
    there = PostFactory(author=person)

    erase(person, NOW)

    names = [Post.objects.get(pk=post.pk).former_name for post in (*here, there)]
    assert names[0] == names[1] != names[2]
    assert names[0].startswith("Former member ")
    assert not Post.objects.filter(author=person).exists()


def test_a_thread_has_no_author_any_more(person):
    thread = ThreadFactory(author=person)

    erase(person, NOW)

    thread.refresh_from_db()
    assert thread.author is None


def test_mentions_of_them_become_words(person, thread):
    post = written(thread, "Ask @marigold about it, or @marigold-two.")
    PostRevision.objects.create(post=post, version=1, source="Ask @Marigold!", created_at=NOW)
    assert "/people/marigold/" in post.html

    erase(person, NOW)

    post.refresh_from_db()
    assert "/people/marigold/" not in post.html
    assert post.source == "Ask former member about it, or @marigold-two."
    assert post.revisions.get().source == "Ask former member!"


def test_a_quotation_of_them_loses_their_name_and_keeps_their_words(person, thread):
    quoted = PostFactory(thread=thread, author=person, source="Ask people first.")
    source = quote(quoted.source, name=str(person), url=quoted.get_absolute_url()) + "Agreed."
    post = written(thread, source)

    erase(person, NOW)

    post.refresh_from_db()
    assert "Marigold" not in post.source + post.html
    assert "Ask people first." in post.html
    assert "former member wrote" in post.source


def test_a_quotation_of_somebody_else_keeps_its_name(person, thread):
    other = PostFactory(thread=thread, author__name="Jordan Lee")
    post = written(thread, quote("Yes.", name="Jordan Lee", url=other.get_absolute_url()) + "Good.")

    erase(person, NOW)

    post.refresh_from_db()
    assert "Jordan Lee wrote" in post.source


def test_their_own_things_are_gone_and_counters_follow(person, thread):
    post = PostFactory(thread=thread, helpful_count=1)
    Reaction.objects.create(post=post, person=person, kind="helpful", created_at=NOW)
    Thread.objects.filter(pk=thread.pk).update(same_here_count=1)
    SameHere.objects.create(thread=thread, person=person, created_at=NOW)
    Draft.objects.create(person=person, key="new:x", updated_at=NOW)
    ThreadReader.objects.create(person=person, thread=thread, read_at=NOW)
    ModerationEvent.objects.create(kind="pinned", actor=person, person=person, happened_at=NOW)

    erase(person, NOW)

    post.refresh_from_db()
    thread.refresh_from_db()
    assert (post.helpful_count, thread.same_here_count) == (0, 0)
    for model in (Draft, ThreadReader, Reaction, SameHere):
        assert not model.objects.exists()
    assert not ModerationEvent.objects.exclude(actor=None, person=None).exists()


def test_files_that_were_never_sent_go_with_their_owner(person):
    upload = Attachment(
        uploader=person,
        name="a.csv",
        kind="csv",
        media_type="text/csv",
        size=1,
        sha256="x",
        created_at=NOW,
    )
    upload.file.save("a.csv", ContentFile(b"x"))

    erase(person, NOW)

    assert not default_storage.exists(upload.file.name)


def test_whoever_wishes_so_takes_their_words_along(person, thread):
    own = PostFactory(thread=thread, author=person, source="My own words")
    PostRevision.objects.create(post=own, version=1, source="My first words", created_at=NOW)
    answer = PostFactory(thread=thread, reply_to=own.number)
    departure = leave(person, at=NOW, removes_posts=True)

    make_anonymous(departure, at=NOW + timedelta(days=15))

    own.refresh_from_db()
    answer.refresh_from_db()
    assert (own.state, own.source, own.html, own.excerpt) == (Post.State.REMOVED, "", "", "")
    assert not own.revisions.exists()
    assert answer.is_live


def test_without_the_wish_words_stay(person, thread):
    own = PostFactory(thread=thread, author=person, source="My own words")

    make_anonymous(leave(person, at=NOW), at=NOW + timedelta(days=15))

    own.refresh_from_db()
    assert (own.state, own.source) == (Post.State.LIVE, "My own words")


def test_what_was_written_under_an_alias_stays_as_it_is(person, thread):
    alias = Alias.objects.create(thread=thread, label="Clinician A")
    post = PostFactory(thread=thread, author=None, alias=alias)

    make_anonymous(leave(person, at=NOW, removes_posts=True), at=NOW + timedelta(days=15))

    post.refresh_from_db()
    assert (post.state, post.alias) == (Post.State.LIVE, alias)


# --- Rendering anew and counting anew -------------------------------------------------------------


def test_posts_of_an_older_version_are_rendered_anew_some_at_a_time(thread):
    for _ in range(3):
        PostFactory(thread=thread, source="**Bold**", html="old", render_version=0)

    assert rerender_stale(2) == 2
    assert rerender_stale(2) == 1
    assert rerender_stale(2) == 0
    assert thread.posts.filter(html__contains="<strong>Bold</strong>").count() == 3


def test_an_edit_in_the_meantime_is_not_overwritten(thread):
    post = PostFactory(thread=thread, source="Before")
    Post.objects.filter(pk=post.pk).update(source="After", version=2)

    rerender(post, post.source)

    post.refresh_from_db()
    assert post.source == "After"


def test_figures_that_are_off_are_put_right_and_told():
    forum = ForumFactory()
    thread = ThreadFactory(forum=forum)
    PostFactory(thread=thread)
    Thread.objects.filter(pk=thread.pk).update(reply_count=0)
    Forum.objects.filter(pk=forum.pk).update(post_count=1, thread_count=1)

    off = recount_forums(NOW + timedelta(hours=1))

    thread.refresh_from_db()
    forum.refresh_from_db()
    assert (thread.reply_count, forum.post_count) == (1, 2)
    assert off == {f"thread {thread.pk}": 1, f"{forum.slug} post_count": 1}
    assert recount_forums(NOW + timedelta(hours=1)) == {}


def test_a_thread_of_which_nothing_is_left_is_not_off():
    thread = ThreadFactory()
    change_state(thread.posts.get(), Post.State.REMOVED, at=NOW)
    recount_forums(NOW)

    assert recount_forums(NOW) == {}
