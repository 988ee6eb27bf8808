"""Inviting somebody to keep a site: at an address of its agency, by a link that works once."""

import hashlib
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from hub.accounts.actions import UnableToInvite as BadInvitation
from hub.accounts.actions import checked_address, checked_note, log_event
from hub.accounts.mails import send_mail_to
from hub.accounts.models import SecurityEvent, User

from ..agency_addresses import is_free_mail
from ..models import MentorSitePage, SiteInvitation, SiteManager
from ..telling import tell_of_manager
from .managing import end_manager, give_manager_role

TOKEN_BYTES = 32
NO_FREE_MAIL = (
    "This address is with a mail provider that anybody can use, so it does not show that somebody "
    "works at the agency, and it stays theirs when they leave. Use an address of the agency."
)


class UnableToInvite(Exception):
    """Says in one sentence why not."""


class UnableToAccept(Exception):
    """Says in one sentence why not."""


@transaction.atomic
def invite_manager(
    site: MentorSitePage,
    *,
    email: str,
    by: User,
    at: datetime,
    note: str = "",
    in_place_of: SiteManager | None = None,
    has_no_agency_address: bool = False,
) -> SiteInvitation:
    """An invitation to keep `site`, mailed to `email`; it takes the place of an open one.

    The link's token is on the returned object as `token`, this once: only its hash is stored.
    `has_no_agency_address` lets a free mailbox pass, for a volunteer or tribal program that has
    nothing else; that is for editors to say.
    """
    address, note = _checked(site, email, note, by)
    if is_free_mail(address) and not has_no_agency_address:
        raise UnableToInvite(NO_FREE_MAIL)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = SiteInvitation(
        site=site,
        email=address,
        token_hash=hash_of(token),
        note=note,
        made_at=at,
        made_by=by,
        expires_at=at + SiteInvitation.LASTS,
        in_place_of=in_place_of,
    )
    _put_in_place_of_open_one(invitation)
    invitation.token = token  # type: ignore[attr-defined]  # not stored, only returned
    kind = SecurityEvent.Kind.INVITED
    log_event(kind, person=None, by=by, at=at, site_invitation=invitation.pk, site=site.pk)
    send_mail_to([address], template="mentorsites/email/invitation", invitation=invitation)
    return invitation


def send_invitation_again(invitation: SiteInvitation, *, by: User, at: datetime) -> SiteInvitation:
    """The same invitation with a new link and fourteen new days; the old link stops working."""
    return invite_manager(
        invitation.site,
        email=invitation.email,
        by=by,
        at=at,
        note=invitation.note,
        in_place_of=invitation.in_place_of,
        # Whoever made the first one said so, or the address is none.
        has_no_agency_address=True,
    )


def find_site_invitation(token: str, at: datetime) -> SiteInvitation | None:
    """The open invitation whose link holds `token`."""
    found = SiteInvitation.objects.open(at).select_related("site", "made_by", "in_place_of__person")
    return found.filter(token_hash=hash_of(token)).first()


@transaction.atomic
def accept_site_invitation(
    invitation: SiteInvitation, *, by: User, at: datetime, terms: str
) -> SiteManager:
    """From now on `by` keeps the site and accepted `terms`; whose place they take ends.

    Whoever keeps the site already has a new agency's address afterwards.
    """
    if terms != SiteManager.TERMS:
        raise UnableToAccept("The terms changed in the meantime. Please read them once more.")
    if by.pk == invitation.made_by_id:
        raise UnableToAccept("You made this invitation. Somebody else must accept it.")
    still_open = SiteInvitation.objects.open(at).filter(pk=invitation.pk)
    if not still_open.update(accepted_at=at, accepted_by=by):
        raise UnableToAccept("This invitation was used or taken back a moment ago.")
    manager = _begin(invitation, by=by, at=at)
    before = invitation.in_place_of
    if before is not None and before.pk != manager.pk:
        end_manager(before, because=SiteManager.Because.HANDED_OVER, by=by, at=at)
    tell_of_manager(manager, by=by, at=at)
    return manager


@transaction.atomic
def revoke_site_invitation(invitation: SiteInvitation, *, by: User, at: datetime) -> SiteInvitation:
    """Makes the link useless. Does nothing when it was used or taken back before."""
    unused = SiteInvitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if unused.update(revoked_at=at):
        kind = SecurityEvent.Kind.INVITATION_REVOKED
        log_event(
            kind, person=None, by=by, at=at, site_invitation=invitation.pk, site=invitation.site_id
        )
    invitation.refresh_from_db()
    return invitation


def forget_site_invitations(before: datetime) -> int:
    """Deletes those that ended in some way before this moment; returns how many they were."""
    ended = Q(accepted_at__lt=before) | Q(revoked_at__lt=before)
    unused = Q(accepted_at=None, revoked_at=None, expires_at__lt=before)
    return SiteInvitation.objects.filter(ended | unused).delete()[0]


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _checked(site: MentorSitePage, email: str, note: str, by: User) -> tuple[str, str]:
    try:
        address, note = checked_address(email), checked_note(note)
    except BadInvitation as error:
        raise UnableToInvite(str(error)) from error
    if address.lower() == by.email.lower():
        raise UnableToInvite("This is your own address. Somebody else must invite you.")
    if site.managers.current().filter(agency_email__iexact=address).exists():
        raise UnableToInvite("Somebody with this address keeps the site already.")
    return address, note


def _begin(invitation: SiteInvitation, *, by: User, at: datetime) -> SiteManager:
    shown = {
        "agency_email": invitation.email,
        "terms": SiteManager.TERMS,
        "terms_accepted_at": at,
        "confirmed_at": at,
        "asked_at": None,
        "asked_hash": "",
    }
    current = SiteManager.objects.current().filter(site=invitation.site, person=by)
    if not current.update(**shown):
        SiteManager.objects.create(
            site=invitation.site,
            person=by,
            began_at=at,
            began_by=invitation.made_by,
            **shown,
        )
        give_manager_role(by, site=invitation.site, by=invitation.made_by, at=at)
    return current.select_related("site", "person", "began_by").get()


def _put_in_place_of_open_one(invitation: SiteInvitation) -> None:
    before = SiteInvitation.objects.filter(
        site=invitation.site, email__iexact=invitation.email, accepted_at=None, revoked_at=None
    )
    before.update(revoked_at=invitation.made_at)
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        # Somebody invited the same address at this very moment: theirs is replaced too.
        before.update(revoked_at=invitation.made_at)
        invitation.save()
