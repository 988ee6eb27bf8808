"""Roles: who may give which, what is written down, and that losing one works at once."""

from datetime import UTC, datetime

import pytest

from hub.accounts.actions import (
    UnableToChangeRole,
    appoint,
    dismiss,
    give_role,
    let_in,
    shut_out,
    take_role,
)
from hub.accounts.models import SecurityEvent, User
from tests.accounts.staff import administrator, role, signed_in, steward
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
Kind = SecurityEvent.Kind


def test_an_administrator_gives_a_role_and_it_is_written_down():
    giver, person, editors = administrator(), UserFactory(), role()

    give_role(person, role=editors, by=giver, at=AT)

    event = SecurityEvent.objects.get()
    assert person.groups.get() == editors
    assert (event.kind, event.person, event.actor, event.happened_at) == (
        Kind.ROLE_GIVEN,
        person,
        giver,
        AT,
    )
    assert event.detail == {"role": "Editors", "group": editors.pk}


def test_giving_a_role_twice_is_written_down_once():
    giver, person, editors = administrator(), UserFactory(), role()

    for _ in range(2):
        give_role(person, role=editors, by=giver, at=AT)

    assert SecurityEvent.objects.count() == 1


def test_taking_a_role_is_written_down():
    taker, person, editors = administrator(), UserFactory(), role()
    person.groups.add(editors)

    take_role(person, role=editors, by=taker, at=AT)

    assert not person.groups.exists()
    assert SecurityEvent.objects.get().kind == Kind.ROLE_TAKEN


def losing(person: User, way: str) -> None:
    by = administrator()
    if way == "role":
        take_role(person, role=role(), by=by, at=AT)
    elif way == "administrator":
        dismiss(person, by=by, at=AT)
    else:
        shut_out(person, by=by, at=AT)


@pytest.mark.parametrize("way", ["role", "administrator", "sign-in"])
def test_whoever_loses_powers_is_signed_out_at_the_next_request(home, way):
    person = UserFactory(is_superuser=way == "administrator")
    person.groups.add(role())
    client = signed_in(person)
    assert client.get("/").wsgi_request.user == person

    losing(person, way)

    assert client.get("/").wsgi_request.user.is_anonymous


def test_who_keeps_powers_stays_signed_in(home):
    person = UserFactory()
    client = signed_in(person)

    give_role(person, role=role(), by=administrator(), at=AT)

    assert client.get("/").wsgi_request.user == person


@pytest.mark.parametrize("giver", [administrator, steward])
def test_nobody_gives_themselves_a_role(giver):
    person = giver()

    with pytest.raises(UnableToChangeRole):
        give_role(person, role=person.groups.first() or role(), by=person, at=AT)


def test_nobody_gives_a_role_that_they_do_not_hold():
    person, giver = UserFactory(), steward()

    with pytest.raises(UnableToChangeRole):
        give_role(person, role=role("Editors"), by=giver, at=AT)
    assert not person.groups.exists()


def test_a_steward_gives_a_role_that_they_hold():
    editors = role("Editors")
    person, giver = UserFactory(), steward(editors)

    give_role(person, role=editors, by=giver, at=AT)

    assert person.groups.get() == editors


def test_a_steward_takes_only_roles_that_they_hold():
    person, editors = UserFactory(), role("Editors")
    person.groups.add(editors)

    with pytest.raises(UnableToChangeRole):
        take_role(person, role=editors, by=steward(), at=AT)


def test_a_member_gives_nothing():
    giver, editors = UserFactory(), role("Editors")
    giver.groups.add(editors)

    with pytest.raises(UnableToChangeRole):
        give_role(UserFactory(), role=editors, by=giver, at=AT)


def test_a_steward_changes_nothing_about_an_administrator():
    editors = role("Editors")
    giver, person = steward(editors), administrator()

    with pytest.raises(UnableToChangeRole):
        give_role(person, role=editors, by=giver, at=AT)
    with pytest.raises(UnableToChangeRole):
        shut_out(person, by=giver, at=AT)


def test_only_an_administrator_makes_an_administrator():
    person = UserFactory()

    with pytest.raises(UnableToChangeRole):
        appoint(person, by=steward(), at=AT)
    appoint(person, by=administrator(), at=AT)

    assert User.objects.get(pk=person.pk).is_superuser


def test_nobody_makes_themselves_an_administrator():
    person = steward()

    with pytest.raises(UnableToChangeRole):
        appoint(person, by=person, at=AT)


def test_the_last_administrator_keeps_their_powers():
    last = administrator()
    administrator(is_active=False)

    with pytest.raises(UnableToChangeRole, match="last administrator"):
        dismiss(last, by=last, at=AT)
    with pytest.raises(UnableToChangeRole):
        shut_out(last, by=last, at=AT)


def test_one_of_two_administrators_may_step_down():
    stays, goes = administrator(), administrator()

    dismiss(goes, by=goes, at=AT)

    assert list(User.objects.filter(is_superuser=True)) == [stays]


def test_of_two_administrators_who_dismiss_each_other_one_stays():
    first, second = administrator(), administrator()
    # As each request knows them: read before the other one acted.
    first_as_read, second_as_read = (User.objects.get(pk=one.pk) for one in (first, second))

    dismiss(second, by=first_as_read, at=AT)
    with pytest.raises(UnableToChangeRole):
        dismiss(first, by=second_as_read, at=AT)

    assert User.objects.get(is_superuser=True) == first


def test_who_was_shut_out_can_be_let_in_again():
    by, person = administrator(), UserFactory()

    shut_out(person, by=by, at=AT)
    let_in(person, by=by, at=AT)

    assert User.objects.get(pk=person.pk).is_active
    assert [event.kind for event in SecurityEvent.objects.order_by("pk")] == [
        Kind.ROLE_TAKEN,
        Kind.ROLE_GIVEN,
    ]


def test_who_left_is_not_let_in():
    person = UserFactory(is_active=False, left_at=AT)

    with pytest.raises(UnableToChangeRole):
        let_in(person, by=administrator(), at=AT)


def test_deleting_a_group_takes_the_role_from_each_of_its_people(home):
    editors, person = role(), UserFactory()
    person.groups.add(editors)
    client = signed_in(person)

    editors.delete()

    event = SecurityEvent.objects.get()
    assert (event.kind, event.person, event.detail["role"]) == (Kind.ROLE_TAKEN, person, "Editors")
    assert client.get("/").wsgi_request.user.is_anonymous
