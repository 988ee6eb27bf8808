from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from hub.accounts.actions import log_event
from hub.accounts.models import SecurityEvent, User, UserQuerySet

from ..models import DataExport, Departure


class UnableToLeave(Exception):
    """Says in one sentence why not, and what to do first."""


@transaction.atomic
def ask_for_data(person: User, *, at: datetime) -> DataExport:
    """Asks for a copy of everything the hub keeps of `person`; one that is being made is enough."""
    waiting = DataExport.objects.filter(person=person).waiting().first()
    return waiting or DataExport.objects.create(person=person, asked_at=at)


@transaction.atomic
def leave(person: User, *, at: datetime, removes_posts: bool = False) -> Departure:
    """Marks the account for leaving in two weeks; doing it twice changes nothing.

    Raises UnableToLeave for the only administrator, as nobody could run the hub afterwards, and
    while something must be handed over first.
    """
    if person.is_superuser and not _other_administrators(person).exists():
        raise UnableToLeave(
            "You are the only administrator. Make somebody else one first, then leave."
        )
    if hindrances := hindrances_to_leaving(person, at=at):
        raise UnableToLeave(hindrances[0][0])
    departure, is_new = Departure.objects.get_or_create(
        person=person,
        taken_back_at=None,
        done_at=None,
        defaults={
            "asked_at": at,
            "due_at": at + Departure.UNDO_WITHIN,
            "removes_posts": removes_posts,
        },
    )
    if is_new:
        log_event(SecurityEvent.Kind.LEAVING, person=person, by=person, at=at)
    return departure


def hindrances_to_leaving(person: User, *, at: datetime) -> list[tuple[str, str]]:
    """What other rooms ask `person` to do first: a sentence and the address where it is done.

    Rooms are asked where the settings name them (LEAVING_HINDRANCES).
    """
    asked = [import_string(name)(person, at) for name in settings.LEAVING_HINDRANCES]
    return [one for found in asked for one in found]


@transaction.atomic
def stay(person: User, *, at: datetime) -> int:
    """Takes back leaving. Returns how many open departures that ended: one or none."""
    taken_back = Departure.objects.open().filter(person=person).update(taken_back_at=at)
    if taken_back:
        log_event(SecurityEvent.Kind.STAYED, person=person, by=person, at=at)
    return taken_back


def _other_administrators(person: User) -> UserQuerySet:
    leaving = Departure.objects.open().values("person")
    others = User.objects.present().filter(is_superuser=True).exclude(pk=person.pk)
    return others.exclude(pk__in=leaving)
