"""Signs, the answer, the summary and the end of a case."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from forums.actions.cases import ask_how_it_went
from forums.models import CaseDetail, Thread, ThreadKind, ThreadSummary
from forums.sealing import seal_alias
from hub.notifications.actions import follow
from hub.notifications.models import Notification
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    ThreadFactory,
    UserFactory,
    give_second_step,
    grant,
    make_member,
    moderator,
)

pytestmark = pytest.mark.django_db
State = ThreadSummary.State


@pytest.fixture
def asker(client):
    person = make_member()
    client.force_login(person)
    return person


@pytest.fixture
def asked(asker):
    return ThreadFactory(kind=ThreadKind.QUESTION, author=asker)


def text_of(response) -> str:
    return response.content.decode()


def sign(client, post, kind="helpful"):
    return client.post(f"{post.get_absolute_url()}sign/", {"kind": kind})


def test_a_sign_is_counted_once_and_can_be_taken_back(client, asker):
    post = PostFactory()

    sign(client, post)
    post.refresh_from_db()
    given = post.helpful_count
    sign(client, post)
    post.refresh_from_db()

    assert (given, post.helpful_count) == (1, 0)


def test_helpful_and_thanks_are_two_signs(client, asker):
    post = PostFactory()

    sign(client, post)
    sign(client, post, "thanks")

    post.refresh_from_db()
    assert (post.helpful_count, post.thanks_count) == (1, 1)


def test_an_unknown_sign_is_not_there(client, asker):
    assert sign(client, PostFactory(), "angry").status_code == 404


def test_same_here_counts_teams_once(client, asker):
    thread = ThreadFactory(kind=ThreadKind.QUESTION)

    client.post(f"/forums/change/{thread.pk}/same-here/")

    thread.refresh_from_db()
    assert thread.same_here_count == 1


def test_whoever_asked_marks_the_answer_with_what_worked(client, asked):
    post = PostFactory(thread=asked)

    client.post(
        f"/forums/change/{asked.pk}/answer/",
        {"number": post.number, "what_worked": "Ask them first."},
    )

    page = text_of(client.get(asked.get_absolute_url()))
    assert "Answered by" in page
    assert "What worked: Ask them first." in page
    told = Notification.objects.get(person=post.author)
    assert (told.kind, told.is_for_me) == (Notification.Kind.ANSWER, True)


def test_marking_asks_first_what_worked(client, asked):
    post = PostFactory(thread=asked)

    page = text_of(client.get(f"/forums/change/{asked.pk}/answer/", {"number": post.number}))

    assert "What worked, in one line" in page
    assert "a call or a visit" in page


def test_the_mark_can_be_taken_away(client, asked):
    post = PostFactory(thread=asked)
    client.post(f"/forums/change/{asked.pk}/answer/", {"number": post.number})

    client.post(f"/forums/change/{asked.pk}/answer/", {"number": ""})

    asked.refresh_from_db()
    assert (asked.answer, asked.answered_at) == (None, None)


def test_others_cannot_mark_an_answer(client, asker):
    thread = ThreadFactory(kind=ThreadKind.QUESTION)
    post = PostFactory(thread=thread)

    response = client.post(f"/forums/change/{thread.pk}/answer/", {"number": post.number})

    thread.refresh_from_db()
    assert (response.status_code, thread.answer) == (403, None)


def test_a_facilitator_can_mark_an_answer(client, asker):
    thread = ThreadFactory(kind=ThreadKind.QUESTION)
    post = PostFactory(thread=thread)
    grant(asker, thread.forum, 4)

    client.post(f"/forums/change/{thread.pk}/answer/", {"number": post.number})

    thread.refresh_from_db()
    assert thread.answer == post


def test_an_old_answer_asks_whether_it_is_still_right(client, asked):
    post = PostFactory(thread=asked)
    long_ago = timezone.now() - timedelta(days=560)
    Thread.objects.filter(pk=asked.pk).update(answer=post, answered_at=long_ago)

    assert "is it still right?" in text_of(client.get(asked.get_absolute_url()))


def propose(client, thread, **fields):
    data = {"question": "How to staff nights", "worked": "Two fixed days.", **fields}
    return client.post(f"/forums/change/{thread.pk}/summary/", data)


def test_a_member_proposes_a_summary_and_a_facilitator_accepts_it(client, asker):
    thread = ThreadFactory()
    post = PostFactory(thread=thread, author=make_member(name="Credited Colleague"))
    facilitator = make_member()
    grant(facilitator, thread.forum, 4)

    propose(client, thread, posts=f"{post.number}")
    before = text_of(client.get(thread.get_absolute_url()))
    client.force_login(facilitator)
    summary = ThreadSummary.objects.get()
    client.post(f"/forums/change/{thread.pk}/summary/{summary.pk}/", {"accept": "1"})
    after = text_of(client.get(thread.get_absolute_url()))

    assert "Two fixed days." not in before
    assert "Two fixed days." in after
    assert "Credited Colleague" in after
    assert Notification.objects.filter(person=asker, kind="updated").exists()


def test_a_declined_summary_says_why_to_its_writer_only(client, asker):
    thread = ThreadFactory()
    propose(client, thread)
    grant(asker, thread.forum, 4)

    address = f"/forums/change/{thread.pk}/summary/{ThreadSummary.objects.get().pk}/"
    client.post(address, {"decline": "1", "reply": "Too early."})

    summary = ThreadSummary.objects.get()
    assert (summary.state, summary.reply) == (State.DECLINED, "Too early.")


def test_whoever_was_declined_reads_why_where_they_proposed(client, asker):
    thread = ThreadFactory()
    propose(client, thread)
    facilitator, other = make_member(), make_member()
    grant(facilitator, thread.forum, 4)
    client.force_login(facilitator)
    address = f"/forums/change/{thread.pk}/summary/"
    client.post(
        f"{address}{ThreadSummary.objects.get().pk}/", {"decline": "1", "reply": "Too early."}
    )

    seen = {}
    for reader in (asker, other, facilitator):
        client.force_login(reader)
        seen[reader] = "Too early." in text_of(client.get(address))

    assert seen == {asker: True, other: False, facilitator: False}


def test_a_newer_proposal_takes_the_place_of_a_declined_one(client, asker):
    thread = ThreadFactory()
    propose(client, thread)
    ThreadSummary.objects.update(state=State.DECLINED, reply="Too early.")
    propose(client, thread)

    page = text_of(client.get(f"/forums/change/{thread.pk}/summary/"))

    assert "Too early." not in page


def test_whoever_may_accept_a_proposal_is_told_and_finds_it_on_the_thread(client, asker):
    thread = ThreadFactory(forum=ForumFactory(visibility="group"))
    facilitator, guard, editor, outside, member = (
        make_member(), moderator(), an_editor(), moderator(), make_member(),
    )  # fmt: skip
    for person in (asker, guard, editor, member):
        grant(person, thread.forum)
    grant(facilitator, thread.forum, 4)

    propose(client, thread)

    told = set(Notification.objects.filter(kind="review").values_list("person", flat=True))
    assert told == {facilitator.pk, guard.pk, editor.pk}
    for reader, is_shown in ((facilitator, True), (guard, True), (editor, True), (member, False)):
        client.force_login(reader)
        page = text_of(client.get(thread.get_absolute_url()))
        assert ("1 proposal for the summary waits" in page) is is_shown, reader
    client.force_login(outside)
    assert client.get(thread.get_absolute_url()).status_code == 404


def an_editor():
    person = make_member()
    person.user_permissions.add(Permission.objects.get(codename="add_promotion"))
    give_second_step(person)
    return person


def test_a_summary_that_names_posts_which_are_not_there_is_refused(client, asker):
    thread = ThreadFactory()

    response = propose(client, thread, posts="1, 77")

    assert response.status_code == 422
    assert "There is no post 77 here." in text_of(response)
    assert "Two fixed days." in text_of(response)


def test_a_member_cannot_accept_summaries(client, asker):
    thread = ThreadFactory()
    propose(client, thread)

    address = f"/forums/change/{thread.pk}/summary/{ThreadSummary.objects.get().pk}/"

    assert client.post(address, {"accept": "1"}).status_code == 403


@pytest.fixture
def case(asker):
    thread = ThreadFactory(
        kind=ThreadKind.CASE, author=asker, forum=ForumFactory(visibility="members")
    )
    CaseDetail.objects.create(thread=thread, attested_at=NOW)
    return thread


def test_a_case_closes_with_recommendations_and_a_day_to_ask(client, case):
    day = timezone.localdate() + timedelta(days=30)

    client.post(
        f"/forums/change/{case.pk}/case/",
        {"recommendations": "Call **first**.", "follow_up_on": day.isoformat()},
    )

    page = text_of(client.get(case.get_absolute_url()))
    assert "What the group recommends" in page
    assert "<strong>first</strong>" in page


def test_a_day_that_is_over_is_refused_with_the_words_kept(client, case):
    response = client.post(
        f"/forums/change/{case.pk}/case/",
        {"recommendations": "Call first.", "follow_up_on": "2020-01-01"},
    )

    assert response.status_code == 422
    assert "Call first." in text_of(response)


def test_on_its_day_the_writer_is_asked_once_how_it_went(case):
    detail = case.case_detail
    detail.closed_at, detail.follow_up_on = NOW, NOW.date()
    detail.save()

    asked = [ask_how_it_went(NOW), ask_how_it_went(NOW)]

    assert asked == [1, 0]
    assert Notification.objects.get(person=case.author).is_private


def test_when_nobody_knows_the_writer_facilitators_and_followers_are_asked():
    forum = ForumFactory(visibility="members")
    thread = ThreadFactory(kind=ThreadKind.CASE, forum=forum)
    alias = seal_alias(thread, of=make_member(), trade="", at=NOW)
    Thread.objects.filter(pk=thread.pk).update(author=None, started_as=alias)
    CaseDetail.objects.create(
        thread=thread, attested_at=NOW, closed_at=NOW, follow_up_on=NOW.date()
    )
    facilitator, follower = make_member(), make_member()
    grant(facilitator, forum, 4)
    follow(thread, by=follower, at=NOW)

    ask_how_it_went(NOW)

    told = Notification.objects.filter(kind="system").values_list("person", flat=True)
    assert set(told) == {facilitator.pk, follower.pk}


def test_others_cannot_close_a_case(client, case):
    client.force_login(UserFactory())

    assert client.get(f"/forums/change/{case.pk}/case/").status_code == 404
