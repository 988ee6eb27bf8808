"""Lists in which nothing stands: each says why, and what to do."""

import pytest

from forums.models import Forum
from tests.factories import ForumFactory, ThreadFactory, grant, make_member

pytestmark = pytest.mark.django_db


def test_an_empty_forum_gives_examples_and_leads_to_its_own_form(client):
    ForumFactory(position=0)
    forum = ForumFactory(position=1)
    client.force_login(make_member())

    page = client.get(forum.get_absolute_url()).text

    assert "Nobody has written here yet" in page
    assert "Who goes first through the door" in page
    assert page.count(f'href="{forum.get_absolute_url()}new/"') == 2
    assert "Nothing here" not in page


def test_a_choice_that_nothing_fits_says_so_and_shows_all_again(client):
    forum = ThreadFactory().forum

    page = client.get(forum.get_absolute_url(), {"kind": "case"}).text

    assert "No thread fits" in page
    assert f'href="{forum.get_absolute_url()}">Show all</a>' in page
    assert "Nobody has written" not in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("latest", "Nobody has written yet"),
        ("unanswered", "Every question has an answer"),
        ("unread", "All read"),
        ("following", "You follow no thread yet"),
        ("mine", "You have not written yet"),
        ("bookmarks", "You have saved no thread yet"),
    ],
)
def test_every_list_says_what_its_emptiness_means(client, name, words):
    client.force_login(make_member())

    page = client.get(f"/forums/{name}/").text

    assert f"<h2>{words}</h2>" in page
    assert "Nothing here" not in page


@pytest.mark.parametrize(
    ("visibility", "words"),
    [(Forum.Visibility.MEMBERS, "Members only"), (Forum.Visibility.HIDDEN, "Closed")],
)
def test_a_badge_says_who_reads_a_forum(visibility, words):
    assert Forum(visibility=visibility).readers_in_short == words


def test_the_board_of_a_group_says_group(client):
    member, forum = make_member(), ForumFactory(visibility=Forum.Visibility.GROUP)
    grant(member, forum)
    client.force_login(member)

    page = client.get("/forums/").text

    board = page[page.index(forum.get_absolute_url()) :].split("</li>")[0]
    assert "Group" in board
    assert "Members only" not in board
