"""The editors' side of the forums: the list, who may do what, and the watched words."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from forums.models import Forum, ForumGrant, Level, WatchedWord
from forums.words import watched_words
from hub.editing.roles import EDITORS, REVIEWERS, STEWARDS, TRUST_OFFICERS
from hub.home.groups import set_up_groups
from hub.home.loading.records import Ledger
from tests.factories import (
    NOW,
    ForumFactory,
    ThreadFactory,
    UserFactory,
    give_second_step,
    home_page,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/forums/forum/"


def staff(*names: str) -> Client:
    person = UserFactory()
    give_second_step(person)
    for name in ("wagtailadmin.access_admin", *names):
        app, _, codename = name.partition(".")
        person.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    client = Client()
    client.force_login(person)
    return client


def keeper(*more: str) -> Client:
    return staff("forums.view_forum", "forums.add_forum", "forums.change_forum", *more)


def typed(**changes) -> dict:
    return {
        "name": "Practice exchange",
        "slug": "practice-exchange",
        "summary": "What we do.",
        "norms": "",
        "icon": "forum",
        "position": "0",
        "kinds": ["discussion", "question"],
        "visibility": "members",
        "alias_policy": "off",
        "mail_body": "excerpt",
        "reviews_first_posts": "on",
        "is_in_digest": "on",
        "is_in_search": "on",
        **changes,
    }


def test_an_editor_makes_a_forum():
    response = keeper().post(f"{LIST}add/", typed())

    assert response.status_code == 302
    forum = Forum.objects.get()
    assert (forum.kinds, forum.visibility) == (["discussion", "question"], "members")


def test_without_the_permission_there_is_no_list():
    assert staff("forums.view_watchedword").get(LIST).status_code in (302, 404)
    assert keeper().get(LIST).status_code == 200


def test_groups_are_let_in_by_whoever_may_grant():
    forum, group = ForumFactory(), Group.objects.create(name="Wellness")
    address = f"{LIST}edit/{forum.pk}/"
    data = typed(visibility="group", facilitators=[group.pk])

    keeper().post(address, data)
    assert not ForumGrant.objects.exists()
    keeper("forums.change_forumgrant").post(address, data)

    assert ForumGrant.objects.get().level == Level.FACILITATE
    keeper("forums.change_forumgrant").post(address, typed(visibility="group"))
    assert not ForumGrant.objects.exists()


def test_a_group_has_one_line():
    forum, group = ForumFactory(), Group.objects.create(name="Wellness")

    response = keeper("forums.change_forumgrant").post(
        f"{LIST}edit/{forum.pk}/", typed(readers=[group.pk], starters=[group.pk])
    )

    assert "Choose one line for each group" in response.text


def test_what_was_written_for_few_is_not_opened_to_many():
    forum = ThreadFactory(forum=ForumFactory(visibility="members")).forum

    response = keeper().post(f"{LIST}edit/{forum.pk}/", typed(visibility="public"))

    assert "were written for fewer readers" in response.text
    assert Forum.objects.get().visibility == "members"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"visibility": "public", "mail_body": "link"}, "Everyone could read the cases"),
        ({"visibility": "members"}, "Mail about cases holds only a link"),
    ],
)
def test_cases_are_not_for_everybody_nor_for_mail(changes, said):
    response = keeper().post(f"{LIST}add/", typed(kinds=["case"], **changes))

    assert said in response.text
    assert not Forum.objects.exists()


def test_a_forum_with_cases_is_for_members_and_mails_links():
    keeper().post(f"{LIST}add/", typed(kinds=["case"], mail_body="link"))

    assert Forum.objects.get().kinds == ["case"]


@pytest.mark.parametrize("slug", ["review", "latest", "new", "log", "seals"])
def test_a_forum_takes_no_address_of_another_page(slug):
    response = keeper().post(f"{LIST}add/", typed(slug=slug))

    assert "This word is taken" in response.text


def test_forums_are_not_deleted():
    forum = ForumFactory()

    assert staff("forums.delete_forum").get(f"{LIST}delete/{forum.pk}/").status_code == 404


def test_a_watched_word_counts_at_once():
    assert list(watched_words()) == []
    client = staff("forums.view_watchedword", "forums.add_watchedword")

    client.post("/admin/snippets/forums/watchedword/add/", {"phrase": "tow yard", "note": "Why"})

    assert [one.words for one in watched_words()] == ["tow yard"]
    assert WatchedWord.objects.get().note == "Why"


def permissions_of(name: str) -> set[str]:
    group = Group.objects.get(name=name)
    return set(group.permissions.values_list("codename", flat=True))


def test_groups_get_what_they_need_for_the_forums():
    set_up_groups(Ledger(NOW), home_page())

    assert {"add_promotion", "change_forum"} <= permissions_of(EDITORS) & permissions_of(REVIEWERS)
    assert {"moderate", "change_forumgrant", "delete_watchedword"} <= permissions_of(STEWARDS)
    assert permissions_of(TRUST_OFFICERS) == {
        "must_use_second_step",
        "moderate",
        "open_seal",
        "purge_post",
    }
    assert "open_seal" not in permissions_of(STEWARDS) | permissions_of(EDITORS)
