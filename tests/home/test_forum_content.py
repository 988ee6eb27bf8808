"""The forums that the hub begins with, and the sample threads in them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from forums.checks import Level, check_text
from forums.models import CaseDetail, Forum, ForumGrant, Post, Thread
from hub.core.visibility import NOBODY
from hub.home.actions import remove_samples
from tests.factories import PostFactory, UserFactory
from tests.home.content_files import LOADED_AT, alter

pytestmark = pytest.mark.long


def test_seven_forums_are_there_in_order(loaded, db):
    names = [forum.name for forum in Forum.objects.in_order()]

    assert names == [
        "Ask the network",
        "Practice exchange",
        "Policy and funding",
        "Mentor sites",
        "Case clinic",
        "Responder and peer wellness",
        "About this hub",
    ]


def test_a_visitor_sees_the_four_that_are_public(loaded, db):
    assert Forum.objects.visible_to(NOBODY).count() == 4


def test_the_wellness_forum_is_for_its_circle_and_in_no_mail_and_no_search(loaded, db):
    forum = Forum.objects.get(slug="responder-and-peer-wellness")

    inside = UserFactory()
    inside.groups.add(Group.objects.get(name="Wellness circle"))

    assert (forum.is_in_digest, forum.is_in_search, forum.is_private) == (False, False, True)
    assert not Forum.objects.visible_to(UserFactory(is_superuser=True)).filter(pk=forum.pk)
    assert Forum.objects.visible_to(inside).filter(pk=forum.pk).exists()


def test_each_forum_has_two_sample_threads_that_say_so(loaded, db):
    for forum in Forum.objects.all():
        threads = list(forum.threads.all())

        assert len(threads) == forum.thread_count == 2
        assert all(thread.is_sample for thread in threads)
        assert all(thread.title.startswith("Sample: ") for thread in threads)


def test_the_samples_show_every_kind_of_thread(loaded, db):
    kinds = set(Thread.objects.values_list("kind", flat=True))

    assert kinds == {"discussion", "question", "tried", "case", "announcement"}
    assert Thread.objects.filter(answer__isnull=False).exclude(what_worked="").exists()
    assert CaseDetail.objects.filter(released_at__isnull=False).count() == 2
    assert Thread.objects.filter(about__isnull=False).count() >= 5


def test_nobody_is_behind_a_sample_and_nobody_is_told_of_it(loaded, db):
    assert not Post.objects.exclude(author=None).exists()
    assert not Post.objects.filter(told_at=None).exists()


def test_no_sample_needs_a_warning(loaded, db):
    for post in Post.objects.all():
        found = {finding.level for finding in check_text(post.source)}

        assert not found & {Level.STOP, Level.WARN, Level.CRISIS}, post.source


def test_what_an_editor_changed_of_a_forum_stays(load, folder):
    Forum.objects.filter(slug="ask-the-network").update(norms="An editor's words.")
    alter(folder, "forums.json", "forums", "ask-the-network", lambda one: one.update(norms="New."))

    load()

    assert Forum.objects.get(slug="ask-the-network").norms == "An editor's words."


def test_news_of_a_forum_reach_one_in_which_people_only_wrote(load, folder):
    Forum.objects.filter(slug="ask-the-network").update(post_count=99)
    alter(folder, "forums.json", "forums", "ask-the-network", lambda one: one.update(norms="New."))

    load()

    assert Forum.objects.get(slug="ask-the-network").norms == "New."


def test_a_second_run_overwrites_no_thread(load, folder):
    thread = Thread.objects.get(title__contains="1,900 square miles")
    PostFactory(thread=thread)
    alter(
        folder,
        "forums.json",
        "threads",
        "staffing-follow-up-across-a-large-county",
        lambda one: one.update(title="Sample: something else entirely"),
    )

    load()

    thread.refresh_from_db()
    assert "1,900 square miles" in thread.title
    assert thread.reply_count == 4


def test_forums_come_without_samples_too(load, db):
    assert Forum.objects.count() == 7


def test_samples_go_and_do_not_come_back(load, folder):
    remove_samples(at=LOADED_AT + timedelta(days=1))
    alter(folder, "forums.json", "forums", "ask-the-network", lambda one: one.update(norms="New."))

    load()

    assert not Thread.objects.exists()
    assert Forum.objects.get(slug="ask-the-network").post_count == 0
    assert ForumGrant.objects.count() == 1
