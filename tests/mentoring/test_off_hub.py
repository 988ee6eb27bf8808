from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring.models import OffHubHelp
from tests.factories import TermFactory, TopicFactory, UserFactory

from .staff import staff_signed_in
from .worlds import DAY, open_site

pytestmark = pytest.mark.django_db
LOG = "/mentoring/off-hub/"


def help_given(**fields) -> OffHubHelp:
    said = {"kind": "call", "happened_on": date(2026, 5, 4), "logged_at": timezone.now(), **fields}
    return OffHubHelp.objects.create(**said)


def typed(**changes) -> dict[str, object]:
    return {"kind": "call", "happened_on": "2026-05-04", "minutes": "45", **changes}


def test_help_outside_the_hub_is_logged():
    site, topic, rural = open_site(), TopicFactory(), TermFactory(slug="rural")

    response = staff_signed_in().post(
        LOG, typed(site=site.pk, topics=[topic.pk], community_types=[rural.pk])
    )

    logged = OffHubHelp.objects.get()
    assert response.status_code == 302
    assert (logged.site, logged.minutes, logged.happened_on) == (site, 45, date(2026, 5, 4))
    assert list(logged.topics.all()) == [topic]
    assert logged.logged_by is not None


def test_what_was_logged_can_be_changed():
    logged = help_given(note="Two stations.")
    client = staff_signed_in()

    page = client.get(f"{LOG}{logged.pk}/")
    client.post(f"{LOG}{logged.pk}/", typed(kind="visit", note="Three stations."))

    assert "Two stations." in page.text
    logged.refresh_from_db()
    assert (logged.kind, logged.note, logged.minutes) == ("visit", "Three stations.", 45)


def test_a_day_to_come_and_a_missing_kind_are_refused_with_everything_kept():
    tomorrow = (timezone.localdate() + DAY).isoformat()

    response = staff_signed_in().post(
        LOG, typed(kind="", happened_on=tomorrow, note="A long talk on data.")
    )

    assert response.status_code == 422
    assert "Choose what it was." in response.text
    assert "This day has not come yet." in response.text
    assert "A long talk on data." in response.text
    assert not OffHubHelp.objects.exists()


def test_a_note_that_points_to_somebody_is_not_kept():
    response = staff_signed_in().post(LOG, typed(note="Call her at 505-555-0142, our client."))

    assert response.status_code == 422
    assert "Could this point to somebody?" in response.text
    assert not OffHubHelp.objects.exists()


def test_the_log_has_parts_without_gaps():
    client = staff_signed_in()
    for _ in range(35):
        help_given()

    first = client.get(LOG).context["log"]
    second = client.get(LOG, {"before": first.older}).context["log"]

    assert (len(first.lines), len(second.lines), second.older) == (30, 5, "")
    assert len({line.pk for line in (*first.lines, *second.lines)}) == 35


@pytest.mark.parametrize("before", ["x", "1", "99999999999999999.1", "²."])
def test_a_strange_place_in_the_log_shows_something(before):
    assert staff_signed_in().get(LOG, {"before": before}).status_code == 200


def test_the_log_takes_as_many_statements_for_many_lines_as_for_few():
    client, topic = staff_signed_in(), TopicFactory()

    def cost():
        client.get(LOG)
        with CaptureQueriesContext(connection) as captured:
            client.get(LOG)
        return len(captured)

    def add(count):
        for n in range(count):
            help_given(site=open_site(f"Site {n} of {count}"), logged_by=UserFactory()).topics.add(
                topic
            )

    add(1)
    few = cost()
    add(8)

    assert cost() == few
