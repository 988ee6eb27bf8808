"""How it stands with a member or an invitation, in words and as a condition."""

from datetime import datetime

from django.contrib.humanize.templatetags.humanize import naturalday
from django.db import models
from django.db.models import Q

from ..actions import FOREVER
from ..models import Invitation, User


class MemberState(models.TextChoices):
    ACTIVE = "active", "Active"
    SILENCED = "silenced", "Silenced"
    SUSPENDED = "suspended", "Suspended"
    SHUT_OUT = "shut_out", "May not sign in"
    LEFT = "left", "Left"


class InvitationState(models.TextChoices):
    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    EXPIRED = "expired", "Expired"
    REVOKED = "revoked", "Taken back or replaced"


def members_in(state: str, at: datetime) -> Q:
    suspended = Q(suspended_until__gt=at)
    silenced = Q(silenced_until__gt=at)
    present = Q(left_at=None, is_active=True)
    return {
        MemberState.ACTIVE: present & ~suspended & ~silenced,
        MemberState.SILENCED: present & silenced,
        MemberState.SUSPENDED: present & suspended,
        MemberState.SHUT_OUT: Q(left_at=None, is_active=False),
        MemberState.LEFT: Q(left_at__isnull=False),
    }[MemberState(state)]


def member_state(person: User, at: datetime) -> str:
    if person.left_at:
        return str(MemberState.LEFT.label)
    if not person.is_active:
        return str(MemberState.SHUT_OUT.label)
    if person.suspended_until and person.is_suspended(at):
        return f"Suspended {until(person.suspended_until)}"
    if person.silenced_until and person.is_silenced(at):
        return f"Silenced {until(person.silenced_until)}"
    return str(MemberState.ACTIVE.label)


def until(end: datetime | None) -> str:
    return "without an end" if end is None or end >= FOREVER else f"until {naturalday(end)}"


def invitations_in(state: str, at: datetime) -> Q:
    unused = Q(accepted_at=None, revoked_at=None)
    return {
        InvitationState.OPEN: unused & Q(expires_at__gt=at),
        InvitationState.ACCEPTED: Q(accepted_at__isnull=False),
        InvitationState.EXPIRED: unused & Q(expires_at__lte=at),
        InvitationState.REVOKED: Q(revoked_at__isnull=False),
    }[InvitationState(state)]


def invitation_state(invitation: Invitation, at: datetime) -> InvitationState:
    if invitation.accepted_at:
        return InvitationState.ACCEPTED
    if invitation.revoked_at:
        return InvitationState.REVOKED
    return InvitationState.OPEN if invitation.is_open(at) else InvitationState.EXPIRED
