from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F

from ..models import User


@transaction.atomic
def end_sessions(person: User) -> User:
    """Signs `person` out everywhere; each session is refused from its next request on.

    Returns the person as now stored. Whoever must stay signed in here calls Django's
    update_session_auth_hash() with it afterwards.
    """
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    mine = UserSession.objects.filter(user=person)
    keys = list(mine.values_list("session_key", flat=True))
    # They hold the address. Emptied, not deleted: a request that ends its own session may still
    # have something to write into it, and Django would answer it with an error.
    empty = SessionStore().encode({})
    Session.objects.filter(pk__in=keys).update(session_data=empty)
    mine.delete()
    person.refresh_from_db(fields=["session_epoch"])
    return person
