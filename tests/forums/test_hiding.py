"""What quotes a post that may identify somebody is hidden with it."""

from datetime import timedelta

import pytest

from forums.actions.deciding import decide
from forums.actions.reporting import report_post
from forums.actions.reviews import open_review
from forums.models import ModerationEvent, Post, ReviewItem
from forums.rendering import quote
from tests.factories import NOW, PostFactory, ThreadFactory, UserFactory, moderator

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def state_of(post) -> str:
    return Post.objects.values_list("state", flat=True).get(pk=post.pk)


@pytest.fixture
def post(db) -> Post:
    return PostFactory(source="Quetzal lives beside the mill.")


def quoting(post) -> Post:
    address = f"/forums/p/{post.thread_id}/{post.number}/"
    words = quote(post.source, name="Somebody", url=address)
    return PostFactory(thread=ThreadFactory(), source=f"{words}I agree with this.")


def report(post) -> None:
    report_post(post, reason="identifies", by=UserFactory(), at=NOW)


def test_a_quotation_is_hidden_with_what_it_quotes(post, client):
    other = quoting(post)

    report(post)

    assert state_of(other) == "hidden"
    assert ReviewItem.objects.open().get(post=other).kind == "identifies"
    client.force_login(other.author)
    event = ModerationEvent.objects.get(kind="hidden", post=other)
    assert "Your post quotes another one" in client.get(event.get_absolute_url()).text


def test_a_mere_link_is_not_hidden(post):
    other = PostFactory(source=f"See /forums/p/{post.thread_id}/{post.number}/ for more.")

    report(post)

    assert state_of(other) == "live"


def test_other_reports_hide_no_quotations(post):
    other = quoting(post)

    for number in range(3):
        by = UserFactory(email=f"a@agency{number}.example.org")
        report_post(post, reason="unkind", by=by, at=NOW)

    assert (state_of(post), state_of(other)) == ("hidden", "live")


def test_a_decision_hides_quotations_too(post):
    other = quoting(post)
    item = open_review(post, reasons=["identifies"], by=None, at=NOW)

    decide(item, decision="hidden", by=moderator(), at=LATER)

    assert state_of(other) == "hidden"


def test_a_person_decides_about_each_quotation(post):
    other = quoting(post)
    report(post)

    decide(ReviewItem.objects.get(post=post), decision="approved", by=moderator(), at=LATER)

    assert (state_of(post), state_of(other)) == ("live", "hidden")
    assert ReviewItem.objects.open().filter(post=other).exists()


def test_a_quotation_that_a_reviewer_let_stand_is_not_hidden_again(post):
    other = quoting(post)
    cleared = open_review(other, reasons=["identifies"], by=None, at=NOW)
    decide(cleared, decision="nothing", by=moderator(), at=LATER)

    report(post)

    assert state_of(other) == "live"
