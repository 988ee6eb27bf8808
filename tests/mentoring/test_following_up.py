"""Who hears of how it was and what came of it."""

import pytest

from hub.notifications.models import Notification
from mentoring.actions.answering import accept_offer
from mentoring.actions.finishing import complete_request
from mentoring.actions.following_up import answer_follow_up, rate
from mentoring.models import MentorRequest
from tests.factories import NOW, mentoring_staff

from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return mentoring_staff()


@pytest.fixture
def site():
    return open_site()


@pytest.fixture
def done(staff, site):
    request = ask(sites=[site])
    accept_offer(offer_of(request), by=keeper_of(site), at=NOW)
    request = MentorRequest.objects.get(pk=request.pk)
    complete_request(request, happened_on=NOW.date(), side="site", by=keeper_of(site), at=NOW)
    Notification.objects.all().delete()
    return MentorRequest.objects.get(pk=request.pk)


def news_of(person) -> int:
    return Notification.objects.filter(person=person).count()


@pytest.mark.parametrize(("score", "news"), [(1, 1), (2, 1), (3, 0), (5, 0)])
def test_the_staff_hears_of_a_low_score(done, staff, score, news):
    rate(done, side="requester", score=score, by=done.requester, at=NOW)

    assert news_of(staff) == news


def test_the_other_side_does_not_hear_of_a_score(done, site):
    rate(done, side="requester", score=1, by=done.requester, at=NOW)

    assert news_of(keeper_of(site)) == 0


def test_the_site_hears_what_came_of_it_once(done, site):
    follow_up = done.follow_ups.get(days=30)

    answer_follow_up(follow_up, outcome="in-place", by=done.requester, at=NOW + 31 * DAY)
    Notification.objects.all().update(read_at=NOW + 31 * DAY)
    answer_follow_up(follow_up, outcome="adapted", by=done.requester, at=NOW + 32 * DAY)

    assert news_of(keeper_of(site)) == 1
