"""The log of who could do what: it only grows, and says things in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import models, transaction
from django.urls import get_resolver
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.accounts.actions import log_event
from hub.accounts.models import SecurityEvent, UnableToChangeLog, User
from tests.accounts.staff import administrator, role, signed_in, steward
from tests.factories import UserFactory
from tests.visibility.test_staff import walk

pytestmark = pytest.mark.django_db
LOG = "/admin/reports/members-log/"
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
Kind = SecurityEvent.Kind


def line(kind=Kind.SIGNED_IN, *, person=None, by=None, at=AT, **detail) -> SecurityEvent:
    return log_event(kind, person=person, by=by, at=at, **detail)


def shown(response) -> list[SecurityEvent]:
    return list(response.context["object_list"])


# --- It only grows --------------------------------------------------------------------------------


def other(event: SecurityEvent) -> SecurityEvent:
    event.kind = Kind.JOINED
    return event


WAYS = {
    "save": lambda event: other(event).save(),
    "save some fields": lambda event: other(event).save(update_fields=["kind"]),
    "delete": lambda event: event.delete(),
    "update": lambda event: SecurityEvent.objects.update(kind=Kind.JOINED),
    "update some": lambda event: SecurityEvent.objects.filter(pk=event.pk).update(detail={}),
    "blame somebody else": lambda event: SecurityEvent.objects.update(actor=UserFactory()),
    "move to somebody else": lambda event: SecurityEvent.objects.update(person_id=event.actor_id),
    "delete all": lambda event: SecurityEvent.objects.all().delete(),
    "bulk update": lambda event: SecurityEvent.objects.bulk_update([other(event)], ["kind"]),
    "update or create": lambda event: SecurityEvent.objects.update_or_create(
        pk=event.pk, defaults={"kind": Kind.JOINED}
    ),
    "through the person": lambda event: event.person.security_events.all().delete(),
    "write over": lambda event: SecurityEvent.objects.bulk_create(
        [other(event)],
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=["kind"],
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_line_is_changed_or_deleted(way):
    event = line(person=UserFactory(), by=UserFactory(), detail_word="kept")
    before = SecurityEvent.objects.values().get(pk=event.pk)

    with pytest.raises(UnableToChangeLog), transaction.atomic():
        way(event)

    assert SecurityEvent.objects.values().get(pk=event.pk) == before


def test_no_address_of_the_editors_side_changes_a_line():
    event = line(person=UserFactory(), by=UserFactory())
    before = SecurityEvent.objects.values().get(pk=event.pk)
    client = signed_in(administrator())
    routes = [
        route
        for route, _ in walk(get_resolver().url_patterns, "", set())
        if "log" in route and route.startswith("admin/reports/members")
    ]

    for route in routes:
        for method in ("post", "put", "patch", "delete"):
            assert getattr(client, method)(f"/{route}", {"kind": "joined"}).status_code == 405

    assert len(routes) == 2
    assert SecurityEvent.objects.values().get(pk=event.pk) == before


def test_wagtail_knows_no_form_for_it():
    routes = [route for route, _ in walk(get_resolver().url_patterns, "", set())]

    assert not [route for route in routes if "securityevent" in route.lower()]


def test_the_lines_of_somebody_erased_stay_without_their_name():
    person = UserFactory(name="Sam Stone")
    event = line(person=person, by=person)

    person.delete()

    stays = SecurityEvent.objects.get(pk=event.pk)
    assert (stays.person, stays.actor, stays.kind) == (None, None, Kind.SIGNED_IN)


def test_what_is_old_enough_is_forgotten_by_its_own_verb():
    line(at=AT - timedelta(days=366))
    kept = line(at=AT)

    forgotten = SecurityEvent.objects.forget_before(AT - timedelta(days=365))

    assert forgotten == 1
    assert SecurityEvent.objects.get() == kept


def test_nothing_can_be_logged_but_known_kinds():
    field = SecurityEvent._meta.get_field("kind")

    assert max(len(kind) for kind in Kind.values) <= field.max_length
    assert isinstance(field, models.CharField)


# --- The report -----------------------------------------------------------------------------------


def test_it_says_who_did_what_to_whom():
    by, person = UserFactory(name="Kim Lee"), UserFactory(name="Sam Stone")
    line(Kind.ROLE_GIVEN, person=person, by=by, role="EMS editors", group=1)

    content = signed_in(steward()).get(LOG).content.decode()

    for words in ("Kim Lee", "Sam Stone", "Role given", "EMS editors", "June 15, 2026"):
        assert words in content


@pytest.mark.parametrize(
    ("kind", "detail", "words"),
    [
        (Kind.SUSPENDED, {"days": 7, "sanction": 1}, "For 7 days"),
        (Kind.SILENCED, {"days": 1}, "For a day"),
        (Kind.SUSPENDED, {"days": None}, "Without an end"),
        (Kind.MEMBERS_EXPORTED, {"rows": 1204, "format": "csv"}, "1,204 rows, CSV"),
        (Kind.INVITED, {"invitation": 12}, "Invitation 12"),
        (Kind.SIGNED_IN, {}, ""),
    ],
)
def test_details_are_said_in_words(kind, detail, words):
    from hub.accounts.staff.wording import in_words

    assert in_words(line(kind, **detail)) == words


def test_it_is_for_those_with_the_permission():
    response = signed_in(steward(codenames=("change_user",))).get(LOG)

    assert response.headers["Location"] == "/admin/"


def test_it_is_filtered_by_kind_person_and_date():
    sam, kim = UserFactory(name="Sam Stone", handle="sam"), UserFactory(name="Kim Lee")
    about_sam = line(Kind.SUSPENDED, person=sam, by=kim, at=AT)
    by_sam = line(Kind.INVITED, by=sam, at=AT - timedelta(days=10))
    line(Kind.JOINED, person=kim, at=AT - timedelta(days=20))
    client = signed_in(steward())

    assert shown(client.get(LOG, {"kind": "suspended"})) == [about_sam]
    assert shown(client.get(LOG, {"person": "stone"})) == [about_sam, by_sam]
    assert shown(client.get(LOG, {"person": "sam"})) == [about_sam, by_sam]
    assert shown(
        client.get(LOG, {"happened_at_from": "2026-06-01", "happened_at_to": "2026-06-10"})
    ) == [by_sam]


def test_leafing_shows_each_line_once_also_when_new_ones_come():
    lines = [line(at=AT - timedelta(minutes=n // 3)) for n in range(120)]
    client, seen, address = signed_in(steward()), [], LOG

    while address:
        response = client.get(address)
        seen += shown(response)
        address = response.context["older_url"]
        line(at=AT + timedelta(hours=1))

    assert {event.pk for event in seen} == {event.pk for event in lines}
    assert len(seen) == len(lines)


def test_leafing_keeps_the_filters():
    for _ in range(60):
        line(Kind.JOINED)
        line(Kind.INVITED)
    client = signed_in(steward())

    first = client.get(LOG, {"kind": ["joined"]})
    second = client.get(first.context["older_url"])

    assert {event.kind for event in shown(second)} == {Kind.JOINED}
    assert len(shown(second)) == 10


@pytest.mark.parametrize(
    "after", ["x", "~", "2026-06-15~1", "2026-06-15T12:00:00Z~x", "2026-99-99T00:00~1", "~" * 999]
)
def test_a_nonsense_place_begins_at_the_newest(after):
    event = line()

    assert shown(signed_in(steward()).get(LOG, {"after": after})) == [event]


@given(st.dictionaries(st.sampled_from(["kind", "person", "happened_at_to", "after"]), st.text()))
@settings(max_examples=30, deadline=None)
def test_any_words_in_the_address_are_answered(asked):
    assert signed_in(steward()).get(LOG, asked).status_code == 200


def test_it_costs_the_same_with_many_lines(django_assert_max_num_queries):
    for _ in range(60):
        line(person=UserFactory(), by=UserFactory())
    client = signed_in(steward())
    client.get(LOG)

    with django_assert_max_num_queries(10):
        client.get(LOG)


def test_hostile_words_are_shown_as_text():
    line(Kind.ROLE_GIVEN, person=UserFactory(name="<script>go()</script>"), role="<script>go()")

    assert b"<script>go()" not in signed_in(steward()).get(LOG).content


def test_a_deleted_role_keeps_its_name_in_the_log():
    person, editors = UserFactory(), role("Editors")
    person.groups.add(editors)
    editors.delete()

    assert "Editors" in signed_in(steward()).get(LOG).content.decode()
    assert User.objects.filter(pk=person.pk).exists()
