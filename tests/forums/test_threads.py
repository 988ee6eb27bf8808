"""The page of a thread: what it shows to whom, where its addresses lead, what it costs."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.models import Forum, Post, Thread, ThreadReader
from forums.sealing import seal_alias
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    PracticePageFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    grant,
    make_member,
)
from tests.forums.writing import secretly, statements, write

pytestmark = pytest.mark.django_db


def page_of(client, thread, **query):
    return client.get(thread.get_absolute_url(), query)


def text_of(response) -> str:
    return response.content.decode()


def test_a_visitor_reads_a_public_thread(client):
    thread = ThreadFactory(body="We have **two** clinicians.")

    page = text_of(page_of(client, thread))

    assert "<strong>two</strong>" in page
    assert "Sign in to reply" in page


def test_an_old_address_leads_to_the_new_one(client):
    thread = ThreadFactory()

    response = client.get(f"/forums/t/{thread.pk}/old-words/")

    assert (response.status_code, response["Location"]) == (301, thread.get_absolute_url())


def test_an_old_address_keeps_the_page(client):
    thread = ThreadFactory()

    response = client.get(f"/forums/t/{thread.pk}/old-words/", {"page": "3"})

    assert response["Location"] == f"{thread.get_absolute_url()}?page=3"


@pytest.mark.parametrize("page", ["2", "0", "x", "99999999"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    assert page_of(client, ThreadFactory(), page=page).status_code == 404


def test_pages_are_by_number_so_that_a_removed_post_moves_nobody(client):
    thread = ThreadFactory()
    posts = [PostFactory(thread=thread) for _ in range(24)]
    Post.objects.filter(pk=posts[0].pk).update(state=Post.State.REMOVED)

    first, second = text_of(page_of(client, thread)), text_of(page_of(client, thread, page=2))

    assert 'id="p-20"' in first
    assert "removed by its author" in first
    assert 'id="p-21"' in second
    assert 'id="p-20"' not in second


def test_the_address_of_a_post_leads_to_its_page(client):
    thread = ThreadFactory()
    for _ in range(24):
        PostFactory(thread=thread)

    response = client.get(f"/forums/p/{thread.pk}/23/")

    assert response["Location"] == f"{thread.get_absolute_url()}?page=2#p-23"


@pytest.mark.parametrize("state", [Post.State.HIDDEN, Post.State.REMOVED, Post.State.PURGED])
def test_the_address_of_a_post_that_is_a_line_leads_to_the_line(client, state):
    thread = ThreadFactory()
    post = PostFactory(thread=thread, state=state)

    response = client.get(post.get_absolute_url())

    assert response["Location"] == f"{thread.get_absolute_url()}#p-2"


def test_the_address_of_what_waits_is_there_for_its_author_and_facilitators_only(client):
    thread, author, facilitator = ThreadFactory(), make_member(), make_member()
    grant(facilitator, thread.forum, 4)
    post = PostFactory(thread=thread, author=author, state=Post.State.HELD)

    found = {}
    for name, reader in (
        ("author", author),
        ("facilitator", facilitator),
        ("other", make_member()),
    ):
        client.force_login(reader)
        found[name] = client.get(post.get_absolute_url()).status_code
    client.logout()

    assert found == {"author": 302, "facilitator": 302, "other": 404}
    assert client.get(post.get_absolute_url()).status_code == 404


def test_a_line_in_a_thread_one_may_not_see_has_no_address(client):
    thread = ThreadFactory(forum=ForumFactory(visibility="group"))
    post = PostFactory(thread=thread, state=Post.State.REMOVED)

    assert client.get(post.get_absolute_url()).status_code == 404


def test_the_address_of_a_post_survives_a_move_to_another_forum(client):
    thread = ThreadFactory()
    post = PostFactory(thread=thread)
    Thread.objects.filter(pk=thread.pk).update(forum=ForumFactory())

    response = client.get(post.get_absolute_url(), follow=True)

    assert response.status_code == 200


def test_what_waits_for_review_is_there_for_its_author_and_not_for_others(client):
    thread, author = ThreadFactory(), UserFactory()
    PostFactory(thread=thread, author=author, state=Post.State.HELD, source="held-marker words")

    assert "held-marker" not in text_of(page_of(client, thread))
    client.force_login(author)
    page = text_of(page_of(client, thread))
    assert "held-marker" in page
    assert "Waiting for a moderator" in page


def test_a_hidden_post_leaves_a_line_without_its_words(client):
    thread = ThreadFactory()
    PostFactory(thread=thread, state=Post.State.HIDDEN, source="hidden-marker words")

    page = text_of(page_of(client, thread))

    assert "hidden until a moderator has looked" in page
    assert "hidden-marker" not in page


@pytest.mark.parametrize("visibility", [Forum.Visibility.MEMBERS, Forum.Visibility.GROUP])
def test_a_stranger_gets_the_same_answer_as_for_what_does_not_exist(client, visibility):
    thread = ThreadFactory(forum=ForumFactory(visibility=visibility))
    missing = f"/forums/t/{thread.pk + 100}/x/"

    response = page_of(client, thread)

    assert response.status_code == client.get(missing).status_code == 404


def test_a_member_of_the_group_reads_its_thread(client):
    thread, member = ThreadFactory(forum=ForumFactory(visibility="group")), UserFactory()
    grant(member, thread.forum)
    client.force_login(member)

    assert page_of(client, thread).status_code == 200


def test_whoever_leaves_the_group_reads_nothing_at_the_next_request(client):
    thread, member = ThreadFactory(forum=ForumFactory(visibility="group")), UserFactory()
    group = grant(member, thread.forum)
    client.force_login(member)
    before = page_of(client, thread).status_code

    member.groups.remove(group)

    assert (before, page_of(client, thread).status_code) == (200, 404)


def test_reading_moves_the_pointer_forward_and_never_back(client):
    thread, member = ThreadFactory(), UserFactory()
    for _ in range(24):
        PostFactory(thread=thread)
    client.force_login(member)
    pointer = ThreadReader.objects.filter(person=member, thread=thread)

    seen = []
    for page in ("1", "2", "1"):
        page_of(client, thread, page=page)
        seen.append(pointer.get().last_read)

    assert seen == [20, 25, 25]


def test_the_first_unread_post_is_one_press_away(client):
    thread, member = ThreadFactory(), UserFactory()
    client.force_login(member)
    page_of(client, thread)
    PostFactory(thread=thread)

    response = client.get(f"{thread.get_absolute_url()}unread/")

    assert response["Location"].endswith("#p-2")
    assert "1 new, go to the first" in text_of(page_of(client, thread))


def test_what_it_is_about_is_shown_only_to_who_may_see_it(client):
    page = PracticePageFactory(title="Marker practice")
    thread = ThreadFactory(about=page)
    before = "Marker practice" in text_of(page_of(client, thread))

    page.unpublish()

    assert before
    assert "Marker practice" not in text_of(page_of(client, thread))


def test_disciplines_that_have_not_answered_are_named(client):
    thread = ThreadFactory(heard_from={"ems": "EMS and paramedicine"})
    PostFactory(thread=thread)

    page = text_of(page_of(client, thread))

    assert "EMS and paramedicine" in page
    assert "Not yet heard from: police" in page


def test_an_open_page_is_told_how_much_is_new(client):
    thread = ThreadFactory()
    PostFactory(thread=thread)

    told = client.get(f"{thread.get_absolute_url()}news/", {"after": "1"}).json()

    assert told == {"count": 1, "url": f"{thread.get_absolute_url()}#p-2"}


def test_a_thread_is_printed_whole(client):
    thread = ThreadFactory()
    for number in range(24):
        PostFactory(thread=thread, source=f"Answer number {number} of all.")

    page = text_of(client.get(f"{thread.get_absolute_url()}print/"))

    assert "Answer number 0 of all" in page
    assert "Answer number 23 of all" in page


# --- What it costs ------------------------------------------------------------------------------


def long_thread(posts: int) -> Thread:
    thread = ThreadFactory()
    people = [make_member() for _ in range(5)]
    words = "We ask people whether they want a call or a visit. " * 4
    made = PostFactory.build(thread=thread, author=people[0], source=words)
    Post.objects.bulk_create(
        Post(
            thread=thread,
            number=number,
            author=people[number % 5],
            source=words,
            html=f"<p>{words}</p>",
            excerpt=made.excerpt,
            render_version=1,
            created_at=NOW,
            told_at=NOW,
        )
        for number in range(2, posts + 1)
    )
    last = thread.posts.get(number=posts)
    Thread.objects.filter(pk=thread.pk).update(
        highest_number=posts, last_number=posts, reply_count=posts - 1, last_post=last
    )
    thread.topics.add(TopicFactory(), TopicFactory())
    return Thread.objects.get(pk=thread.pk)


def asked(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(statements(captured))


@pytest.mark.parametrize("posts", [20, 5_000])
def test_a_visitor_reads_a_thread_in_four_statements(client, posts):
    thread = long_thread(posts)
    client.get("/forums/")

    assert asked(client, thread.get_absolute_url()) <= 4
    assert asked(client, f"{thread.get_absolute_url()}?page={(posts - 1) // 20 + 1}") <= 4


@pytest.mark.parametrize("posts", [20, 5_000])
def test_a_member_reads_a_thread_in_ten_statements(client, posts):
    thread = long_thread(posts)
    client.force_login(make_member())
    client.get("/forums/")

    first = asked(client, thread.get_absolute_url())
    again = asked(client, thread.get_absolute_url())

    assert (first <= 10, again <= 10) == (True, True), (first, again)


def test_twenty_posts_fit_in_forty_kilobytes(client):
    thread = long_thread(20)
    as_visitor = len(page_of(client, thread).content)

    client.force_login(make_member())
    as_member = len(page_of(client, thread).content)

    assert max(as_visitor, as_member) < 40_000, (as_visitor, as_member)


def test_an_alias_is_all_that_the_page_says(client):
    thread = ThreadFactory(forum=ForumFactory(alias_policy="allowed"))
    writer = make_member(name="Marker Name", handle="marker-handle")
    post = write(thread, by=writer, sending=secretly(trade="Clinician"))
    Post.objects.filter(pk=post.pk).update(state=Post.State.LIVE)

    for reader in (None, UserFactory(), UserFactory(is_superuser=True)):
        client.logout()
        if reader:
            client.force_login(reader)
        page = text_of(page_of(client, thread))
        assert "Clinician A" in page
        assert "marker" not in page.lower()


def test_an_alias_is_found_again_by_its_owner_only(client):
    thread = ThreadFactory(forum=ForumFactory(alias_policy="allowed"))
    writer = make_member()
    alias = seal_alias(thread, of=writer, trade="", at=NOW)
    post = PostFactory(thread=thread, author=None, alias=alias)
    edit = f"/forums/p/{thread.pk}/{post.number}/edit/"

    client.force_login(writer)
    own = client.get(edit).status_code
    client.force_login(make_member())

    assert (own, client.get(edit).status_code) == (200, 404)
    assert get_user_model().objects.filter(posts=post).exists() is False
