"""Who may do what to whom. Roles are groups; an administrator is a superuser."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group

from .models import User

MANAGE_MEMBERS = "accounts.change_user"
# allauth's own permission for its list of addresses: who may read the addresses of members.
SEE_ADDRESSES = "account.view_emailaddress"
INVITE = "accounts.add_invitation"
REVOKE = "accounts.change_invitation"
SEE_INVITATIONS = "accounts.view_invitation"
SANCTION = "accounts.add_sanction"
LIFT = "accounts.change_sanction"
SEE_LOG = "accounts.view_securityevent"
# A longer suspension is an administrator's to impose.
LONGEST_SUSPENSION = timedelta(days=7)


def can_manage(manager: Any, person: User) -> bool:
    """Whether `manager` may change what the account of `person` says and can do."""
    return manager.has_perm(MANAGE_MEMBERS) and (manager.is_superuser or not person.is_superuser)


def can_give_role(giver: Any, person: User, role: Group) -> bool:
    return giver != person and can_manage(giver, person) and _holds(giver, role)


def can_take_role(taker: Any, person: User, role: Group) -> bool:
    """Stepping down oneself is allowed; taking a role from others only to those who hold it."""
    return can_manage(taker, person) and _holds(taker, role)


def can_appoint(giver: Any, person: User) -> bool:
    return giver != person and giver.is_superuser and giver.is_active


def can_shut_out(manager: Any, person: User) -> bool:
    return manager != person and can_manage(manager, person)


def can_sanction(judge: Any, person: User) -> bool:
    return (
        judge != person
        and judge.has_perm(SANCTION)
        and (judge.is_superuser or not person.is_superuser)
        and person.left_at is None
    )


def can_suspend_until(judge: Any, until: datetime | None, *, at: datetime) -> bool:
    return judge.is_superuser or (until is not None and until - at <= LONGEST_SUSPENSION)


def can_lift(judge: Any, person: User) -> bool:
    return (
        judge != person and judge.has_perm(LIFT) and (judge.is_superuser or not person.is_superuser)
    )


def _holds(person: Any, role: Group) -> bool:
    return person.is_superuser or person.groups.filter(pk=role.pk).exists()
