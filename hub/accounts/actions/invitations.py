import hashlib
import re
import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q

from ..mails import send_mail_to
from ..models import Invitation, SecurityEvent, User
from .events import log_event

TOKEN_BYTES = 32
# As the columns that hold them.
LONGEST_ADDRESS, LONGEST_NOTE = 254, 300
LONGEST_GREETING = 80
# What a spreadsheet would calculate instead of show.
FORMULA_SIGNS = ("=", "+", "-", "@")
LINK = re.compile(r"://|\bwww\.", re.IGNORECASE)


class UnableToInvite(Exception):
    """Says in one sentence why not."""


class UnableToAccept(Exception):
    """The invitation is not open any more, or is for another address."""


@transaction.atomic
def invite(email: str, *, by: User, at: datetime, note: str = "", name: str = "") -> Invitation:
    """An invitation for `email`, mailed to it; it takes the place of an open one.

    The link's token is on the returned object as `token`, this once: only its hash is stored.
    For the address of a member everything looks the same but no mail goes out, so that inviting
    tells nobody who is a member. `name` is only how the mail addresses them.
    """
    address, note, name = checked_address(email), checked_note(note), checked_greeting(name)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        email=address,
        token_hash=_hash(token),
        note=note,
        made_at=at,
        made_by=by,
        expires_at=at + Invitation.LASTS,
    )
    _put_in_place_of_open_one(invitation)
    invitation.token = token  # type: ignore[attr-defined]  # not stored, only returned
    log_event(SecurityEvent.Kind.INVITED, person=None, by=by, at=at, invitation=invitation.pk)
    if not User.objects.filter(email__iexact=address).exists():
        send_mail_to(
            [address], template="accounts/email/invitation", invitation=invitation, name=name
        )
    return invitation


def find_invitation(token: str, at: datetime) -> Invitation | None:
    """The open invitation whose link holds `token`."""
    found = Invitation.objects.open(at).select_related("made_by")
    return found.filter(token_hash=_hash(token)).first()


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Uses the invitation up for the account `by`, which stays an ordinary member."""
    if by.email.lower() != invitation.email.lower():
        raise UnableToAccept
    still_open = Invitation.objects.open(at).filter(pk=invitation.pk)
    if not still_open.update(accepted_at=at, accepted_by=by):
        raise UnableToAccept
    invitation.refresh_from_db()
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User, at: datetime) -> Invitation:
    """Makes the link useless. Does nothing when it was used or taken back before."""
    unused = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if unused.update(revoked_at=at):
        kind = SecurityEvent.Kind.INVITATION_REVOKED
        log_event(kind, person=None, by=by, at=at, invitation=invitation.pk)
    invitation.refresh_from_db()
    return invitation


def forget_invitations(before: datetime) -> int:
    """Deletes those that ended in some way before this moment; returns how many they were."""
    ended = Q(accepted_at__lt=before) | Q(revoked_at__lt=before)
    unused = Q(accepted_at=None, revoked_at=None, expires_at__lt=before)
    return Invitation.objects.filter(ended | unused).delete()[0]


def checked_address(text: str) -> str:
    """The address as it is stored. Raises UnableToInvite when it is none."""
    address = User.objects.normalize_email(text.strip())
    try:
        validate_email(address)
    except ValidationError as error:
        raise UnableToInvite("This is not an e-mail address.") from error
    if len(address) > LONGEST_ADDRESS:
        raise UnableToInvite("This address is too long.")
    return address


def checked_note(text: str) -> str:
    """The note in one line. Raises UnableToInvite when the hub should not mail it to a stranger."""
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise UnableToInvite(f"The note is longer than {LONGEST_NOTE} characters.")
    if LINK.search(note) or not note.isprintable():
        raise UnableToInvite("Leave addresses of other sites out of the note.")
    return note


def checked_greeting(text: str) -> str:
    """The name for the mail's first line. Raises UnableToInvite when it is not a name."""
    name = " ".join(text.split())
    if name.startswith(FORMULA_SIGNS):
        raise UnableToInvite("This name begins like a formula.")
    if len(name) > LONGEST_GREETING or LINK.search(name) or not name.isprintable():
        raise UnableToInvite("This is not a name.")
    return name


def _put_in_place_of_open_one(invitation: Invitation) -> None:
    before = Invitation.objects.filter(
        email__iexact=invitation.email, accepted_at=None, revoked_at=None
    )
    before.update(revoked_at=invitation.made_at)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        # Somebody invited the same address at this very moment: theirs is replaced too.
        before.update(revoked_at=invitation.made_at)
        invitation.save()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
