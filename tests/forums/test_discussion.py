"""The discussion below pages, and on the pages of topics and places."""

import pytest
from django.test import Client

from forums.actions.promoting import UnableToCredit, answer_credit, promote
from forums.models import Alias, Credit, Forum, Thread
from hub.notifications.models import Notification
from tests.factories import (
    NOW,
    CaseStudyPageFactory,
    EventPageFactory,
    ForumFactory,
    GuidelinePageFactory,
    JurisdictionFactory,
    LibraryItemPageFactory,
    MentorSitePageFactory,
    PolicyPageFactory,
    PostFactory,
    PracticePageFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    all_shelves,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelves(db):
    all_shelves()


@pytest.fixture
def page():
    return PracticePageFactory(title="Follow-up in two days")


@pytest.mark.parametrize(
    "make",
    [
        PracticePageFactory,
        PolicyPageFactory,
        CaseStudyPageFactory,
        MentorSitePageFactory,
        GuidelinePageFactory,
        LibraryItemPageFactory,
        EventPageFactory,
    ],
)
def test_every_page_has_its_discussion_and_a_way_to_ask(make, client):
    page = make()
    thread = ThreadFactory(about=page, title="How long did this take you?")

    text = client.get(page.url).text

    assert thread.get_absolute_url() in text
    assert f"/forums/new/?about={page.pk}&amp;kind=question" in text


def test_a_page_nobody_spoke_of_invites_the_first_question(page, client):
    assert "Nobody has asked about this yet" in client.get(page.url).text


def test_a_visitor_reads_nothing_of_a_members_discussion(page, client, member_client):
    forum = ForumFactory(visibility=Forum.Visibility.MEMBERS)
    ThreadFactory(about=page, forum=forum, title="Among members only, please")

    assert "Among members only" not in client.get(page.url).text
    assert "Among members only" in member_client.get(page.url).text


def test_a_thread_that_waits_for_review_is_not_below_a_page(page, member_client, member):
    ThreadFactory(about=page, state=Thread.State.HELD, author=member, title="Waiting for review")

    assert "Waiting for review" not in member_client.get(page.url).text


def test_five_threads_are_shown_the_newest_first(page, client):
    for number in range(7):
        ThreadFactory(
            about=page, title=f"Question number {number}", created_at=NOW.replace(hour=number)
        )

    text = client.get(page.url).text

    assert text.index("Question number 6") < text.index("Question number 2")
    assert "Question number 1" not in text


def test_the_one_page_brief_has_no_discussion(page, client):
    ThreadFactory(about=page, title="How long did this take you?")

    assert "How long did this" not in client.get(page.url, {"view": "brief"}).text


def test_the_discussion_costs_the_same_however_many_there_are(
    page, client, django_assert_num_queries, django_assert_max_num_queries
):
    PostFactory(thread=ThreadFactory(about=page))
    client.get(page.url)
    with django_assert_max_num_queries(100) as with_one:
        client.get(page.url)
    for _ in range(9):
        PostFactory(thread=ThreadFactory(about=page))

    with django_assert_num_queries(len(with_one)):
        client.get(page.url)


@pytest.mark.parametrize("make", [TopicFactory, JurisdictionFactory])
def test_topics_and_places_show_what_is_said_about_them(make, client):
    thing = make()
    thread = ThreadFactory(title="What is said about this here")
    if make is TopicFactory:
        thread.topics.add(thing)
    else:
        thread.place = thing
        thread.save()

    text = client.get(thing.get_absolute_url()).text

    assert "In the forums" in text
    assert thread.get_absolute_url() in text


# --- What grew out of a thread --------------------------------------------------------------------


@pytest.fixture
def contributor():
    return UserFactory(name="Marigold Rivera")


@pytest.fixture
def promotion(page, contributor):
    thread = ThreadFactory(author=contributor, title="Where all of this began")
    alias = Alias.objects.create(thread=thread, label="Clinician A")
    hidden = PostFactory(thread=thread, author=None, alias=alias)
    posts = [thread.posts.get(number=1), hidden]
    return promote(thread, page=page, posts=posts, by=UserFactory(), at=NOW)


def choose(promotion, contributor, consent):
    return answer_credit(
        promotion.credits.get(person=contributor), consent=consent, by=contributor, at=NOW
    )


def test_a_page_says_where_it_grew_and_names_nobody_unasked(promotion, page, client):
    text = client.get(page.url).text

    assert "Where all of this began" in text
    assert "Clinician A and 1 more member wrote" in text
    assert "Marigold" not in text


@pytest.mark.parametrize(
    ("consent", "is_named"),
    [(Credit.Consent.NAME, True), (Credit.Consent.ROLE, False), (Credit.Consent.NONE, False)],
)
def test_a_contributor_is_named_as_they_choose(
    consent, is_named, promotion, page, contributor, client
):
    choose(promotion, contributor, consent)

    assert ("Marigold Rivera" in client.get(page.url).text) is is_named


def test_a_choice_can_be_taken_back(promotion, page, contributor, client):
    choose(promotion, contributor, Credit.Consent.NAME)
    choose(promotion, contributor, Credit.Consent.NONE)

    assert "Marigold Rivera" not in client.get(page.url).text


def test_whoever_contributed_is_asked_once_and_an_alias_never(promotion, contributor):
    asked = Notification.objects.filter(kind=Notification.Kind.REQUEST)

    assert [news.person for news in asked] == [contributor]


def test_the_contributor_answers_on_a_page_of_their_own(promotion, contributor):
    client = Client()
    client.force_login(contributor)
    credit = promotion.credits.get(person=contributor)

    shown = client.get(credit.get_absolute_url())
    unanswered = client.post(credit.get_absolute_url(), {})
    answered = client.post(credit.get_absolute_url(), {"consent": "name"})

    assert "How shall we name you?" in shown.text
    assert unanswered.status_code == 422
    assert answered.status_code == 302
    credit.refresh_from_db()
    assert credit.consent == Credit.Consent.NAME


def test_nobody_answers_for_somebody_else(promotion, contributor, member_client, member):
    credit = promotion.credits.get(person=contributor)

    assert member_client.post(credit.get_absolute_url(), {"consent": "name"}).status_code == 404
    with pytest.raises(UnableToCredit):
        answer_credit(credit, consent="name", by=member, at=NOW)


def test_the_title_of_a_closed_discussion_stays_in_its_room(promotion, page, client):
    promotion.thread.forum.visibility = Forum.Visibility.MEMBERS
    promotion.thread.forum.save()

    text = client.get(page.url).text

    assert "Where all of this began" not in text
    assert "grew out of a discussion in the forums" in text
