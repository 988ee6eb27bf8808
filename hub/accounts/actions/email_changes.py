import hashlib
import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from ..mails import send_mail_to
from ..models import EmailChange, SecurityEvent, User
from .events import log_event
from .sessions import end_sessions


class UnableToUndo(Exception):
    """The link is too old or used, or somebody else has the old address by now."""


@transaction.atomic
def note_email_change(person: User, *, old_email: str, by: User, at: datetime) -> EmailChange:
    """Remembers the old address and mails to it a link that puts it back."""
    token = secrets.token_urlsafe(32)
    change = EmailChange.objects.create(
        person=person,
        old_email=old_email,
        new_email=person.email,
        token_hash=_hashed(token),
        changed_at=at,
    )
    log_event(SecurityEvent.Kind.EMAIL_CHANGED, person=person, by=by, at=at)
    until = at + EmailChange.UNDO_WITHIN
    send_mail_to(
        [old_email],
        template="accounts/email/email_changed",
        token=token,
        until=until,
        person=person,
    )
    return change


def find_email_change(token: str, *, at: datetime) -> EmailChange | None:
    """The change that the link's `token` can still undo."""
    return (
        EmailChange.objects.filter(
            token_hash=_hashed(token),
            undone_at=None,
            changed_at__gt=at - EmailChange.UNDO_WITHIN,
        )
        .select_related("person")
        .first()
    )


@transaction.atomic
def undo_email_change(change: EmailChange, *, at: datetime) -> User:
    """Puts the old address back, signs out everywhere and makes the password useless.

    Whoever changed the address knew the password; a new one can be chosen through the old address.
    They may have added other ways in, too: those from shortly before the change or later go.
    Later changes are undone with this one. Raises UnableToUndo.
    """
    undone = EmailChange.objects.filter(pk=change.pk, undone_at=None).update(undone_at=at)
    person = User.objects.select_for_update().get(pk=change.person_id)
    if not undone or person.left_at:
        raise UnableToUndo
    later = EmailChange.objects.filter(person=person, changed_at__gte=change.changed_at)
    later.update(undone_at=at)
    person.email = change.old_email
    person.set_unusable_password()
    try:
        with transaction.atomic():
            person.save(update_fields=["email", "password"])
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(
                user=person, email=person.email, primary=True, verified=True
            )
    except IntegrityError as error:
        raise UnableToUndo from error
    _remove_ways_in(person, since=change.changed_at - EmailChange.UNDO_WITHIN, at=at)
    end_sessions(person)
    log_event(SecurityEvent.Kind.EMAIL_CHANGE_UNDONE, person=person, by=None, at=at)
    return person


def _remove_ways_in(person: User, *, since: datetime, at: datetime) -> None:
    steps = Authenticator.objects.filter(user=person, created_at__gte=since)
    for step in steps.exclude(type=Authenticator.Type.RECOVERY_CODES):
        kind = SecurityEvent.Kind.SECOND_STEP_REMOVED
        log_event(kind, person=person, by=None, at=at, type=step.type)
    steps.delete()
    SocialAccount.objects.filter(user=person, date_joined__gte=since).delete()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
