"""What this room keeps of one person: to hand out, and to remove when they leave."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from hub.accounts.models import User

from .actions.managing import end_manager
from .models import (
    PrivateContact,
    ProfileDraft,
    ProfileNote,
    SiteCare,
    SiteInvitation,
    SiteManager,
    SiteNote,
)


def collect(person: User) -> dict[str, Any]:
    managed = SiteManager.objects.filter(person=person).select_related("site").order_by("pk")
    accepted = SiteInvitation.objects.filter(accepted_by=person).select_related("site")
    notes = ProfileNote.objects.filter(author=person).order_by("pk")
    return {
        "mentor sites kept": [_time(manager) for manager in managed],
        "mentor site invitations": [
            {"site": one.site.title, "address": one.email, "accepted": one.accepted_at}
            for one in accepted.order_by("pk")
        ],
        "mentor site profiles typed": list(
            ProfileDraft.objects.filter(person=person).order_by("pk").values("typed", "saved_at")
        ),
        "remarks on profiles": list(notes.values("text", "at")),
        "notes of mentor sites": list(
            SiteNote.objects.filter(written_by=person)
            .order_by("pk")
            .values("title", "text", "published_at")
        ),
    }


def _time(manager: SiteManager) -> dict[str, Any]:
    return {
        "site": manager.site.title,
        "agency’s address": manager.agency_email,
        "since": manager.began_at,
        "terms": manager.terms,
        "terms accepted": manager.terms_accepted_at,
        "address confirmed": manager.confirmed_at,
        "ended": manager.ended_at,
        "why it ended": manager.get_ended_because_display(),
    }


@transaction.atomic
def erase(person: User, at: datetime) -> None:
    """Ends their time at every site; what the sites published stays."""
    managed = SiteManager.objects.filter(person=person)
    addresses = _addresses(person)
    sites = set(managed.values_list("site", flat=True))
    for manager in managed.current().select_related("site", "person", "began_by"):
        end_manager(manager, because=SiteManager.Because.LEFT, by=None, at=at)
    _forget_contacts(person, addresses, sites)
    _forget_invitations(person, addresses, at)
    managed.update(agency_email="")
    ProfileDraft.objects.filter(person=person).delete()
    SiteCare.objects.filter(confirmed_by=person).update(confirmed_by=None)


def _addresses(person: User) -> set[str]:
    managed = SiteManager.objects.filter(person=person).exclude(agency_email="")
    return {
        person.email.lower(),
        *(one.lower() for one in managed.values_list("agency_email", flat=True)),
    }


def _forget_contacts(person: User, addresses: set[str], sites: set[int]) -> None:
    """As whom the network would reach this person; the site names somebody else."""
    theirs = Q()
    for address in addresses:
        theirs |= Q(email__iexact=address)
    if person.name:
        theirs |= Q(site__in=sites, name__iexact=person.name)
    PrivateContact.objects.filter(theirs).delete()


def _forget_invitations(person: User, addresses: set[str], at: datetime) -> None:
    """Without the address; an open one to it can nobody use any more."""
    theirs = Q(accepted_by=person)
    for address in addresses:
        theirs |= Q(email__iexact=address)
    mine = SiteInvitation.objects.filter(theirs)
    mine.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
    mine.update(email="", note="")
    # What they wrote to others names them, maybe.
    SiteInvitation.objects.filter(made_by=person).update(note="")
