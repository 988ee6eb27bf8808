"""Following things: who may, at which level, and the pages where it is shown and changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.notifications.actions import follow, unfollow
from hub.notifications.models import Follow
from tests.factories import (
    JurisdictionFactory,
    PracticePageFactory,
    TopicFactory,
    UserFactory,
    members_only,
)

pytestmark = pytest.mark.django_db


def levels_of(person):
    return list(Follow.objects.of(person).values_list("level", flat=True))


def test_following_twice_keeps_one_follow_with_the_last_level(member, at):
    topic = TopicFactory()

    follow(topic, by=member, at=at)
    follow(topic, by=member, at=at, level=Follow.Level.NORMAL)

    assert levels_of(member) == ["normal"]


def test_what_the_hub_follows_by_itself_changes_no_choice(member, at):
    topic = TopicFactory()
    follow(topic, by=member, at=at, level=Follow.Level.MUTE)

    follow(topic, by=member, at=at, level=Follow.Level.FOLLOW, automatic=True)

    assert levels_of(member) == ["mute"]


def test_a_page_is_followed_whatever_class_it_was_fetched_as(member, at):
    page = PracticePageFactory()
    follow(page, by=member, at=at)

    unfollow(page.page_ptr, by=member, at=at)

    assert levels_of(member) == []


def test_pressing_follow_follows_and_returns_to_the_page(member, member_client):
    topic = TopicFactory(slug="sleep")

    response = member_client.post(
        f"/following/taxonomy.topic/{topic.pk}/", {"level": "follow", "next": "/topics/sleep/"}
    )

    assert response.url == "/topics/sleep/"
    assert levels_of(member) == ["follow"]


def test_stopping_removes_the_follow(member, member_client, at):
    topic = TopicFactory()
    follow(topic, by=member, at=at)

    member_client.post(f"/following/taxonomy.topic/{topic.pk}/", {"level": "stop"})

    assert levels_of(member) == []


@pytest.mark.parametrize("level", ["", "loud", "normal; drop"])
def test_a_level_that_does_not_exist_is_refused(member, member_client, level):
    topic = TopicFactory()

    response = member_client.post(f"/following/taxonomy.topic/{topic.pk}/", {"level": level})

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert levels_of(member) == []


@pytest.mark.parametrize(
    "evil", ["//evil.example", "https://evil.example/", "\\\\evil", "javascript:x"]
)
def test_nobody_is_sent_elsewhere(member_client, evil):
    topic = TopicFactory(slug="sleep")

    response = member_client.post(
        f"/following/taxonomy.topic/{topic.pk}/", {"level": "follow", "next": evil}
    )

    assert response.url == "/topics/sleep/"


@pytest.mark.parametrize(
    "kind",
    [
        "accounts.sanction",
        "accounts.invitation",
        "nothing.here",
        "auth.group",
        "x",
        "practices.practicepage",
    ],
)
def test_only_what_is_offered_can_be_followed(member, member_client, kind):
    assert (
        member_client.post(f"/following/{kind}/{member.pk}/", {"level": "follow"}).status_code
        == 404
    )


def test_what_one_may_not_see_cannot_be_followed(member, member_client):
    page = PracticePageFactory()
    page.unpublish()

    response = member_client.post(f"/following/wagtailcore.page/{page.pk}/", {"level": "follow"})

    assert response.status_code == 404
    assert levels_of(member) == []


def test_a_visitor_is_asked_to_sign_in(client):
    topic = TopicFactory()

    response = client.post(f"/following/taxonomy.topic/{topic.pk}/", {"level": "follow"})

    assert response.status_code == 302
    assert "sign-in" in response.url


@pytest.mark.parametrize("path", ["/following/", "/notifications/", "/notifications/settings/"])
def test_personal_pages_ask_a_visitor_to_sign_in(client, path):
    assert "sign-in" in client.get(path).url


def test_the_button_costs_a_member_one_statement_and_a_visitor_none(client, member, home):
    topic = TopicFactory(slug="sleep")
    client.get("/topics/sleep/")

    with CaptureQueriesContext(
        connection,
    ) as visitor:
        content = client.get("/topics/sleep/").content.decode()
    client.force_login(member)
    client.get("/topics/sleep/")
    with CaptureQueriesContext(connection) as signed_in:
        member_content = client.get("/topics/sleep/").content.decode()

    about_follows = [
        one for one in signed_in if one["sql"].startswith('SELECT "notifications_follow"')
    ]
    assert "/sign-in/?next=/topics/sleep/" in content
    assert not [one for one in visitor if "notifications_" in one["sql"]]
    assert len(about_follows) == 1
    assert f"/following/taxonomy.topic/{topic.pk}/" in member_content


@pytest.mark.parametrize("level", ["follow", "normal", "mute"])
def test_a_page_shows_how_closely_it_is_followed(member, member_client, at, level):
    page = PracticePageFactory()
    follow(page, by=member, at=at, level=level)

    content = member_client.get(page.url).content.decode()

    assert ("Muted" in content) == (level == "mute")
    assert f'value="{level}" checked' in content


def test_the_list_names_what_is_followed_by_kind(member, member_client, at):
    for thing in (
        TopicFactory(name="Sleep"),
        JurisdictionFactory(name="Georgia"),
        PracticePageFactory(title="Calling back"),
    ):
        follow(thing, by=member, at=at)

    content = member_client.get("/following/").content.decode()

    for words in ("Topics", "Places", "Pages", "Sleep", "Georgia", "Calling back"):
        assert words in content


def test_the_list_takes_as_many_statements_for_ninety_as_for_three(
    member, member_client, at, django_assert_max_num_queries
):
    def follow_some(number):
        for _ in range(number):
            for thing in (TopicFactory(), JurisdictionFactory(), PracticePageFactory()):
                follow(thing, by=member, at=at)

    follow_some(1)
    member_client.get("/following/")
    with CaptureQueriesContext(connection) as few:
        member_client.get("/following/")
    follow_some(29)

    with django_assert_max_num_queries(len(few)):
        content = member_client.get("/following/").content.decode()
    assert content.count('class="followed-row"') == 30


def test_every_followed_thing_is_on_one_page_of_the_list(member, member_client, at):
    topics = [TopicFactory() for _ in range(65)]
    for topic in topics:
        follow(topic, by=member, at=at)

    seen, address = [], "/following/"
    while address:
        content = member_client.get(address).content.decode()
        seen += [topic for topic in topics if f"following {topic.name}<" in content]
        further = content.partition('href="?after=')[2].partition('"')[0]
        address = f"/following/?after={further}" if further else ""

    assert sorted(topic.pk for topic in seen) == [topic.pk for topic in topics]


@pytest.mark.parametrize("after", ["x", "1-", "-1", "9" * 40 + "-1", "1-" + "9" * 40, "²-1"])
def test_an_impossible_place_in_the_list_shows_its_start(member, member_client, at, after):
    follow(TopicFactory(name="Sleep"), by=member, at=at)

    response = member_client.get("/following/", {"after": after})

    assert response.status_code == 200


def test_what_became_private_is_not_in_the_list(member_client, member, at):
    page = PracticePageFactory(title="Canary bird")
    follow(page, by=member, at=at)
    page.unpublish()

    assert "Canary bird" not in member_client.get("/following/").content.decode()


def test_members_follow_what_is_for_members(member, member_client):
    page = PracticePageFactory()
    members_only(page)

    member_client.post(f"/following/wagtailcore.page/{page.pk}/", {"level": "normal"})

    assert levels_of(member) == ["normal"]


def test_a_name_with_markup_is_shown_as_text(member, member_client, at):
    follow(TopicFactory(name="<script>alert(1)</script>", slug="evil"), by=member, at=at)

    assert "<script>alert(1)" not in member_client.get("/following/").content.decode()


def test_somebody_elses_follow_stays(member_client, at):
    topic, other = TopicFactory(), UserFactory()
    follow(topic, by=other, at=at)

    member_client.post(f"/following/taxonomy.topic/{topic.pk}/", {"level": "stop"})

    assert levels_of(other) == ["follow"]
