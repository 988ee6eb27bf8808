"""Threads and replies are found by whoever may read them, and by nobody else in any way."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forums.actions.posting import reply
from forums.actions.states import change_state
from forums.models import Alias, Forum, ForumGrant, Level, Post, Thread, ThreadKind
from forums.standing import standing_of
from forums.words import words_of
from hub.core.visibility import NOBODY
from hub.search.similar import threads_like
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    all_shelves,
    grant,
    make_member,
)

pytestmark = pytest.mark.django_db
EVERYWHERE = ["/search/", "/search.json", "/search.atom"]
TYPING = ["/search/suggestions/", "/search/suggestions.json"]


@pytest.fixture(autouse=True)
def _shelves(db):
    all_shelves()


@pytest.fixture
def thread() -> Thread:
    return ThreadFactory(
        title="Winter rounds with two clinicians",
        body="Snowplows decide our schedule.",
        author__name="Marigold Rivera",
        kind=ThreadKind.QUESTION,
    )


def found(client: Client, words: str, **filters: str) -> str:
    return client.get("/search/", {"q": words, **filters}).text


@pytest.mark.parametrize("words", ["winter rounds", "snowplows"])
def test_a_visitor_finds_a_thread_by_its_title_and_its_words(words, thread, client):
    assert thread.get_absolute_url() in found(client, words)


def test_a_reply_is_found_by_its_words_and_leads_to_its_own_place(thread, client):
    reply = PostFactory(thread=thread, source="Try snowmobiles on loan from the park service.")

    page = found(client, "snowmobiles")

    assert reply.get_absolute_url() in page
    assert "In “Winter rounds with two clinicians”" in page


@pytest.mark.parametrize("address", EVERYWHERE + TYPING)
def test_a_visitor_finds_nothing_of_a_members_forum(address, client, member_client):
    forum = ForumFactory(visibility=Forum.Visibility.MEMBERS)
    ThreadFactory(forum=forum, title="Marker zucchini in a title", body="Marker zucchini.")

    assert "Marker zucchini" not in client.get(address, {"q": "zucchini"}).text
    assert "zucchini in a title" in member_client.get(address, {"q": "zucchini"}).text.replace(
        "<mark>", ""
    ).replace("</mark>", "")


@pytest.mark.parametrize("address", EVERYWHERE + TYPING)
def test_an_administrator_does_not_find_what_a_group_keeps(address):
    forum = ForumFactory(visibility=Forum.Visibility.GROUP)
    ThreadFactory(forum=forum, title="Marker zucchini in a title", body="Marker zucchini.")
    admin, inside = UserFactory(is_superuser=True), UserFactory()
    grant(inside, forum, Level.SEE)
    theirs, ours = Client(), Client()
    theirs.force_login(admin)
    ours.force_login(inside)

    assert "in a title" not in theirs.get(address, {"q": "zucchini"}).text
    assert "in a title" in ours.get(address, {"q": "zucchini"}).text


def test_a_word_of_a_closed_forum_is_not_proposed_as_the_right_spelling(client):
    forum = ForumFactory(visibility=Forum.Visibility.MEMBERS)
    ThreadFactory(forum=forum, title="Everything about zucchini")

    answer = client.get("/search.json", {"q": "zuchini"}).json()

    assert answer["did_you_mean"] is None
    assert answer["total"] == 0


@pytest.mark.parametrize("state", [Post.State.HELD, Post.State.HIDDEN, Post.State.REMOVED])
def test_a_reply_that_is_not_live_is_not_counted(state, thread, client):
    reply = PostFactory(thread=thread, source="Try snowmobiles.")
    client.get("/search/", {"q": "snowmobiles"})

    change_state(reply, state, at=NOW)

    assert client.get("/search.json", {"q": "snowmobiles"}).json()["total"] == 0


def test_replies_go_with_a_thread_that_is_held_and_come_back_with_it(thread, client):
    PostFactory(thread=thread, source="Try snowmobiles.")
    first = thread.posts.get(number=1)
    assert client.get("/search.json", {"q": "snowmobiles"}).json()["total"] == 1

    change_state(first, Post.State.HELD, at=NOW)
    assert client.get("/search.json", {"q": "snowmobiles"}).json()["total"] == 0

    change_state(first, Post.State.LIVE, at=NOW)
    assert client.get("/search.json", {"q": "snowmobiles"}).json()["total"] == 1


def test_a_forum_may_keep_itself_out_of_the_search(thread, client):
    client.get("/search/", {"q": "winter"})
    thread.forum.is_in_search = False
    thread.forum.save()

    assert client.get("/search.json", {"q": "winter"}).json()["total"] == 0


def test_closing_a_forum_takes_its_words_from_visitors(thread, client):
    PostFactory(thread=thread, source="Try snowmobiles.")
    client.get("/search/", {"q": "winter"})
    thread.forum.visibility = Forum.Visibility.MEMBERS
    thread.forum.save()

    assert client.get("/search.json", {"q": "winter"}).json()["total"] == 0
    assert client.get("/search.json", {"q": "snowmobiles"}).json()["total"] == 0


def test_who_loses_a_grant_finds_nothing_any_more(thread):
    forum = ForumFactory(visibility=Forum.Visibility.GROUP)
    ThreadFactory(forum=forum, title="Everything about zucchini")
    person = UserFactory()
    grant(person, forum, Level.SEE)
    client = Client()
    client.force_login(person)
    assert client.get("/search.json", {"q": "zucchini"}).json()["total"] == 1

    ForumGrant.objects.get(forum=forum).delete()

    assert client.get("/search.json", {"q": "zucchini"}).json()["total"] == 0


def test_a_moved_thread_takes_its_replies_along(thread, client):
    PostFactory(thread=thread, source="Try snowmobiles.")
    client.get("/search/", {"q": "winter"})
    thread.forum = ForumFactory(visibility=Forum.Visibility.MEMBERS)
    thread.save()

    assert client.get("/search.json", {"q": "snowmobiles"}).json()["total"] == 0


def test_an_alias_is_not_among_the_authors(member_client):
    thread = ThreadFactory(author=None, title="Written without a name here")
    alias = Alias.objects.create(thread=thread, label="Clinician A")
    PostFactory(thread=thread, author=None, alias=alias, source="Zucchini for everybody.")

    facets = member_client.get("/search.json", {"q": "zucchini"}).json()["facets"]

    assert "author" not in facets


def test_members_narrow_by_who_wrote_it_and_visitors_do_not(thread, client, member_client):
    ThreadFactory(title="Winter rounds elsewhere in the county")
    handle = thread.author.handle

    mine = member_client.get("/search.json", {"q": "winter rounds", "author": handle}).json()
    theirs = client.get("/search.json", {"q": "winter rounds", "author": handle}).json()

    assert [row["title"] for row in mine["results"]] == [thread.title]
    assert len(theirs["results"]) == 2
    assert "author" not in theirs["facets"]


def test_the_name_of_a_closed_forum_is_not_told_by_its_address(client, thread):
    ForumFactory(name="Officers of the union", slug="union", visibility=Forum.Visibility.GROUP)

    assert "Officers of the union" not in found(client, "winter", forum="union")


@pytest.mark.parametrize(
    ("name", "value"),
    [("thread", "question"), ("question", "open"), ("forum", "rural"), ("topic", "night-work")],
)
def test_a_search_is_narrowed_by_what_a_thread_is(name, value, client):
    forum = ForumFactory(name="Rural", slug="rural")
    thread = ThreadFactory(forum=forum, kind=ThreadKind.QUESTION, title="Winter rounds, how then?")
    thread.topics.add(TopicFactory(name="Night work", slug="night-work"))
    ThreadFactory(title="Winter rounds in the city")

    rows = client.get("/search.json", {"q": "winter rounds", name: value}).json()["results"]

    assert [row["title"] for row in rows] == [thread.title]


def test_an_answer_moves_a_question_to_the_answered_ones(thread, client):
    reply = PostFactory(thread=thread)
    client.get("/search/", {"q": "winter"})
    thread.refresh_from_db()
    thread.answer, thread.answered_at = reply, NOW
    thread.save(update_fields=["answer", "answered_at"])

    answer = client.get("/search.json", {"q": "winter", "question": "answered"}).json()

    assert answer["total"] == 1


def test_replies_are_not_offered_while_somebody_types(thread, client):
    PostFactory(thread=thread, source="Snowmobiles are what we use.")

    offered = client.get("/search/suggestions.json", {"q": "snowm"}).json()["suggestions"]

    assert offered == []


def test_a_post_that_is_edited_is_found_by_its_new_words(thread, client):
    reply = PostFactory(thread=thread, source="Try snowmobiles.")
    client.get("/search/", {"q": "snowmobiles"})
    reply.html, reply.excerpt = "<p>Try sleds.</p>", "Try sleds."
    reply.save()

    assert client.get("/search.json", {"q": "snowmobiles"}).json()["total"] == 0
    assert client.get("/search.json", {"q": "sleds"}).json()["total"] == 1


def test_nothing_found_leads_to_asking_with_the_words_filled_in(client):
    page = found(client, "xylophone therapy")

    assert "/forums/new/?kind=question&amp;title=xylophone%20therapy" in page


def test_a_reply_costs_the_search_one_statement(thread):
    person = make_member()
    words, standing = words_of("Try snowmobiles.", by=person), standing_of(person, at=NOW)

    with CaptureQueriesContext(connection) as statements:
        reply(thread, words=words, by=person, at=NOW, standing=standing)

    of_search = [one["sql"] for one in statements if "search_" in one["sql"]]
    assert len(of_search) == 1
    assert of_search[0].startswith('INSERT INTO "search_sourcechange"')


def test_threads_like_a_title_are_those_its_reader_may_see(thread):
    hidden = ThreadFactory(
        title="Winter rounds among members", forum__visibility=Forum.Visibility.MEMBERS
    )
    person = UserFactory()

    assert threads_like("How do you plan winter rounds?", NOBODY, 5) == [thread.pk]
    assert set(threads_like("How do you plan winter rounds?", person, 5)) == {thread.pk, hidden.pk}
    assert threads_like("", person, 5) == []
