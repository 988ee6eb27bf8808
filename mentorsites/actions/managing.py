"""Keeping a site, handing it over, and stopping: a site is never left alone by accident."""

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.urls import reverse

from hub.accounts.actions import end_sessions, log_event
from hub.accounts.mails import send_mail_to
from hub.accounts.models import SecurityEvent, User
from hub.notifications.actions import notify
from hub.notifications.models import Notification
from hub.people.models import Departure

from ..models import MentorSitePage, SiteInvitation, SiteManager
from ..models.managers import SiteManagerQuerySet
from ..telling import tell_of_manager

# The group whose members need a second step; see hub.home.groups.
MANAGERS = "Mentor site managers"
NEEDS_SECOND_STEP = "must_use_second_step"


class UnableToStepDown(Exception):
    """Says in one sentence why not, and what to do first."""


class UnableToHandOver(Exception):
    """Says in one sentence why not."""


@transaction.atomic
def step_down(manager: SiteManager, *, at: datetime) -> SiteManager:
    """Stops keeping the site. Raises UnableToStepDown for the only one who does, while readers
    need somebody who answers for it.
    """
    _lock(manager.site_id)
    if needs_keeper(manager.site) and not others_who_stay(manager, at=at).exists():
        raise UnableToStepDown(
            "Nobody else keeps this site. Invite somebody to take your place: you stay until they "
            "accept. If there is nobody, write to the Consortium: we find a way together."
        )
    return end_manager(manager, because=SiteManager.Because.STEPPED_DOWN, by=manager.person, at=at)


@transaction.atomic
def hand_over(manager: SiteManager, *, to: SiteManager, at: datetime) -> SiteManager:
    """Stops keeping the site in favor of `to`, who keeps it too and is told so."""
    _lock(manager.site_id)
    if not others_who_stay(manager, at=at).filter(pk=to.pk).exists():
        raise UnableToHandOver("They do not keep this site any more, or are about to leave.")
    ended = end_manager(manager, because=SiteManager.Because.HANDED_OVER, by=manager.person, at=at)
    notify(
        [to.person],
        kind=Notification.Kind.SYSTEM,
        subject=to,
        by=manager.person,
        at=at,
        is_for_me=True,
        is_private=True,
    )
    return ended


@transaction.atomic
def remove_manager(manager: SiteManager, *, by: User, at: datetime, why: str) -> SiteManager:
    """The network's staff end somebody's time; `why` is mailed to them, and kept nowhere."""
    ended = end_manager(manager, because=SiteManager.Because.REMOVED, by=by, at=at)
    send_mail_to([ended.person.email], template="mentorsites/email/removed", manager=ended, why=why)
    return ended


@transaction.atomic
def end_manager(
    manager: SiteManager, *, because: str, by: User | None, at: datetime
) -> SiteManager:
    """Ends the time of `manager`, once; with their last site they lose the role.

    The others who keep the site and the staff are told. Whom they had invited is not invited any
    more.
    """
    current = SiteManager.objects.current().filter(pk=manager.pk)
    if current.update(
        ended_at=at, ended_by=by, ended_because=because, asked_at=None, asked_hash=""
    ):
        manager.refresh_from_db()
        _note(SecurityEvent.Kind.ROLE_TAKEN, manager.person, manager.site_id, by=by, at=at)
        _revoke_invitations(manager, by=by, at=at)
        if not SiteManager.objects.current().filter(person=manager.person).exists():
            _take_role(manager.person)
        tell_of_manager(manager, by=by, at=at)
    manager.refresh_from_db()
    return manager


def _revoke_invitations(manager: SiteManager, *, by: User | None, at: datetime) -> None:
    """Who does not speak for a site brings nobody in. A successor they had named may still come,
    unless the staff ended their time.
    """
    left = SiteInvitation.objects.open(at).filter(site=manager.site_id, made_by=manager.person_id)
    if manager.ended_because != SiteManager.Because.REMOVED:
        left = left.filter(in_place_of=None)
    for number in list(left.order_by("pk").values_list("pk", flat=True)):
        SiteInvitation.objects.filter(pk=number).update(revoked_at=at)
        log_event(
            SecurityEvent.Kind.INVITATION_REVOKED,
            person=None,
            by=by,
            at=at,
            site_invitation=number,
            site=manager.site_id,
        )


def needs_keeper(site: MentorSitePage) -> bool:
    """Whether readers rely on somebody who answers for it: it was published and has not ended."""
    return site.first_published_at is not None and not site.has_ended


def others_who_stay(manager: SiteManager, *, at: datetime) -> SiteManagerQuerySet:
    """Who else keeps the site and may act for it: not who asked to leave the hub."""
    leaving = Departure.objects.open().values("person")
    others = SiteManager.objects.able(at).filter(site=manager.site_id).exclude(pk=manager.pk)
    return others.filter(person__in=User.objects.present()).exclude(person__in=leaving)


def hindrances_to_leaving(person: User, at: datetime) -> list[tuple[str, str]]:
    """What must be handed over before `person` leaves the hub: a sentence and where to do it."""
    kept = SiteManager.objects.current().filter(person=person).select_related("site")
    return [
        (
            f"You are the only one who keeps the profile of {manager.site.title}. "
            "Hand it over first. If there is nobody, write to the Consortium.",
            reverse("mentorsites:people", args=[manager.site_id]),
        )
        for manager in kept.order_by("pk")
        if needs_keeper(manager.site) and not others_who_stay(manager, at=at).exists()
    ]


def forget_ended_managers(before: datetime) -> int:
    """Deletes who stopped keeping a site before this moment; returns how many they were."""
    return SiteManager.objects.filter(ended_at__lt=before).delete()[0]


def give_manager_role(person: User, *, site: MentorSitePage, by: User | None, at: datetime) -> User:
    """Puts `person` among those who keep a site and notes for which."""
    person.groups.add(_managers())
    _note(SecurityEvent.Kind.ROLE_GIVEN, person, site.pk, by=by, at=at)
    return person


def _take_role(person: User) -> None:
    person.groups.remove(_managers())
    # So that no open page keeps what the role allowed.
    end_sessions(person)


def _managers() -> Group:
    group, is_new = Group.objects.get_or_create(name=MANAGERS)
    if is_new:
        group.permissions.add(
            Permission.objects.get(content_type__app_label="accounts", codename=NEEDS_SECOND_STEP)
        )
    return group


def _note(
    kind: SecurityEvent.Kind, person: User, site: int, *, by: User | None, at: datetime
) -> None:
    log_event(kind, person=person, by=by, at=at, role=MANAGERS, site=site)


def _lock(site: int) -> None:
    # Two who step down at the same moment must not both find the other one still there.
    list(SiteManager.objects.select_for_update().filter(site=site, ended_at=None).order_by("pk"))
