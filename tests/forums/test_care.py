"""Nothing that goes with a post gets past the checks, and danger gets past everything else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.models import Draft, Post, PostRevision, ReviewItem, Thread, ThreadReader
from hub.accounts.actions import silence
from tests.factories import (
    ForumFactory,
    PostFactory,
    ThreadFactory,
    UserFactory,
    grant,
    make_member,
)
from tests.forums.writing import TEXT, secretly, write

pytestmark = pytest.mark.django_db
Kind = ReviewItem.Kind
NUMBER = "His SSN is 123-45-6789, what now?"
DANGER = "I cannot go on. I want to die tonight."


@pytest.fixture
def member(client):
    person = make_member(joined_at=timezone.now() - timedelta(days=30))
    client.force_login(person)
    return person


def begin(client, forum, **fields):
    data = {"kind": "discussion", "title": "How do you staff nights?", "body": TEXT}
    return client.post(f"{forum.get_absolute_url()}new/", data | fields)


def reply_to(client, thread, body=TEXT, **fields):
    return client.post(f"{thread.get_absolute_url()}reply/", {"body": body, **fields})


def text_of(response) -> str:
    return response.content.decode()


def test_what_identifies_somebody_in_a_title_waits_for_a_moderator(client, member):
    begin(client, ForumFactory(), title=NUMBER, to_moderator="on")

    thread = Thread.objects.get()
    assert thread.state == Thread.State.HELD
    assert ReviewItem.objects.get().kind == Kind.IDENTIFIES


def test_danger_in_a_title_leads_to_help(client, member):
    response = begin(client, ForumFactory(), title=DANGER)

    assert response["Location"] == "/forums/help-now/"
    assert ReviewItem.objects.get().kind == Kind.CRISIS


def test_danger_is_never_sent_back_to_be_put_right(client, member):
    thread = ThreadFactory()

    response = reply_to(client, thread, body=f"{DANGER} My SSN is 123-45-6789.")

    assert response["Location"] == "/forums/help-now/"
    item = ReviewItem.objects.get()
    assert (item.kind, set(item.reasons)) == (Kind.CRISIS, {Kind.CRISIS, Kind.IDENTIFIES})


def test_danger_is_not_too_short(client, member):
    thread = ThreadFactory()

    response = reply_to(client, thread, body="Wanna kms")

    assert response["Location"] == "/forums/help-now/"


def test_danger_of_somebody_who_may_not_write_is_answered_with_help(client, member):
    now = timezone.now()
    admin = UserFactory(is_superuser=True)
    silence(member, until=now + timedelta(days=1), reason="cooling off", by=admin, at=now)

    page = text_of(reply_to(client, ThreadFactory(), body=DANGER))

    assert "You are not alone with this" in page
    assert DANGER in page


@pytest.mark.parametrize("text", [NUMBER, "Call Bob, born 3/4/1980"])
def test_the_line_of_what_worked_is_checked(client, member, text):
    thread = ThreadFactory(kind="question", author=member)
    post = PostFactory(thread=thread)

    response = client.post(
        f"/forums/change/{thread.pk}/answer/", {"number": post.number, "what_worked": text}
    )

    thread.refresh_from_db()
    assert (response.status_code, thread.what_worked) == (422, "")


def test_the_reason_of_an_edit_is_checked(client, member):
    post = PostFactory(author=member)

    response = client.post(
        f"{post.get_absolute_url()}edit/", {"body": "Ask them first, always.", "reason": NUMBER}
    )

    assert response.status_code == 422
    assert not PostRevision.objects.exists()


def test_a_title_cannot_be_changed_into_what_identifies_somebody(client, member):
    thread = ThreadFactory(author=member)

    response = client.post(f"/forums/change/{thread.pk}/title/", {"title": NUMBER})

    assert response.status_code == 422


@pytest.mark.parametrize("change", ["title", "answer"])
def test_a_silenced_member_changes_nothing(client, member, change):
    now = timezone.now()
    thread = ThreadFactory(kind="question", author=member)
    post = PostFactory(thread=thread)
    admin = UserFactory(is_superuser=True)
    silence(member, until=now + timedelta(days=1), reason="cooling off", by=admin, at=now)
    data = {"title": "Another title altogether", "number": post.number, "what_worked": "x"}

    response = client.post(f"/forums/change/{thread.pk}/{change}/", data)

    assert response.status_code in (403, 404)


def test_a_locked_thread_keeps_its_title(client, member):
    thread = ThreadFactory(author=member, locked_at=timezone.now())

    response = client.post(f"/forums/change/{thread.pk}/title/", {"title": "Another title here"})

    assert response.status_code == 404


# --- Nothing typed is lost ----------------------------------------------------------------------


def test_a_new_thread_that_cannot_be_sent_any_more_is_given_back(client, member):
    forum = ForumFactory(kinds=["announcement"])

    response = begin(client, forum, body="What I wanted to say to you all.")

    assert response.status_code == 403
    assert "What I wanted to say to you all." in text_of(response)


def test_a_reply_to_what_is_gone_is_given_back(client, member):
    thread = ThreadFactory()
    Thread.objects.filter(pk=thread.pk).update(state=Thread.State.HELD)

    response = reply_to(client, thread, body="What I wanted to say to you all.")

    assert response.status_code == 404
    assert "What I wanted to say to you all." in text_of(response)


def test_an_edit_that_comes_too_late_is_given_back(client, member):
    post = PostFactory(author=member)
    Thread.objects.filter(pk=post.thread_id).update(locked_at=timezone.now())

    response = client.post(f"{post.get_absolute_url()}edit/", {"body": "My better words."})

    assert response.status_code == 403
    assert "My better words." in text_of(response)


def test_a_new_member_can_change_what_waits_however_long_it_took(client):
    newcomer = UserFactory()
    client.force_login(newcomer)
    long_ago = timezone.now() - timedelta(days=3)
    held = PostFactory(author=newcomer, state=Post.State.HELD, created_at=long_ago)
    live = PostFactory(author=newcomer, created_at=long_ago)

    statuses = [client.get(f"{one.get_absolute_url()}edit/").status_code for one in (held, live)]

    assert statuses == [200, 404]


def test_the_writer_of_a_thread_that_waits_can_change_and_remove_it(client):
    newcomer = UserFactory()
    client.force_login(newcomer)
    thread = ThreadFactory(author=newcomer, state=Thread.State.HELD)

    page = text_of(client.get(thread.get_absolute_url()))

    assert "edit/" in page
    assert "remove/" in page


# --- Under an alias -----------------------------------------------------------------------------


def test_whoever_writes_under_an_alias_can_change_and_remove_it(client, member):
    post = write(ThreadFactory(), by=member, sending=secretly())
    address = post.get_absolute_url()

    changed = client.post(f"{address}edit/", {"body": "Other words of mine."})
    removed = client.post(f"{address}remove/")

    post.refresh_from_db()
    assert (changed.status_code, removed.status_code) == (302, 302)
    assert (post.source, post.state) == ("Other words of mine.", Post.State.REMOVED)
    assert post.edited_by is None


def test_a_thread_under_an_alias_that_waits_is_there_for_its_writer_only(client, member):
    forum = ForumFactory(alias_policy="allowed")
    begin(client, forum, under_alias="on")
    address = Thread.objects.get().get_absolute_url()

    own = client.get(address).status_code
    client.force_login(make_member())

    assert (own, client.get(address).status_code) == (200, 404)


def test_reading_ones_own_alias_post_leaves_no_trace_of_who_wrote_it(client, member):
    thread = ThreadFactory()
    write(thread, by=member, sending=secretly())

    client.get(thread.get_absolute_url())

    assert ThreadReader.objects.get(person=member).last_read == 1


def test_no_draft_ties_a_member_to_a_post_under_an_alias(client, member):
    post = write(ThreadFactory(), by=member, sending=secretly())
    page = text_of(client.get(f"{post.get_absolute_url()}edit/"))

    kept = client.post("/forums/typing/draft/", {"key": f"post:{post.pk}", "data-body": "more"})

    assert "data-draft=" not in page
    assert kept.status_code == 422
    assert not Draft.objects.exists()


def test_the_times_of_a_review_do_not_tell_when_an_alias_wrote(member):
    post = write(ThreadFactory(), by=member, at=timezone.now(), sending=secretly())

    item = ReviewItem.objects.get(post=post)
    moments = [item.opened_at, *post.moderation_events.values_list("happened_at", flat=True)]
    assert {(one.minute, one.second, one.microsecond) for one in moments} == {(0, 0, 0)}


def test_an_alias_is_offered_from_the_eighth_day_on(client, member):
    forum = ForumFactory(alias_policy="allowed")
    early = make_member(joined_at=timezone.now() - timedelta(days=6))

    offered = "Post without your name" in text_of(client.get(f"{forum.get_absolute_url()}new/"))
    client.force_login(early)
    begin(client, forum, under_alias="on")

    assert offered
    assert Thread.objects.get().author == early


# --- Limits of keeping --------------------------------------------------------------------------


def test_a_draft_that_is_too_long_is_not_said_to_be_kept(client, member):
    response = client.post(
        "/forums/typing/draft/", {"key": "thread:1", "data-body": "word " * 13_000}
    )

    assert response.status_code == 422


def test_drafts_are_kept_for_what_can_have_one(client, member):
    response = client.post("/forums/typing/draft/", {"key": "anything", "data-body": "x"})

    assert response.status_code == 422


def test_history_names_who_wrote_which_version(client, member):
    from forums.actions.editing import edit_post
    from forums.words import words_of

    facilitator = make_member(name="Fay Facilitator")
    post = PostFactory(author=member)
    grant(facilitator, post.thread.forum, 4)
    words = words_of("Ask them, and write less.", by=facilitator)
    edit_post(post, words=words, by=facilitator, at=timezone.now())

    versions = client.get(f"{post.get_absolute_url()}history/").context["versions"]

    assert [one.by.name for one in versions] == ["Fay Facilitator", str(member)]
