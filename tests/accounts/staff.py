"""Whoever looks after members, signed in as they would be."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest
from django.test import Client

from hub.accounts.models import User
from tests.factories import UserFactory

ALL = (
    "change_user",
    "view_emailaddress",
    "view_invitation",
    "add_invitation",
    "change_invitation",
    "add_sanction",
    "change_sanction",
    "view_securityevent",
)


def role(name: str = "Editors", *codenames: str) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.add(*Permission.objects.filter(codename__in=codenames))
    return group


def administrator(**fields) -> User:
    return with_second_step(UserFactory(is_superuser=True, **fields))


def steward(*roles: Group, codenames: tuple[str, ...] = ALL, **fields) -> User:
    """Somebody who may do on the editors' side what `codenames` say, and no more."""
    person = UserFactory(**fields)
    person.groups.add(role(f"Stewards {person.pk}", "access_admin", *codenames), *roles)
    return with_second_step(person)


def with_second_step(person: User) -> User:
    Authenticator.objects.get_or_create(
        user=person, type=Authenticator.Type.TOTP, defaults={"data": {}}
    )
    return person


def signed_in(person: User, *, just_confirmed: bool = True) -> Client:
    client = Client()
    client.force_login(person)
    if just_confirmed:
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, person, method="password", reauthenticated=True)
        request.session.save()
    return client
