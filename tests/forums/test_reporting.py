"""Saying that something is wrong: what identifies somebody goes at once, the rest by a person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions.deciding import decide
from forums.actions.reporting import UnableToReport, report_post
from forums.models import ModerationEvent, Post, Report, ReviewItem
from hub.notifications.models import Notification
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    ThreadFactory,
    UserFactory,
    make_member,
    moderator,
)

pytestmark = pytest.mark.django_db


def state_of(post) -> str:
    return Post.objects.values_list("state", flat=True).get(pk=post.pk)


def reported(post, *, reason="unkind", email="", note=""):
    by = UserFactory(email=email) if email else UserFactory()
    return report_post(post, reason=reason, note=note, by=by, at=NOW)


def test_what_identifies_a_person_is_hidden_at_once_and_its_author_told(client):
    post = PostFactory()

    reported(post, reason="identifies")

    assert state_of(post) == "hidden"
    item = ReviewItem.objects.get(post=post)
    assert (item.kind, item.due_at) == ("identifies", NOW + timedelta(hours=4))
    client.force_login(post.author)
    event = ModerationEvent.objects.get(kind="hidden")
    page = client.get(event.get_absolute_url())
    assert "somebody could recognize a person" in page.text
    assert f"/forums/p/{post.thread_id}/{post.number}/edit/" in page.text
    assert Notification.objects.filter(person=post.author, is_private=True).exists()


def test_a_crisis_goes_first_and_is_not_hidden():
    post = PostFactory()
    reported(post, reason="unkind")

    reported(post, reason="crisis")

    item = ReviewItem.objects.get(post=post)
    assert (item.kind, item.priority) == ("crisis", 100)
    assert state_of(post) == "live"


def test_other_reasons_hide_after_three_agencies():
    post = PostFactory()
    for agency in ("a.example", "b.example"):
        reported(post, email=f"one@{agency}")
    assert state_of(post) == "live"

    reported(post, email="one@c.example")

    assert state_of(post) == "hidden"


def test_colleagues_of_one_agency_count_once():
    post = PostFactory()

    for name in ("ann", "ben", "cam", "dee"):
        reported(post, email=f"{name}@station.example")

    assert state_of(post) == "live"


def test_free_addresses_count_one_by_one():
    post = PostFactory()

    for name in ("ann", "ben", "cam"):
        reported(post, email=f"{name}@gmail.com")

    assert state_of(post) == "hidden"


def test_what_a_reviewer_let_stand_is_not_hidden_again_without_a_person():
    post = PostFactory()
    reported(post, reason="identifies")
    item = ReviewItem.objects.get(post=post)
    decide(item, decision="approved", by=moderator(), at=NOW + timedelta(hours=1))

    reported(post, reason="identifies")

    assert state_of(post) == "live"
    assert ReviewItem.objects.open().filter(post=post).exists()


def test_nobody_reports_a_post_twice():
    report = reported(PostFactory())

    with pytest.raises(UnableToReport, match="already"):
        report_post(report.post, reason="spam", by=report.reporter, at=NOW)

    assert Report.objects.count() == 1


def test_a_report_is_sent_with_a_form(member_client):
    post = PostFactory()
    address = f"/forums/p/{post.thread_id}/{post.number}/report/"
    assert "Report a post" in member_client.get(address).text

    response = member_client.post(address, {"reason": "wrong", "note": "The dose is old."})

    assert response.status_code == 302
    assert Report.objects.get().note == "The dose is old."


def test_after_reporting_one_goes_on_where_something_is_left(member_client):
    thread = ThreadFactory()
    address = f"/forums/p/{thread.pk}/1/report/"

    response = member_client.post(address, {"reason": "identifies"}, follow=True)

    assert response.redirect_chain == [(thread.forum.get_absolute_url(), 302)]
    assert response.status_code == 200
    assert "The post is hidden now" in response.text


def test_whoever_reports_what_was_let_stand_is_not_told_that_it_is_hidden(member_client):
    post = PostFactory()
    reported(post, reason="identifies")
    decide(ReviewItem.objects.get(), decision="approved", by=moderator(), at=timezone.now())
    address = f"/forums/p/{post.thread_id}/{post.number}/report/"

    page = member_client.post(address, {"reason": "identifies"}, follow=True).text

    assert state_of(post) == "live"
    assert "The post is hidden now" not in page
    assert "A person looks at it" in page


def test_a_report_without_a_reason_keeps_what_was_typed(member_client):
    post = PostFactory()

    response = member_client.post(
        f"/forums/p/{post.thread_id}/{post.number}/report/", {"note": "Please look"}
    )

    assert response.status_code == 422
    assert "Choose what is wrong." in response.text
    assert "Please look" in response.text


def test_reporting_again_is_answered_kindly(member_client):
    post = PostFactory()
    address = f"/forums/p/{post.thread_id}/{post.number}/report/"
    member_client.post(address, {"reason": "wrong"})

    response = member_client.post(address, {"reason": "wrong"}, follow=True)

    assert "You reported this post already" in response.text


def test_what_one_may_not_see_one_cannot_report(client, member_client):
    hidden = PostFactory(state="hidden")
    private = ThreadFactory(forum=ForumFactory(visibility="group"))

    assert (
        member_client.get(f"/forums/p/{hidden.thread_id}/{hidden.number}/report/").status_code
        == 404
    )
    assert member_client.get(f"/forums/p/{private.pk}/1/report/").status_code == 404
    public = PostFactory()
    assert client.get(f"/forums/p/{public.thread_id}/1/report/").status_code == 302


def test_the_author_of_a_reported_post_does_not_learn_who_reported(client):
    post = PostFactory()
    report = reported(post, reason="identifies", note="Marker-note")
    client.force_login(post.author)

    pages = [client.get("/forums/log/").text]
    pages += [client.get(one.get_absolute_url()).text for one in ModerationEvent.objects.all()]

    assert not any(report.reporter.name in page or "Marker-note" in page for page in pages)


def test_whoever_reported_is_told_what_came_of_it(client):
    report = reported(PostFactory())
    decide(
        ReviewItem.objects.get(), decision="hidden", by=moderator(), at=NOW, message="Too harsh."
    )

    client.force_login(report.reporter)
    page = client.get(f"/forums/reports/{report.pk}/")

    assert "Others do not see it any more." in page.text
    assert "Too harsh." not in page.text
    assert Notification.objects.filter(person=report.reporter).exists()
    client.force_login(UserFactory())
    assert client.get(f"/forums/reports/{report.pk}/").status_code == 404


def test_a_profile_is_reported_and_comes_before_moderators(client, member_client, member):
    person = make_member(handle="somebody-odd")

    response = member_client.post(
        "/forums/people/somebody-odd/report/", {"reason": "conduct", "note": "Writes rudely"}
    )

    assert response.status_code == 302
    item = ReviewItem.objects.get(profile_of=person)
    client.force_login(moderator())
    page = client.get(f"/forums/review/{item.pk}/")
    assert "Writes rudely" in page.text
    assert member.name not in page.text
    assert member_client.get(f"/forums/people/{member.handle}/report/").status_code == 404
