import os
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from ..models import User
from .roles import welcome

SAMPLE_PEOPLE = {
    "editor@example.org": "Sample Editor",
    "reviewer@example.org": "Sample Reviewer",
    "clinician@example.org": "Sample Clinician",
    "practitioner@example.org": "Sample Practitioner",
    "manager@example.org": "Sample Manager",
    "moderator@example.org": "Sample Moderator",
    "coordinator@example.org": "Sample Coordinator",
}
# Without signs that look alike; four times four of them are 79 bits, five times four are 99.
PASSWORD_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # noqa: S105 – an alphabet, not a password
PASSWORD_GROUPS, SIGNS_IN_A_GROUP = 5, 4


class UnableToCreateSampleAccounts(Exception):
    """Says in one sentence why not."""


@transaction.atomic
def create_sample_accounts(*, file: Path, groups: Mapping[str, str], at: datetime) -> list[User]:
    """Makes the sample people and writes their passwords to `file`, which only its owner can read.

    `groups` names for an address the group that the person joins. Does nothing and returns an empty
    list once any of them exists. Raises UnableToCreateSampleAccounts where they are not allowed.
    """
    if not getattr(settings, "SAMPLE_ACCOUNTS_ALLOWED", False):
        raise UnableToCreateSampleAccounts(
            "Sample accounts are only for trying the hub on one's own machine: "
            "these settings do not allow them. Make real accounts with createsuperuser."
        )
    if User.objects.filter(email__in=SAMPLE_PEOPLE).exists():
        return []
    passwords = {email: _readable_password() for email in SAMPLE_PEOPLE}
    people = [
        User.objects.create_user(email, passwords[email], name=name, joined_at=at)
        for email, name in SAMPLE_PEOPLE.items()
    ]
    for person in people:
        _join(welcome(person), groups.get(person.email))
    _write_for_owner(file, _as_text(people, passwords))
    return people


def _join(person: User, name: str | None) -> None:
    if name is None:
        return
    try:
        person.groups.add(Group.objects.get(name=name))
    except Group.DoesNotExist as error:
        raise UnableToCreateSampleAccounts(
            f"The group “{name}” does not exist yet: run load_content first."
        ) from error


def _readable_password() -> str:
    return "-".join(
        "".join(secrets.choice(PASSWORD_SIGNS) for _ in range(SIGNS_IN_A_GROUP))
        for _ in range(PASSWORD_GROUPS)
    )


def _as_text(people: Sequence[User], passwords: Mapping[str, str]) -> str:
    lines = [f"  {person.name:<22}{person.email:<28}{passwords[person.email]}" for person in people]
    return "\n".join(["Sample accounts, for trying the hub on this machine only:", *lines, ""])


def _write_for_owner(file: Path, text: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "w", encoding="utf-8") as stream:  # noqa: PTH123 – from a descriptor
        # The mode above holds only for a new file.
        os.fchmod(descriptor, 0o600)
        stream.write(text)
