"""A question that is put to a mentor site in public: offered, answered, passed, left alone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from forums.actions.editing import remove_post
from forums.actions.holding import Sending
from forums.actions.states import change_state
from forums.models import Forum, Level, Post, ThreadKind
from forums.sealing import seal_alias
from hub.notifications.models import Notification
from mentorsites.actions.asking import (
    UnableToAsk,
    UnableToPass,
    offer_question,
    pass_question,
    withdraw_question,
)
from mentorsites.asking import sites_to_ask
from mentorsites.asks_clock import tend_asks
from mentorsites.models import Blackout, SiteAsk
from tests.factories import (
    NOW,
    ForumFactory,
    JurisdictionFactory,
    MentorSitePageFactory,
    ThreadFactory,
    TopicFactory,
    grant,
    make_member,
    members_only,
    moderator,
)
from tests.forums.writing import statements, write
from tests.mentorsites.keepers import keeper_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def question(**fields):
    return ThreadFactory(kind=ThreadKind.QUESTION, **fields)


@pytest.fixture
def site():
    return MentorSitePageFactory(title="Sample County EMS")


@pytest.fixture
def keeper(site):
    return keeper_of(site, name="Ana Sample")


@pytest.fixture
def thread():
    return question(author=make_member(), title="How do you dispatch at night?")


@pytest.fixture
def ask(thread, site, keeper):
    return offer_question(thread, site=site, by=thread.author, at=NOW)


def answer(ask, keeper, *, at=NOW) -> Post:
    return write(ask.thread, by=keeper, at=at, sending=Sending(speaks_for=ask.site))


def told(person, **about):
    return Notification.objects.of(person).filter(**about)


# --- Offering -------------------------------------------------------------------------------------
def test_who_keeps_the_site_is_told_of_a_question(ask, keeper):
    news = told(keeper).get()

    assert news.subject == ask
    assert news.is_for_me
    assert not news.is_private
    assert ask.reply_by == NOW + 7 * DAY


def test_a_fourth_site_is_not_asked_while_three_are(thread, ask):
    for _ in range(2):
        other = MentorSitePageFactory()
        keeper_of(other)
        offer_question(thread, site=other, by=thread.author, at=NOW)
    fourth = MentorSitePageFactory()
    keeper_of(fourth)

    with pytest.raises(UnableToAsk, match="Three sites"):
        offer_question(thread, site=fourth, by=thread.author, at=NOW)


def test_a_site_that_passed_makes_room_for_another(thread, ask, keeper):
    for _ in range(2):
        other = MentorSitePageFactory()
        keeper_of(other)
        offer_question(thread, site=other, by=thread.author, at=NOW)
    pass_question(ask, reason="No time.", by=keeper, at=NOW)
    fourth = MentorSitePageFactory()
    keeper_of(fourth)

    offered = offer_question(thread, site=fourth, by=thread.author, at=NOW)

    assert offered.state == SiteAsk.State.OPEN


def test_a_site_is_not_asked_twice(thread, ask, site):
    with pytest.raises(UnableToAsk):
        offer_question(thread, site=site, by=thread.author, at=NOW)


def test_what_was_taken_back_is_asked_again_on_another_day_only(thread, ask, site, keeper):
    withdraw_question(ask, by=thread.author, at=NOW)

    assert not sites_to_ask(thread, thread.author, at=NOW + timedelta(hours=2)).exists()
    again = offer_question(thread, site=site, by=thread.author, at=NOW + 2 * DAY)

    assert again.pk == ask.pk
    assert again.state == SiteAsk.State.OPEN


@pytest.mark.parametrize("hindrance", ["closed", "draft", "nobody", "away", "ended", "flooded"])
def test_a_site_that_cannot_answer_is_not_on_the_list(thread, site, keeper, hindrance):
    if hindrance == "closed":
        type(site).objects.filter(pk=site.pk).update(takes_requests=False)
    if hindrance == "draft":
        site.unpublish()
    if hindrance == "nobody":
        site.managers.all().delete()
    if hindrance == "away":
        Blackout.objects.create(site=site, first_day=date(2026, 6, 1), last_day=date(2026, 7, 1))
    if hindrance == "ended":
        site.managers.update(ended_at=NOW, ended_because="left")
    if hindrance == "flooded":
        for _ in range(3):
            other = question(author=make_member())
            offer_question(other, site=site, by=other.author, at=NOW)

    assert not sites_to_ask(thread, thread.author, at=NOW).exists()


def test_a_site_whose_people_cannot_read_the_forum_is_not_asked(site, keeper):
    forum = ForumFactory(visibility=Forum.Visibility.GROUP)
    asker = make_member()
    grant(asker, forum)
    closed = question(author=asker, forum=forum)

    assert not sites_to_ask(closed, asker, at=NOW).exists()
    grant(keeper, forum, Level.REPLY)
    assert sites_to_ask(closed, asker, at=NOW).exists()


def test_mail_about_a_question_in_a_closed_forum_holds_only_a_link(site, keeper):
    forum = ForumFactory(visibility=Forum.Visibility.GROUP)
    asker = make_member()
    grant(asker, forum)
    grant(keeper, forum)

    offer_question(question(author=asker, forum=forum), site=site, by=asker, at=NOW)

    assert told(keeper).get().is_private


def test_the_site_that_fits_best_stands_first(thread, site, keeper):
    topic, place = TopicFactory(), JurisdictionFactory()
    thread.topics.add(topic)
    thread.place = place
    thread.save()
    near = MentorSitePageFactory(title="Zeta", jurisdictions=[place])
    knows = MentorSitePageFactory(title="Yankee")
    knows.topics.add(topic)
    knows.save()
    for one in (near, knows):
        keeper_of(one)

    found = [one.title for one in sites_to_ask(thread, thread.author, at=NOW)]

    assert found == ["Yankee", "Zeta", "Sample County EMS"]


def test_whoever_asked_under_an_alias_is_named_nowhere(site, keeper):
    forum = ForumFactory(alias_policy=Forum.AliasPolicy.ALLOWED)
    asker = make_member()
    secret = question(author=None, forum=forum)
    alias = seal_alias(secret, of=asker, trade="", at=NOW)
    type(secret).objects.filter(pk=secret.pk).update(started_as=alias)
    secret.refresh_from_db()

    ask = offer_question(secret, site=site, by=asker, at=NOW + timedelta(minutes=17))

    assert ask.offered_by is None
    assert ask.offered_at.minute == 0
    assert told(keeper).get().actor is None


# --- Answering ------------------------------------------------------------------------------------
def test_a_post_for_the_site_answers_the_question(ask, keeper):
    post = answer(ask, keeper)

    ask.refresh_from_db()

    assert ask.state == SiteAsk.State.ANSWERED
    assert (ask.answer, ask.closed_by) == (post, keeper)


def test_a_post_in_ones_own_name_answers_for_nobody(ask, keeper):
    write(ask.thread, by=keeper)

    ask.refresh_from_db()

    assert ask.state == SiteAsk.State.OPEN


def test_an_answer_that_waits_for_review_counts_when_it_is_live(ask, keeper):
    post = answer(ask, keeper)
    change_state(post, Post.State.HELD, at=NOW)
    ask.refresh_from_db()

    assert ask.state == SiteAsk.State.OPEN
    change_state(post, Post.State.LIVE, at=NOW)
    ask.refresh_from_db()
    assert ask.state == SiteAsk.State.ANSWERED


def test_an_answer_that_is_taken_back_leaves_the_question_open_for_some_days(ask, keeper):
    post = answer(ask, keeper, at=NOW + 6 * DAY)

    remove_post(post, by=keeper, at=NOW + 8 * DAY)

    ask.refresh_from_db()
    assert (ask.state, ask.answer) == (SiteAsk.State.OPEN, None)
    assert ask.reply_by == NOW + 11 * DAY


def test_another_answer_of_the_site_takes_the_place_of_one_that_went(ask, keeper):
    first, second = answer(ask, keeper), answer(ask, keeper)

    remove_post(first, by=keeper, at=NOW)

    ask.refresh_from_db()
    assert (ask.state, ask.answer) == (SiteAsk.State.ANSWERED, second)


def test_a_facilitator_who_offered_it_is_told_of_the_answer(thread, site, keeper):
    helper = moderator()
    ask = offer_question(thread, site=site, by=helper, at=NOW)

    post = answer(ask, keeper)

    assert told(helper, kind=Notification.Kind.ANSWER).get().subject == post


# --- Passing and taking back ----------------------------------------------------------------------
def test_whoever_asked_is_told_that_the_site_passed(ask, keeper, thread):
    pass_question(ask, reason="This is not something we do", by=keeper, at=NOW)

    ask.refresh_from_db()
    assert (ask.state, ask.reason) == (SiteAsk.State.PASSED, "This is not something we do")
    assert told(thread.author).get().subject == ask


def test_a_site_that_passed_can_answer_after_all(ask, keeper):
    pass_question(ask, reason="No time.", by=keeper, at=NOW)

    answer(ask, keeper)

    ask.refresh_from_db()
    assert (ask.state, ask.reason) == (SiteAsk.State.ANSWERED, "")


def test_an_answered_question_is_not_passed(ask, keeper):
    answer(ask, keeper)

    with pytest.raises(UnableToPass):
        pass_question(ask, reason="No time.", by=keeper, at=NOW)


# --- Time -----------------------------------------------------------------------------------------
def test_the_site_is_reminded_once_on_the_third_day(ask, keeper):
    assert tend_asks(NOW + 2 * DAY) == 0

    assert [tend_asks(NOW + 3 * DAY), tend_asks(NOW + 3 * DAY)] == [1, 0]

    assert told(keeper).get().count == 2


def test_after_seven_days_whoever_asked_can_turn_to_another(ask, thread):
    assert [tend_asks(NOW + 7 * DAY), tend_asks(NOW + 7 * DAY)] == [1, 0]

    ask.refresh_from_db()
    assert ask.state == SiteAsk.State.SILENT
    assert told(thread.author).get().subject == ask


def test_a_clock_that_was_stopped_for_a_month_gives_up_without_reminding(ask, keeper):
    assert tend_asks(NOW + 30 * DAY) == 1

    assert told(keeper).get().count == 1


def test_a_site_whose_answer_waits_for_review_is_not_late(ask, keeper):
    post = answer(ask, keeper)
    change_state(post, Post.State.HELD, at=NOW)

    assert tend_asks(NOW + 9 * DAY) == 0


def test_a_question_that_was_locked_waits_for_nobody(ask, thread):
    type(thread).objects.filter(pk=thread.pk).update(locked_at=NOW, locked_by=moderator())

    tend_asks(NOW + DAY)

    ask.refresh_from_db()
    assert ask.state == SiteAsk.State.WITHDRAWN


# --- Pages ----------------------------------------------------------------------------------------
def test_the_asker_offers_the_question_on_its_page(client, thread, site, keeper):
    client.force_login(thread.author)
    page = client.get(thread.get_absolute_url()).content.decode()
    address = f"/mentor-sites/asks/thread/{thread.pk}/"
    assert address in page
    assert site.title in client.get(address).content.decode()

    response = client.post(address, {"site": site.pk})

    assert response.url == thread.get_absolute_url()
    assert "Offered to" in client.get(thread.get_absolute_url()).content.decode()


def test_a_form_without_a_site_comes_back_with_the_reason(client, thread, site, keeper):
    client.force_login(thread.author)

    response = client.post(f"/mentor-sites/asks/thread/{thread.pk}/", {})

    assert response.status_code == 422
    assert "Choose a site." in response.content.decode()


@pytest.mark.parametrize("who", ["stranger", "visitor"])
def test_nobody_else_offers_it(client, thread, site, keeper, who):
    if who == "stranger":
        client.force_login(make_member())
    address = f"/mentor-sites/asks/thread/{thread.pk}/"

    response = client.post(address, {"site": site.pk})

    assert response.status_code == (404 if who == "stranger" else 302)
    assert not SiteAsk.objects.exists()
    assert address not in client.get(thread.get_absolute_url()).content.decode()


def test_only_questions_are_offered(client, keeper):
    talk = ThreadFactory(author=make_member())
    client.force_login(talk.author)

    assert client.get(f"/mentor-sites/asks/thread/{talk.pk}/").status_code == 404


def test_sites_are_found_by_their_name(client, thread, site, keeper):
    other = MentorSitePageFactory(title="Elsewhere", lead_agency="Another agency")
    keeper_of(other)
    client.force_login(thread.author)

    page = client.get(f"/mentor-sites/asks/thread/{thread.pk}/?q=elsewhere").content.decode()

    assert f'value="{other.pk}"' in page
    assert f'value="{site.pk}"' not in page


def test_a_manager_passes_with_a_reason_that_everybody_reads(client, ask, keeper, thread):
    client.force_login(keeper)
    address = f"/my-sites/asks/{ask.pk}/pass/"
    assert client.get(address).status_code == 200

    client.post(address, {"reason": "not-ours", "words": "We have no night shift."})

    client.logout()
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "passed: This is not something we do. We have no night shift." in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": "other"}, "Say in a few words"),
        ({}, "Choose a reason"),
        ({"reason": "call", "words": "Her SSN is 123-45-6789"}, "a Social Security number"),
    ],
)
def test_a_pass_that_says_too_little_or_too_much_is_not_sent(client, ask, keeper, typed, words):
    client.force_login(keeper)

    response = client.post(f"/my-sites/asks/{ask.pk}/pass/", typed)

    assert response.status_code == 422
    assert words in response.content.decode()
    ask.refresh_from_db()
    assert ask.state == SiteAsk.State.OPEN


def test_somebody_of_another_site_cannot_pass_it(client, ask):
    client.force_login(keeper_of(MentorSitePageFactory()))

    assert client.post(f"/my-sites/asks/{ask.pk}/pass/", {"reason": "call"}).status_code == 404


def test_the_asker_takes_it_back(client, ask, thread):
    client.force_login(thread.author)

    response = client.post(f"/mentor-sites/asks/{ask.pk}/withdraw/")

    assert response.url == thread.get_absolute_url()
    ask.refresh_from_db()
    assert ask.state == SiteAsk.State.WITHDRAWN


def test_silence_is_shown_to_whoever_can_ask_another_and_to_nobody_else(client, ask, thread):
    tend_asks(NOW + 8 * DAY)
    address = thread.get_absolute_url()

    assert "No answer from" not in client.get(address).content.decode()
    client.force_login(thread.author)
    assert "You can ask another" in client.get(address).content.decode()


def test_a_site_that_a_reader_may_not_see_is_not_named_beside_the_question(client, ask, site):
    members_only(site)

    page = client.get(ask.thread.get_absolute_url()).content.decode()

    assert site.title not in page


def test_what_waits_for_ones_sites_stands_on_one_page(client, ask, keeper, thread):
    client.force_login(keeper)
    page = client.get("/my-sites/asks/").content.decode()

    assert thread.title in page


def test_whoever_opens_the_thread_has_read_that_the_site_was_asked(client, ask, keeper, thread):
    client.force_login(keeper)
    assert told(keeper, read_at=None).exists()

    client.get(thread.get_absolute_url())

    assert not told(keeper, read_at=None).exists()


def test_the_page_of_waiting_questions_costs_the_same_with_many(
    client, site, keeper, ask, django_assert_max_num_queries
):
    client.force_login(keeper)
    client.get("/my-sites/asks/")
    with django_assert_max_num_queries(12) as with_one:
        client.get("/my-sites/asks/")
    for _ in range(5):
        SiteAsk.objects.create(thread=question(), site=site, offered_at=NOW, reply_by=NOW + 7 * DAY)

    with django_assert_max_num_queries(len(with_one)):
        page = client.get("/my-sites/asks/").content.decode()

    assert page.count("Pass<") == 6


def test_choosing_a_site_costs_the_same_with_many(
    client, thread, site, keeper, django_assert_max_num_queries
):
    client.force_login(thread.author)
    address = f"/mentor-sites/asks/thread/{thread.pk}/"
    client.get(address)
    with django_assert_max_num_queries(14) as with_one:
        client.get(address)
    for _ in range(8):
        keeper_of(MentorSitePageFactory())

    with django_assert_max_num_queries(len(with_one)):
        client.get(address)


def test_asks_cost_a_thread_one_statement(client, thread, site, keeper):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        client.get(thread.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            client.get(thread.get_absolute_url())
        return len(statements(captured))

    without = cost()
    offer_question(thread, site=site, by=thread.author, at=timezone.now())
    with_one = cost()

    assert with_one <= without + 1
