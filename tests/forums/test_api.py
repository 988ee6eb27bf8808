"""The forums for programs: the same gate, the same words, nothing of a person."""

import pytest

from forums.actions.answering import accept_answer
from forums.models import PAGE_SIZE, Alias, Forum, Post, Thread, ThreadKind
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
THREADS = "/forums/api/threads.json"


def address(thread: Thread) -> str:
    return f"/forums/api/threads/{thread.pk}.json"


def titles(response) -> list[str]:
    return [one["title"] for one in response.json()["threads"]]


def test_a_visitor_gets_public_threads_the_last_moved_first(client):
    ThreadFactory(title="The older one of two", created_at=NOW.replace(hour=1))
    ThreadFactory(title="The newer one of two", created_at=NOW.replace(hour=2))

    assert titles(client.get(THREADS)) == ["The newer one of two", "The older one of two"]


def test_a_thread_has_the_fields_that_the_documentation_names(client):
    topic = TopicFactory(slug="night-work")
    thread = ThreadFactory(author__name="Marigold Rivera")
    thread.topics.add(topic)

    (row,) = client.get(THREADS).json()["threads"]

    assert set(row) == {
        "id", "title", "url", "kind", "forum", "author", "topics", "excerpt",
        "replies", "is_answered", "is_locked", "started_at", "moved_at",
    }  # fmt: skip
    assert row["author"] == "Marigold Rivera"
    assert row["topics"] == ["night-work"]


@pytest.mark.parametrize("visibility", [Forum.Visibility.MEMBERS, Forum.Visibility.GROUP])
def test_what_one_may_not_see_is_not_there(visibility, client):
    forum = ForumFactory(visibility=visibility, slug="closed")
    thread = ThreadFactory(forum=forum)

    assert titles(client.get(THREADS)) == []
    assert client.get(THREADS, {"forum": "closed"}).status_code == 404
    assert client.get(address(thread)).status_code == 404


def test_a_member_gets_what_members_see(member_client):
    thread = ThreadFactory(forum=ForumFactory(visibility=Forum.Visibility.MEMBERS))

    assert titles(member_client.get(THREADS)) == [thread.title]
    assert member_client.get(address(thread)).status_code == 200


def test_threads_are_narrowed_as_on_the_page(client):
    forum = ForumFactory(slug="rural")
    ThreadFactory(forum=forum, kind=ThreadKind.QUESTION, title="A question about rural things")
    ThreadFactory(forum=forum, title="A discussion of rural things")
    ThreadFactory(kind=ThreadKind.QUESTION)

    asked = client.get(THREADS, {"forum": "rural", "kind": "question"})

    assert titles(asked) == ["A question about rural things"]


def test_the_next_thirty_are_behind_an_address(client):
    for _ in range(31):
        ThreadFactory(created_at=NOW)

    first = client.get(THREADS).json()
    second = client.get(first["next"]).json()

    assert (len(first["threads"]), len(second["threads"])) == (30, 1)
    assert second["next"] is None


def test_posts_come_page_by_page(client):
    thread = ThreadFactory()
    for _ in range(PAGE_SIZE):
        PostFactory(thread=thread)

    first = client.get(address(thread)).json()
    second = client.get(first["next"]).json()

    assert [post["number"] for post in first["posts"]] == list(range(1, PAGE_SIZE + 1))
    assert [post["number"] for post in second["posts"]] == [PAGE_SIZE + 1]
    assert (second["pages"], second["next"]) == (2, None)


@pytest.mark.parametrize("state", [Post.State.HELD, Post.State.HIDDEN, Post.State.REMOVED])
def test_a_post_that_is_not_live_is_left_out(state, client):
    thread = ThreadFactory()
    PostFactory(thread=thread, state=state, source="Zucchini")

    assert "Zucchini" not in client.get(address(thread)).text


def test_an_alias_is_a_label_and_nothing_else(client, member_client):
    thread = ThreadFactory(author=None)
    alias = Alias.objects.create(thread=thread, label="Clinician A")
    thread.started_as = alias
    thread.save()
    PostFactory(thread=thread, author=None, alias=alias)

    for browser in (client, member_client):
        assert browser.get(THREADS).json()["threads"][0]["author"] == "Clinician A"
        assert browser.get(address(thread)).json()["posts"][1]["author"] == "Clinician A"


def test_no_address_number_or_handle_of_a_person_is_given(client):
    person = UserFactory(email="marigold@example.org", handle="secret-handle")
    thread = ThreadFactory(author=person)

    text = client.get(THREADS).text + client.get(address(thread)).text

    assert "marigold@example.org" not in text
    assert "secret-handle" not in text


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999", "1.5"])
def test_an_impossible_page_is_forgiven(page, client):
    assert client.get(address(ThreadFactory()), {"page": page}).status_code == 200


def test_nothing_is_written_here(client):
    assert client.post(THREADS).status_code == 405


def test_it_costs_the_same_with_many_posts(client, django_assert_num_queries):
    thread = ThreadFactory()
    client.get(address(thread))
    with django_assert_num_queries(3):
        client.get(address(thread))
    for _ in range(15):
        PostFactory(thread=thread)

    with django_assert_num_queries(3):
        client.get(address(thread))


def test_an_answer_that_is_hidden_is_none(client):
    thread = ThreadFactory(kind=ThreadKind.QUESTION)
    post = PostFactory(thread=thread)
    accept_answer(thread, post=post, what_worked="A second van", by=thread.author, at=NOW)
    assert client.get(THREADS).json()["threads"][0]["is_answered"]
    assert client.get(address(thread)).json()["what_worked"] == "A second van"

    Post.objects.filter(pk=post.pk).update(state="hidden")

    assert not client.get(THREADS).json()["threads"][0]["is_answered"]
    assert client.get(address(thread)).json()["what_worked"] is None


def test_a_list_costs_the_same_with_many_answers(client, django_assert_num_queries):
    for _ in range(5):
        thread = ThreadFactory(kind=ThreadKind.QUESTION)
        accept_answer(thread, post=PostFactory(thread=thread), by=thread.author, at=NOW)

    with django_assert_num_queries(4):
        client.get(THREADS)
