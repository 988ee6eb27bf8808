"""Writing for a site: who can, what readers see, and that a page they may not see stays unknown."""

import pytest
from django.db import IntegrityError, transaction

from forums.actions.answering import accept_answer
from forums.actions.editing import edit_post
from forums.actions.holding import Sending
from forums.digests import answered_lately
from forums.models import Forum, Post, ThreadKind
from forums.words import words_of
from hub.notifications.actions import follow
from mentorsites.actions.asking import offer_question
from mentorsites.models import SiteAsk, SiteManager
from tests.factories import (
    NOW,
    ForumFactory,
    MentorSitePageFactory,
    ThreadFactory,
    TopicFactory,
    make_member,
    members_only,
)
from tests.forums.writing import TEXT, secretly, write
from tests.mentorsites.keepers import keeper_of

pytestmark = pytest.mark.django_db
NAME = "Quiet River Co-Response"


@pytest.fixture
def site():
    return MentorSitePageFactory(title=NAME)


@pytest.fixture
def keeper(site):
    return keeper_of(site, name="Ana Sample")


@pytest.fixture
def thread(site, keeper):
    thread = ThreadFactory(kind=ThreadKind.QUESTION, author=make_member())
    offer_question(thread, site=site, by=thread.author, at=NOW)
    return thread


@pytest.fixture
def answer(thread, site, keeper):
    return write(thread, by=keeper, sending=Sending(speaks_for=site))


def reply_to(client, thread, **typed):
    sent = {"body": TEXT, "action": "post"} | typed
    return client.post(f"{thread.get_absolute_url()}reply/", sent)


def test_a_manager_chooses_to_write_for_the_site(client, thread, site, keeper):
    client.force_login(keeper)
    address = thread.get_absolute_url()
    assert f"for {NAME}</option>" in client.get(address).content.decode()

    reply_to(client, thread, speaks_as=site.pk)

    post = Post.objects.latest("pk")
    assert (post.author, post.speaks_for_id) == (keeper, site.pk)
    page = client.get(address).content.decode()
    assert f'for <a href="{site.url}">{NAME}</a>' in page
    assert "Mentor site" in page
    assert f"Answered by {NAME}" in page


def test_the_link_to_answer_chooses_the_site(client, thread, site, keeper):
    client.force_login(keeper)

    page = client.get(f"{thread.get_absolute_url()}reply/?as={site.pk}").content.decode()

    assert f'<option value="{site.pk}" selected>' in page


def test_a_manager_may_write_as_themselves(client, thread, keeper):
    client.force_login(keeper)

    reply_to(client, thread)

    assert Post.objects.latest("pk").speaks_for is None


def test_nobody_else_writes_for_the_site(client, thread, site):
    client.force_login(make_member())
    assert f"for {NAME}" not in client.get(thread.get_absolute_url()).content.decode()

    reply_to(client, thread, speaks_as=site.pk)

    assert Post.objects.latest("pk").speaks_for is None


def test_a_sites_answer_never_goes_out_quietly_as_a_private_one(client, thread, site, keeper):
    before = Post.objects.count()
    SiteManager.objects.filter(person=keeper).update(ended_at=NOW, ended_because="stepped-down")
    client.force_login(keeper)

    page = reply_to(client, thread, speaks_as=site.pk)

    assert page.status_code == 422
    assert "You cannot write for this site here any more" in page.text
    assert TEXT in page.text
    assert Post.objects.count() == before


@pytest.mark.parametrize("keeps", [True, False])
def test_a_former_manager_changes_words_in_their_own_name_only(thread, site, keeper, answer, keeps):
    if not keeps:
        SiteManager.objects.filter(person=keeper).update(ended_at=NOW, ended_because="removed")

    edit_post(answer, words=words_of("Other words.", by=keeper), by=keeper, at=NOW)

    answer.refresh_from_db()
    assert answer.source == "Other words."
    assert answer.speaks_for_id == (site.pk if keeps else None)
    ask = SiteAsk.objects.get()
    assert ask.state == (SiteAsk.State.ANSWERED if keeps else SiteAsk.State.OPEN)


def test_a_manager_does_not_write_for_the_site_where_it_was_not_asked(client, site, keeper):
    other = ThreadFactory(kind=ThreadKind.QUESTION)
    client.force_login(keeper)

    reply_to(client, other, speaks_as=site.pk)

    assert Post.objects.latest("pk").speaks_for is None


def test_the_form_keeps_the_choice_when_it_comes_back(client, thread, site, keeper):
    client.force_login(keeper)

    response = reply_to(client, thread, body="", speaks_as=site.pk)

    assert response.status_code == 422
    assert f'<option value="{site.pk}" selected>' in response.content.decode()


def test_a_site_is_not_spoken_for_under_an_alias(client, site, keeper):
    forum = ForumFactory(alias_policy=Forum.AliasPolicy.ALLOWED)
    type(keeper).objects.filter(pk=keeper.pk).update(joined_at=NOW.replace(year=2020))
    thread = ThreadFactory(kind=ThreadKind.QUESTION, forum=forum, author=make_member())
    offer_question(thread, site=site, by=thread.author, at=NOW)
    client.force_login(keeper)

    response = reply_to(client, thread, speaks_as=site.pk, under_alias="on")

    assert response.status_code == 422
    assert "Choose one of the two" in response.content.decode()
    post = write(thread, by=keeper, sending=secretly(speaks_for=site))
    assert post.speaks_for is None


def test_the_database_keeps_sites_and_aliases_apart(thread, site, keeper):
    post = write(thread, by=keeper, sending=secretly())

    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(speaks_for=site)


def test_the_answer_is_the_sites(client, thread, answer):
    accept_answer(thread, post=answer, by=thread.author, at=NOW)

    page = client.get(thread.get_absolute_url()).content.decode()

    assert f"Answered by {NAME}</a></h2>" in page
    assert "Written by Ana Sample." in page


def test_the_name_stays_when_the_writer_left(client, thread, answer, keeper):
    from forums.leaving import forget_name

    forget_name(keeper)

    page = client.get(thread.get_absolute_url()).content.decode()
    assert f">{NAME}</a>" in page
    assert "Ana Sample" not in page


def test_programs_are_told_for_whom_a_post_speaks(client, thread, answer, site):
    data = client.get(f"/forums/api/threads/{thread.pk}.json").json()

    assert data["posts"][0]["speaks_for"] is None
    assert data["posts"][1]["speaks_for"]["title"] == NAME
    assert data["posts"][1]["speaks_for"]["url"].endswith(site.url)


def test_a_digest_names_the_site_that_answered(thread, answer):
    topic, reader = TopicFactory(), make_member()
    thread.topics.add(topic)
    follow(topic, by=reader, at=NOW)
    accept_answer(thread, post=answer, by=thread.author, at=NOW)

    section = answered_lately(reader, NOW.replace(year=2025), NOW)

    assert section.lines[0].words == f"Answered by {NAME}:"


@pytest.mark.parametrize("hidden", ["draft", "for members"])
def test_a_page_that_a_reader_may_not_see_is_named_nowhere(client, thread, answer, site, hidden):
    topic, reader = TopicFactory(), make_member()
    thread.topics.add(topic)
    follow(topic, by=reader, at=NOW)
    accept_answer(thread, post=answer, by=thread.author, at=NOW)
    if hidden == "draft":
        site.unpublish()
    else:
        members_only(site)

    addresses = [
        thread.get_absolute_url(),
        f"{thread.get_absolute_url()}print/",
        f"/forums/api/threads/{thread.pk}.json",
        "/forums/feeds/latest.atom",
        "/forums/",
    ]
    texts = [client.get(address).content.decode() for address in addresses]

    assert not [address for address, text in zip(addresses, texts, strict=True) if NAME in text]
    assert "Ana Sample" in texts[0]
    if hidden == "draft":
        section = answered_lately(reader, NOW.replace(year=2025), NOW)
        assert NAME not in str(section.lines)
