"""What a request that has no site says of what comes next."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from mentoring.actions.answering import decline_request
from mentoring.actions.submitting import wait_for_room
from mentoring.clock import tend_requests
from mentoring.lists import inbox_of
from mentoring.models import MentorRequest
from mentorsites.models import Blackout

from .staff import signed_in
from .worlds import DAY, ask, open_site

pytestmark = pytest.mark.django_db
# The last evening of a quarter: in the time of the hub, not in UTC.
EVENING = datetime(2027, 1, 1, 1, 30, tzinfo=UTC)


def fresh(request: MentorRequest) -> MentorRequest:
    return MentorRequest.objects.get(pk=request.pk)


def test_after_the_clock_has_looked_it_says_by_when_there_is_an_answer():
    request = ask(at=timezone.now() - DAY)
    tend_requests(timezone.now())
    browser = signed_in(request.requester)

    pages = [browser.get(request.get_absolute_url()), browser.get("/mentoring/requests/")]

    answer_by = timezone.localtime(request.answer_by)
    assert fresh(request).next_try_on is not None
    for page in pages:
        assert "new quarter" not in page.text
        assert "We look again" not in page.text
    assert f"{answer_by:%A, %B} {answer_by.day}" in pages[0].text


def test_on_the_list_for_the_next_quarter_it_says_when_that_begins():
    request = ask(at=timezone.now())
    decline_request(request, reason="no-room", at=timezone.now())
    wait_for_room(fresh(request), by=request.requester, at=timezone.now())

    page = signed_in(request.requester).get(request.get_absolute_url()).text

    begins = timezone.localtime(fresh(request).waits_from)
    assert f"{begins:%B} {begins.day}</strong>, when the new quarter begins" in page


def test_in_the_evening_it_is_still_the_same_quarter():
    site = open_site(calls_per_quarter=1)
    Blackout.objects.create(site=site, first_day="2026-12-30", last_day="2026-12-31")
    ask(at=datetime(2026, 12, 1, 12, tzinfo=UTC), sites=[site])

    found = inbox_of(site, at=EVENING)

    assert found.room.calls_left == 0
    assert len(found.blackouts) == 1
