"""What a thread costs with everything that can stand on it, and what printing costs."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.models import Attachment, Forum, Post, Thread, ThreadKind, ThreadSummary
from forums.sealing import seal_alias
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    PracticePageFactory,
    ThreadFactory,
    TopicFactory,
    make_member,
)
from tests.forums.writing import statements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def rich_thread(posts: int) -> Thread:
    """A question with a summary, an answer, posts under an alias, files, topics, about a page."""
    forum = ForumFactory(alias_policy=Forum.AliasPolicy.ALLOWED)
    thread = ThreadFactory(kind=ThreadKind.QUESTION, forum=forum, about=PracticePageFactory())
    thread.topics.add(TopicFactory(), TopicFactory())
    alias = seal_alias(thread, of=make_member(), trade="", at=NOW)
    PostFactory(thread=thread, author=None, alias=alias)
    made = [PostFactory(thread=thread, author=make_member()) for _ in range(posts)]
    for post in made[:2]:
        file = ContentFile(b"kind,number\n", name="0a1b2c3d.csv")
        Attachment.objects.create(post=post, file=file, name="a.csv", size=12, created_at=NOW)
        Post.objects.filter(pk=post.pk).update(attachment_count=1)
    summary = ThreadSummary.objects.create(
        thread=thread, state="accepted", html="<p>Two days.</p>", proposed_by=make_member(),
        proposed_at=NOW,
    )  # fmt: skip
    summary.posts.set(made)
    Thread.objects.filter(pk=thread.pk).update(
        answer=made[-1], answered_at=NOW, summary=summary, reply_count=posts + 1
    )
    return Thread.objects.get(pk=thread.pk)


def cost(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(statements(captured))


@pytest.mark.parametrize("posts", [3, 16])
def test_a_visitor_reads_a_thread_with_everything_in_seven_statements(client, posts):
    thread = rich_thread(posts)
    client.get(thread.about.url)

    asked = cost(client, thread.get_absolute_url())

    assert asked <= 7, asked


@pytest.mark.parametrize("posts", [3, 16])
def test_a_member_reads_a_thread_with_everything_in_thirteen_statements(client, posts):
    thread = rich_thread(posts)
    client.force_login(make_member())
    # Once in a process: where Wagtail's sites are, and the numbers of content types.
    client.get(thread.about.url)
    client.get("/forums/latest/")

    first = cost(client, thread.get_absolute_url())
    again = cost(client, thread.get_absolute_url())

    # The first time, one statement more writes how far was read.
    assert first <= 13 + 1, first
    assert again <= 13, again


def test_printing_four_pages_costs_three_statements_more_than_one(client):
    short, long = ThreadFactory(), ThreadFactory()
    for _ in range(70):
        PostFactory(thread=long)
    client.force_login(make_member())
    client.get("/forums/")

    one = cost(client, f"{short.get_absolute_url()}print/")
    four = cost(client, f"{long.get_absolute_url()}print/")

    assert four - one <= 3, (one, four)
