"""How much one post may hold, for new members and for others: forums.md 6.9."""

from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from .models import Standing


@dataclass(frozen=True)
class Measure:
    links: int
    mentions: int
    pictures: int
    files: int


NEW = Measure(links=2, mentions=3, pictures=1, files=1)
MEMBER = Measure(links=20, mentions=10, pictures=8, files=5)
MOST_TOPICS = 5


def measure_for(standing: Standing) -> Measure:
    return NEW if standing.is_new else MEMBER


def key_of(person: Any) -> str:
    """Under what a member's acts are counted: a keyed hash, since the moment of an act would tell
    who wrote under an alias just then.
    """
    return salted_hmac("forums.limits", str(person.pk)).hexdigest()


def rule_for(act: str, standing: Standing) -> str:
    """The name of the rule in hub.accounts.limits under which "topic" or "reply" is counted."""
    return f"{act}_first_day" if standing.is_new else act
