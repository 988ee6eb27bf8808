from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction

from ..models import SecurityEvent, User
from ..permissions import can_appoint, can_give_role, can_shut_out, can_take_role
from .events import log_event
from .sessions import end_sessions

# How the log calls the powers that are not groups.
ADMINISTRATOR = "administrator"
# Everybody who joins is in this group, so that a page can be for members by name.
MEMBERS = "Members"
MEMBER = "may sign in"


class UnableToChangeRole(Exception):
    """Says in one sentence why not."""


def welcome(person: User) -> User:
    """Puts somebody who has just joined among the members: no office, so the log says nothing.

    An administrator may have given the group up; then there is nothing to join.
    """
    person.groups.add(*Group.objects.filter(name=MEMBERS))
    return person


@transaction.atomic
def give_role(person: User, *, role: Group, by: User, at: datetime) -> User:
    """Puts `person` into `role`. Raises UnableToChangeRole when `by` may not."""
    if not can_give_role(by, person, role):
        raise UnableToChangeRole(f"You may not give the role “{role.name}” to this person.")
    if not person.groups.filter(pk=role.pk).exists():
        person.groups.add(role)
        _note(SecurityEvent.Kind.ROLE_GIVEN, person, role.name, by=by, at=at, group=role.pk)
    return person


@transaction.atomic
def take_role(person: User, *, role: Group, by: User, at: datetime) -> User:
    """Takes `person` out of `role` and signs them out everywhere, so that no open page keeps it."""
    if not can_take_role(by, person, role):
        raise UnableToChangeRole(f"You may not take the role “{role.name}” from this person.")
    if person.groups.filter(pk=role.pk).exists():
        _take(person, role, by=by, at=at)
    return person


@transaction.atomic
def empty_role(role: Group, *, by: User | None, at: datetime) -> None:
    """Takes `role` from everybody, because it is about to be deleted; None stands for a command."""
    for person in role.user_set.order_by("pk"):
        _take(person, role, by=by, at=at)


@transaction.atomic
def appoint(person: User, *, by: User, at: datetime) -> User:
    """Makes `person` an administrator, who may do everything."""
    if not can_appoint(by, person):
        raise UnableToChangeRole("Only another administrator can make somebody an administrator.")
    if not person.is_superuser:
        _set(person, is_superuser=True)
        _note(SecurityEvent.Kind.ROLE_GIVEN, person, ADMINISTRATOR, by=by, at=at)
    return person


@transaction.atomic
def dismiss(person: User, *, by: User, at: datetime) -> User:
    """Takes the powers of an administrator away; one always remains."""
    others = _administrators_beside(person)
    if not by.is_superuser or (by != person and by.pk not in others):
        raise UnableToChangeRole("Only an administrator can take these powers away.")
    if not person.is_superuser:
        return person
    if not others:
        raise UnableToChangeRole(
            "This is the last administrator. Make somebody else an administrator first."
        )
    _set(person, is_superuser=False)
    _note(SecurityEvent.Kind.ROLE_TAKEN, person, ADMINISTRATOR, by=by, at=at)
    return end_sessions(person)


@transaction.atomic
def shut_out(person: User, *, by: User, at: datetime) -> User:
    """From now on `person` cannot sign in; open sessions end. Suspending is kinder: it ends."""
    if not can_shut_out(by, person):
        raise UnableToChangeRole("You may not decide whether this person can sign in.")
    if person.is_superuser and by.pk not in _administrators_beside(person):
        raise UnableToChangeRole("Only an administrator can shut out an administrator.")
    if person.is_active:
        _set(person, is_active=False)
        _note(SecurityEvent.Kind.ROLE_TAKEN, person, MEMBER, by=by, at=at)
        end_sessions(person)
    return person


@transaction.atomic
def let_in(person: User, *, by: User, at: datetime) -> User:
    """Lets somebody who was shut out sign in again."""
    if not can_shut_out(by, person):
        raise UnableToChangeRole("You may not decide whether this person can sign in.")
    if person.left_at is not None:
        raise UnableToChangeRole("This person left; nothing of the account remains.")
    if not person.is_active:
        _set(person, is_active=True)
        _note(SecurityEvent.Kind.ROLE_GIVEN, person, MEMBER, by=by, at=at)
    return person


def _administrators_beside(person: User) -> list[int]:
    # Locked, so that two administrators who dismiss each other at once cannot both succeed.
    found = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
    return [pk for pk in found.order_by("pk").values_list("pk", flat=True) if pk != person.pk]


def _take(person: User, role: Group, *, by: User | None, at: datetime) -> None:
    person.groups.remove(role)
    _note(SecurityEvent.Kind.ROLE_TAKEN, person, role.name, by=by, at=at, group=role.pk)
    end_sessions(person)


def _set(person: User, **fields: bool) -> None:
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))


def _note(
    kind: SecurityEvent.Kind,
    person: User,
    role: str,
    *,
    by: User | None,
    at: datetime,
    **detail: int,
) -> None:
    log_event(kind, person=person, by=by, at=at, role=role, **detail)
