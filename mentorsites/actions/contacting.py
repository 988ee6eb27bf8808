"""How the network reaches a site. Only the site's managers and the staff ever see it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from hub.accounts.models import User

from ..models import MentorSitePage, PrivateContact

MOST_CONTACTS = 10
ANSWERS = ("name", "role", "email", "phone")


class UnableToKeepContact(Exception):
    """Says in one sentence why not."""


class ContactHasChanged(UnableToKeepContact):
    """Somebody else saved other answers after this form was opened. `now` is what they saved."""

    def __init__(self, now: PrivateContact) -> None:
        super().__init__(
            "Somebody changed this contact while you were writing. It says now: "
            f"{said_of(now)}. Keep yours anyway, or take over what is right."
        )
        self.now = now


@transaction.atomic
def keep_contact(
    site: MentorSitePage,
    *,
    answers: Mapping[str, str],
    by: User,
    at: datetime,
    contact: PrivateContact | None = None,
    seen: str = "",
) -> PrivateContact:
    """A new contact of the site, or other answers for `contact`.

    `seen` is version_of() the contact that was before the writer's eyes. Raises ContactHasChanged
    when it is another one by now.
    """
    if contact is not None:
        contact = _locked(contact)
        if seen and seen != version_of(contact):
            raise ContactHasChanged(contact)
    else:
        if site.private_contacts.count() >= MOST_CONTACTS:
            raise UnableToKeepContact(f"{MOST_CONTACTS} contacts are enough. Remove one first.")
        contact = PrivateContact(site=site)
    for name in ANSWERS:
        setattr(contact, name, answers[name])
    contact.changed_at = at
    contact.save()
    return contact


def version_of(contact: PrivateContact) -> str:
    return contact.changed_at.isoformat()


def said_of(contact: PrivateContact) -> str:
    return ", ".join(filter(None, (getattr(contact, name) for name in ANSWERS)))


def _locked(contact: PrivateContact) -> PrivateContact:
    try:
        return PrivateContact.objects.select_for_update().get(pk=contact.pk)
    except PrivateContact.DoesNotExist:
        raise UnableToKeepContact("Somebody removed this contact a moment ago.") from None


@transaction.atomic
def remove_contact(contact: PrivateContact, *, by: User, at: datetime) -> None:
    """Gone for good, at once."""
    contact.delete()
