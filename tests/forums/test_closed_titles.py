"""Reviewers and officers see single posts of forums that they do not read, and no more."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from forums.actions.moderating import hide_post, lock_thread
from forums.actions.purging import ask_to_purge
from forums.actions.reporting import report_post
from forums.actions.reviews import open_review
from forums.actions.unsealing import ask_to_open
from forums.models import Attachment, ReviewItem
from forums.sealing import seal_alias
from forums.titles import CLOSED
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    ThreadFactory,
    UserFactory,
    grant,
    make_member,
    moderator,
    trust_officer,
)
from tests.forums.officers import confirmed_client

pytestmark = pytest.mark.django_db
TITLE = "Quetzaltitle in a closed room"


@pytest.fixture
def thread(db):
    return ThreadFactory(forum=ForumFactory(visibility="group"), title=TITLE)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("kind", ["case", "alias", "identifies", "watched", "first", "file"])
def test_what_nobody_reported_is_for_those_who_read_the_forum(kind, thread):
    boss, inside = moderator(), moderator()
    grant(inside, thread.forum)

    item = open_review(thread.posts.get(), reasons=[kind], by=None, at=NOW)

    assert item not in ReviewItem.objects.visible_to(boss)
    assert signed_in(boss).get(item.get_absolute_url()).status_code == 404
    assert item in ReviewItem.objects.visible_to(inside)
    assert not boss.notifications.exists()
    assert inside.notifications.exists()


@pytest.mark.parametrize("reason", ["unkind", "identifies", "crisis"])
def test_what_members_reported_reaches_every_moderator_without_its_title(reason, thread):
    boss = moderator()
    report_post(thread.posts.get(), reason=reason, by=UserFactory(), at=NOW)
    client = signed_in(boss)
    item = ReviewItem.objects.get()

    pages = [client.get("/forums/review/").text, client.get(item.get_absolute_url()).text]

    assert all(TITLE not in page and CLOSED in page for page in pages)
    assert boss.notifications.exists()
    client.post(f"/forums/review/{item.pk}/claim/")
    # Opened, and noted in the log: the title is part of a first post.
    assert TITLE in client.get(item.get_absolute_url()).text
    assert TITLE not in client.get("/forums/review/").text


def test_officers_read_no_title_of_a_forum_that_they_do_not_read(thread):
    alias = seal_alias(thread, of=make_member(), trade="", at=NOW)
    post = PostFactory(thread=thread, author=None, alias=alias)
    first = trust_officer()
    opening = ask_to_open(alias, reason="threat", note="n", by=first, at=NOW)
    purge = ask_to_purge(post, reason="identifies", by=first, at=NOW)
    outside, inside = trust_officer(), trust_officer()
    grant(inside, thread.forum)

    for address in (
        "/forums/seals/",
        opening.get_absolute_url(),
        "/forums/purges/",
        purge.get_absolute_url(),
    ):
        assert TITLE not in confirmed_client(outside).get(address).text
        assert TITLE in confirmed_client(inside).get(address).text


def test_the_log_names_no_thread_of_a_closed_forum(thread):
    lock_thread(thread, by=make_member(), at=NOW)

    page = signed_in(moderator()).get("/forums/log/").text

    assert TITLE not in page
    assert CLOSED in page


def test_the_log_names_no_thread_to_whom_it_is_closed_now(thread):
    person = make_member()
    group = grant(person, thread.forum)
    hide_post(PostFactory(thread=thread, author=person), by=moderator(), at=NOW)
    client = signed_in(person)
    assert TITLE in client.get("/forums/log/").text

    person.groups.remove(group)

    assert TITLE not in client.get("/forums/log/").text


# --- Files ----------------------------------------------------------------------------------------
@pytest.fixture
def picture(thread) -> Attachment:
    post = PostFactory(thread=thread, state="held", attachment_count=1)
    found = Attachment(
        post=post,
        name="room.png",
        kind="picture",
        media_type="image/png",
        size=3,
        sha256="0" * 64,
        alt="An empty room",
        width=20,
        height=10,
        created_at=NOW,
    )
    found.file.save("room.png", ContentFile(b"abc"))
    return found


def test_whoever_reviews_a_post_opens_its_files(picture):
    boss = moderator()
    grant(boss, picture.post.thread.forum)
    item = open_review(picture.post, reasons=["file"], by=None, at=NOW)
    client = signed_in(boss)

    page = client.get(item.get_absolute_url()).text

    assert f'src="{picture.get_absolute_url()}"' in page
    assert 'alt="An empty room"' in page
    assert client.get(picture.get_absolute_url()).status_code == 200


def test_without_a_review_a_held_file_is_nobody_elses(picture):
    boss = moderator()
    grant(boss, picture.post.thread.forum)

    assert signed_in(boss).get(picture.get_absolute_url()).status_code == 404
    assert Client().get(picture.get_absolute_url()).status_code == 404


def test_from_a_forum_that_one_does_not_read_a_file_comes_after_opening(picture):
    open_review(picture.post, reasons=["report"], by=None, at=NOW)
    client = signed_in(moderator())
    item = ReviewItem.objects.get()
    assert client.get(picture.get_absolute_url()).status_code == 404

    client.post(f"/forums/review/{item.pk}/claim/")

    assert client.get(picture.get_absolute_url()).status_code == 200
