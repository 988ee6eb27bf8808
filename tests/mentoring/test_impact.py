from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring.actions.answering import accept_offer
from mentoring.actions.finishing import complete_request
from mentoring.models import OffHubHelp, VisitPlan
from mentorsites.models import SiteNote
from tests.factories import TermFactory

from .staff import signed_in, staff_signed_in
from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db


def letter(site, year=None) -> str:
    return f"/mentoring/sites/{site.pk}/impact/{year or timezone.localdate().year}/"


def finished(site, *, hours=2, **said):
    """A request that the site carried through today, with a plan."""
    now, boss = timezone.now(), keeper_of(site)
    request = ask(at=now - DAY, **said)
    accept_offer(offer_of(request), by=boss, at=now - DAY)
    request.refresh_from_db()
    VisitPlan.objects.create(
        request=request,
        kind="visit",
        starts_at=now - timedelta(hours=hours),
        ends_at=now,
        time_zone="America/Chicago",
        changed_at=now,
    )
    complete_request(request, happened_on=timezone.localdate(), side="site", by=boss, at=now)
    return request


def note(site, title="Nights with two people"):
    return SiteNote.objects.create(
        site=site,
        title=title,
        text="Five lines.",
        happened_on=timezone.localdate(),
        published_at=timezone.now(),
    )


def test_only_the_site_and_the_staff_read_its_letter(member_client, client):
    site, other = open_site("Ours"), open_site("Another")

    assert signed_in(keeper_of(site)).get(letter(site)).status_code == 200
    assert staff_signed_in().get(letter(site)).status_code == 200
    assert signed_in(keeper_of(other)).get(letter(site)).status_code == 404
    assert member_client.get(letter(site)).status_code == 404
    assert client.get(letter(site)).status_code == 302


def test_the_letter_counts_requests_visits_hours_and_notes():
    site = open_site(calls_per_quarter=20)
    finished(site, hours=2)
    finished(site, hours=3)
    note(site)
    OffHubHelp.objects.create(
        site=site,
        kind="call",
        happened_on=timezone.localdate(),
        minutes=60,
        logged_at=timezone.now(),
    )

    page = staff_signed_in().get(letter(site))

    impact = page.context["impact"]
    assert (impact.helped, impact.visits, impact.outside, impact.hours) == (2, 2, 1, 6)
    assert "Nights with two people" in page.text


def test_few_by_kind_of_community_are_not_told_as_a_number():
    site = open_site()
    finished(site, community_types=[TermFactory(slug="tribal")])

    page = staff_signed_in().get(letter(site)).text

    assert "<li>Tribal</li>" in page


def test_the_letter_names_nobody_who_was_helped():
    site = open_site()
    finished(site, program_name="Secretprogram", question="Secretquestion")

    page = signed_in(keeper_of(site)).get(letter(site)).text

    assert "Secret" not in page


def test_thanks_are_printed_only_with_consent():
    site = open_site()
    site.testimonials = [
        ("testimonial", {"text": "They answered at once.", "by": "A team", "consent": "On file"}),
        ("testimonial", {"text": "Without consent.", "by": "A team", "consent": " "}),
    ]
    site.save()
    note(site)

    page = staff_signed_in().get(letter(site)).text

    assert "They answered at once." in page
    assert "Without consent." not in page
    assert "On file" not in page


def test_other_years_are_empty_and_years_to_come_do_not_exist():
    site = open_site()
    finished(site)
    client = staff_signed_in()

    assert "Nothing was recorded for 2021" in client.get(letter(site, 2021)).text
    assert client.get(letter(site, timezone.localdate().year + 1)).status_code == 404
    assert client.get(letter(site, 99999)).status_code == 404


def test_the_letter_takes_as_many_statements_for_a_busy_year_as_for_a_quiet_one():
    site, client = open_site(calls_per_quarter=50), staff_signed_in()

    def cost():
        client.get(letter(site))
        with CaptureQueriesContext(connection) as captured:
            client.get(letter(site))
        return len(captured)

    finished(site)
    note(site)
    few = cost()
    for _ in range(4):
        finished(site)
        note(site)

    assert cost() == few
