"""Links that stop mail with one press, without signing in: who, and which mail, signed."""

from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .mail import base_address
from .models.follows import Key

# A link for anything else is signed with another salt: none can stand for the other.
SALT = "hub.notifications.stop"
AT_ONCE, DIGEST, FOLLOW, REVIEWS = "at-once", "digest", "follow", "reviews"


@dataclass(frozen=True)
class Stop:
    """One kind of mail to one person; for FOLLOW, about one thing."""

    person: int
    scope: str
    key: Key | None = None

    @property
    def token(self) -> str:
        parts = [self.person, self.scope, *(self.key or ())]
        return Signer(salt=SALT).sign_object(parts, compress=False)

    @property
    def address(self) -> str:
        return base_address() + reverse("notifications:stop", args=[self.token])


def read_token(token: str) -> Stop | None:
    """What a link is for, or None when we did not make it."""
    try:
        person, scope, *key = Signer(salt=SALT).unsign_object(token)
    except (BadSignature, ValueError, TypeError):
        return None
    if scope == FOLLOW and len(key) == 2:
        return Stop(person, scope, (key[0], key[1]))
    return Stop(person, scope) if scope in (AT_ONCE, DIGEST, REVIEWS) and not key else None
