"""Who may do what in which forum. Nobody gets around it."""

import pytest
from django.contrib.auth.models import AnonymousUser

from forums.access import access_of, readers_of_forum
from forums.models import Forum, Level, Thread
from hub.accounts.models import User
from tests.factories import ForumFactory, ThreadFactory, UserFactory, grant, moderator

pytestmark = pytest.mark.django_db
Visibility = Forum.Visibility


def level_of(reader, forum):
    return access_of(reader).level(forum.pk)


@pytest.mark.parametrize(
    ("visibility", "visitor", "member", "granted"),
    [
        (Visibility.PUBLIC, Level.SEE, Level.START, Level.START),
        (Visibility.MEMBERS, Level.NOTHING, Level.START, Level.START),
        (Visibility.GROUP, Level.NOTHING, Level.NOTHING, Level.REPLY),
        (Visibility.HIDDEN, Level.NOTHING, Level.NOTHING, Level.NOTHING),
    ],
)
def test_what_a_forum_gives_to_whom(visibility, visitor, member, granted):
    forum = ForumFactory(visibility=visibility)
    insider = UserFactory()
    grant(insider, forum, Level.REPLY)

    assert level_of(AnonymousUser(), forum) == visitor
    assert level_of(UserFactory(), forum) == member
    assert level_of(insider, forum) == granted


def test_a_closed_forum_is_there_for_its_facilitators():
    forum = ForumFactory(visibility=Visibility.HIDDEN)
    facilitator = UserFactory()
    grant(facilitator, forum, Level.FACILITATE)

    assert level_of(facilitator, forum) == Level.FACILITATE


@pytest.mark.parametrize("make", [lambda: UserFactory(is_superuser=True), moderator])
def test_neither_administrators_nor_moderators_see_a_private_forum(make):
    thread = ThreadFactory(forum=ForumFactory(visibility=Visibility.GROUP))

    assert not Thread.objects.visible_to(make()).filter(pk=thread.pk).exists()


def test_whoever_may_not_sign_in_is_a_visitor():
    forum = ForumFactory(visibility=Visibility.MEMBERS)

    assert level_of(UserFactory(is_active=False), forum) == Level.NOTHING


@pytest.mark.parametrize("visibility", Visibility.values)
def test_the_three_ways_to_ask_give_the_same_answer(visibility):
    """An Access already resolved, a part of a query, and the readers among many."""
    forum = ForumFactory(visibility=visibility)
    people = [UserFactory(), UserFactory(is_superuser=True), UserFactory(), UserFactory()]
    grant(people[2], forum, Level.SEE)
    grant(people[3], forum, Level.FACILITATE)

    by_access = {one.pk for one in people if access_of(one).can(Level.SEE, forum.pk)}
    by_query = {one.pk for one in people if Forum.objects.visible_to(one).filter(pk=forum.pk)}
    by_many = set(readers_of_forum(forum, User.objects.all()).values_list("pk", flat=True))

    assert by_access == by_query == by_many


def test_resolving_takes_one_statement_whatever_the_number_of_forums(
    django_assert_num_queries,
):
    member = UserFactory()
    for number in range(8):
        grant(member, ForumFactory(slug=f"room-{number}", name=f"Room {number}"))

    with django_assert_num_queries(1):
        found = access_of(member)

    assert len(found.forums) == 8
