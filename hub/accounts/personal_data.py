"""What this room keeps of one person: to hand out, and to remove when they leave."""

import json
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.db.models.functions import Lower
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from .models import (
    FORMER_MEMBER,
    EmailChange,
    Invitation,
    RulesAcceptance,
    Sanction,
    SecurityEvent,
    User,
)
from .names import new_handle


def collect(person: User) -> dict[str, Any]:
    """What the person may take along. Not: secrets, and what others wrote about them."""
    return {
        "account": {
            "e-mail address": person.email,
            "name": person.name,
            "handle": person.handle,
            "joined": person.joined_at,
            "last signed in": person.last_login,
            "roles": [group.name for group in person.groups.order_by("name")],
        },
        "ways to sign in": [
            {"kind": one.get_type_display(), "added": one.created_at, "last used": one.last_used_at}
            for one in Authenticator.objects.filter(user=person).order_by("pk")
        ],
        "agency sign-in": list(
            SocialAccount.objects.filter(user=person).values("provider", "uid", "date_joined")
        ),
        "sessions": list(
            UserSession.objects.filter(user=person).values(
                "ip", "user_agent", "created_at", "last_seen_at"
            )
        ),
        "rules accepted": list(
            RulesAcceptance.objects.filter(person=person).values("version", "accepted_at")
        ),
        "invitations sent": list(
            Invitation.objects.filter(made_by=person).values(
                "email", "note", "made_at", "accepted_at"
            )
        ),
        "sanctions": list(
            Sanction.objects.filter(person=person).values(
                "kind", "reason", "starts_at", "ends_at", "lifted_at"
            )
        ),
        "log": [
            {"what": event.get_kind_display(), "when": event.happened_at}
            for event in SecurityEvent.objects.filter(person=person).newest_first()
        ],
    }


def erase(person: User, at: datetime) -> User:
    """Makes the account anonymous. The row stays, so that what hangs on it stays whole.

    Nothing personal is left in it: a name that all who left share, an address that no mail
    reaches, a handle made anew. Nobody can sign in with it.
    """
    _forget_what_names_them(person, at)
    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(pk__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()
    _forget_sessions_that_name_them(person, at)
    Authenticator.objects.filter(user=person).delete()
    SocialAccount.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    for profile in UserProfile.objects.filter(user=person):
        profile.avatar.delete(save=False)
        profile.delete()
    EmailChange.objects.filter(person=person).delete()
    RulesAcceptance.objects.filter(person=person).delete()
    Sanction.objects.filter(person=person).delete()
    person.groups.clear()
    person.user_permissions.clear()
    person.name = FORMER_MEMBER
    person.handle = new_handle().replace("member", "former")
    person.email = f"{person.handle}@left.invalid"
    person.last_login = None
    person.is_active = person.is_superuser = False
    person.suspended_until = person.silenced_until = None
    person.left_at = at
    person.session_epoch += 1
    person.set_unusable_password()
    person.save()
    return person


def _forget_sessions_that_name_them(person: User, at: datetime) -> None:
    """Also those that allauth does not list: of whoever began to sign in, or to join."""
    address, found = json.dumps(person.email.lower()), []
    for session in Session.objects.filter(expire_date__gt=at).iterator(chunk_size=500):
        data = session.get_decoded()
        text = json.dumps(data, default=str).lower()
        if data.get(SESSION_KEY) == str(person.pk) or address in text:
            found.append(session.pk)
    Session.objects.filter(pk__in=found).delete()


def _forget_what_names_them(person: User, at: datetime) -> None:
    Invitation.objects.annotate(address=Lower("email")).filter(
        Q(accepted_by=person) | Q(address=person.email.lower())
    ).delete()
    made = Invitation.objects.filter(made_by=person)
    made.update(note="")
    made.open(at).update(revoked_at=at)
    # Wagtail writes the name of what was changed into its log of changes.
    own = ModelLogEntry.objects.for_instance(person)
    own.update(label=FORMER_MEMBER, data={})
