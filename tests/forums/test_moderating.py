"""What facilitators do in their forum: pin, lock, move, slow down, hide – and nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forums.actions.editing import remove_post
from forums.actions.moderating import (
    UnableToModerate,
    hide_post,
    move_thread,
    pin_thread,
    restore_post,
    slow_thread,
)
from forums.actions.reporting import report_post
from forums.models import Level, ModerationEvent
from forums.moderation_choices import can_move_to, move_targets
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


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def thread(db):
    return ThreadFactory()


@pytest.fixture
def facilitating(thread) -> Client:
    person = make_member()
    grant(person, thread.forum, Level.FACILITATE)
    client = Client()
    client.force_login(person)
    return client


def moderate(client, thread, do, **more):
    return client.post(f"/forums/change/{thread.pk}/moderate/", {"do": do, **more})


def test_a_facilitator_pins_locks_and_slows_down(facilitating, thread):
    moderate(facilitating, thread, "pin", until="7", reason="Welcome")
    moderate(facilitating, thread, "lock")
    moderate(facilitating, thread, "slow", seconds="300")

    thread = fresh(thread)
    assert thread.is_pinned(timezone.now() + timedelta(days=6))
    assert not thread.is_pinned(timezone.now() + timedelta(days=8))
    assert thread.is_locked
    assert thread.slow_seconds == 300
    assert list(ModerationEvent.objects.order_by("pk").values_list("kind", "reason")) == [
        ("pinned", "Welcome"),
        ("locked", ""),
        ("slowed", ""),
    ]


def test_what_was_done_is_undone_by_its_opposite(facilitating, thread):
    for do in ("pin", "lock", "unpin", "unlock"):
        moderate(facilitating, thread, do)

    thread = fresh(thread)
    assert thread.pinned_until is None
    assert not thread.is_locked


def test_members_moderate_nothing(member_client, thread):
    assert moderate(member_client, thread, "lock").status_code == 403
    address = f"/forums/p/{thread.pk}/1/hide/"
    assert member_client.post(address).status_code == 403
    assert not fresh(thread).is_locked


def test_what_one_cannot_read_one_cannot_moderate():
    private = ThreadFactory(forum=ForumFactory(visibility="group"))
    client = Client()
    client.force_login(moderator())

    assert moderate(client, private, "lock").status_code == 404
    assert client.post(f"/forums/p/{private.pk}/1/hide/").status_code == 404


def test_an_act_that_nobody_made_changes_nothing(facilitating, thread):
    response = moderate(facilitating, thread, "erase")

    assert response.status_code == 302
    assert not ModerationEvent.objects.exists()


def test_two_threads_are_pinned_at_most(thread):
    boss, until = moderator(), NOW + timedelta(days=7)
    for one in (ThreadFactory(forum=thread.forum), ThreadFactory(forum=thread.forum)):
        pin_thread(one, until=until, by=boss, at=NOW)

    with pytest.raises(UnableToModerate, match="pinned here already"):
        pin_thread(thread, until=until, by=boss, at=NOW)

    assert pin_thread(thread, until=until, by=boss, at=until + timedelta(days=1))


@pytest.mark.parametrize(
    ("here", "there", "moves"),
    [
        ("public", "members", True),
        ("members", "public", False),
        ("members", "group", True),
        ("group", "group", False),
        ("group", "hidden", True),
        ("hidden", "group", False),
        ("public", "public", True),
    ],
)
def test_threads_move_only_where_no_more_people_read(here, there, moves):
    thread = ThreadFactory(forum=ForumFactory(visibility=here))

    assert can_move_to(ForumFactory(visibility=there), thread) is moves


def test_a_moved_thread_keeps_its_address_and_its_reviews_follow(facilitating, thread):
    target = ForumFactory()
    grant(UserFactory(), target)
    boss = moderator()
    report_post(thread.posts.get(), reason="unkind", by=boss, at=NOW)

    move_thread(thread, to=target, by=boss, at=NOW)

    assert fresh(thread).get_absolute_url() == thread.get_absolute_url()
    assert thread.posts.get().review_items.get().forum == target
    assert fresh(target).thread_count == 1


def test_only_forums_that_one_looks_after_are_offered(thread):
    person = make_member()
    mine, _other = ForumFactory(), ForumFactory()
    for forum in (thread.forum, mine):
        grant(person, forum, Level.FACILITATE)

    assert move_targets(person, thread) == [mine]


def test_a_hidden_post_comes_back_and_its_author_is_told_both_times(facilitating, thread):
    post = PostFactory(thread=thread)

    facilitating.post(f"/forums/p/{thread.pk}/{post.number}/hide/", {"reason": "Off the subject"})
    assert fresh(post).state == "hidden"
    facilitating.post(f"/forums/p/{thread.pk}/{post.number}/restore/")

    assert fresh(post).state == "live"
    assert post.author.notifications.count() == 2


def test_what_waits_for_a_decision_is_not_restored_past_it():
    post = PostFactory()
    report_post(post, reason="identifies", by=UserFactory(), at=NOW)

    with pytest.raises(UnableToModerate, match="review queue"):
        restore_post(fresh(post), by=moderator(), at=NOW)


def test_what_is_hidden_already_is_not_hidden_again():
    with pytest.raises(UnableToModerate):
        hide_post(PostFactory(state="removed"), by=moderator(), at=NOW)


def test_slow_mode_ends_with_nothing():
    thread = ThreadFactory(slow_seconds=300)

    slow_thread(thread, seconds=0, by=moderator(), at=NOW)

    assert fresh(thread).slow_seconds == 0


def test_lines_of_the_log_stay_as_they_are():
    slow_thread(ThreadFactory(), seconds=60, by=moderator(), at=NOW)

    with pytest.raises(TypeError):
        ModerationEvent.objects.update(reason="another")
    with pytest.raises(TypeError):
        ModerationEvent.objects.all().delete()


def test_the_page_of_a_thread_offers_facilitators_what_they_can_do(facilitating, thread, client):
    page = facilitating.get(thread.get_absolute_url()).text

    assert "For facilitators" in page
    assert "For facilitators" not in client.get(thread.get_absolute_url()).text
    assert "for trust officers" not in page


def test_officers_go_from_the_thread_to_what_they_ask_for(thread):
    client = confirmed_client(trust_officer())
    assert "for trust officers" in client.get(thread.get_absolute_url()).text
    address = f"/forums/change/{thread.pk}/officers/"

    asked = client.get(address, {"number": "1", "do": "purge"})

    assert asked["Location"] == f"/forums/p/{thread.pk}/1/purge/"
    assert client.get(address, {"number": "x"}).status_code == 404


def test_a_facilitator_shows_a_hidden_post_again_from_the_log(facilitating, thread):
    post = PostFactory(thread=thread)
    facilitating.post(f"/forums/p/{thread.pk}/{post.number}/hide/")
    line = ModerationEvent.objects.get(kind="hidden")

    page = facilitating.get(line.get_absolute_url())

    assert f"/forums/p/{thread.pk}/{post.number}/restore/" in page.text


def test_a_removed_first_post_leaves_no_words_in_lists_and_feeds(client):
    thread = ThreadFactory(body="Quetzalword stands in the first post.")
    PostFactory(thread=thread)

    remove_post(thread.posts.get(number=1), by=thread.author, at=NOW)

    addresses = (thread.get_absolute_url(), "/forums/api/threads.json", "/forums/feeds/latest.atom")
    pages = [client.get(address).content.decode() for address in addresses]
    assert all(thread.title in page and "Quetzalword" not in page for page in pages)


def test_hiding_asks_for_the_reason_that_the_author_reads(client):
    post, facilitator = PostFactory(), make_member()
    grant(facilitator, post.thread.forum, 4)
    client.force_login(facilitator)
    address = f"{post.get_absolute_url()}hide/"

    asked = client.get(address)
    client.post(address, {"reason": "It names a street."})

    post.refresh_from_db()
    event = ModerationEvent.objects.get(kind=ModerationEvent.Kind.HIDDEN, post=post)
    assert asked.status_code == 200
    assert (post.state, event.reason) == ("hidden", "It names a street.")
