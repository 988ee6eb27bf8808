"""Trust officers who have just proved who they are."""

from time import time
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

USER_KEY = "account_authentication_methods_user"


def confirmed_client(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time(), "reauthenticated": True}
    ]
    session[USER_KEY] = str(person.pk)
    session.save()
    return client
