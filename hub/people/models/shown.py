from typing import Any

from django.db import models


class Shown(models.TextChoices):
    """Who may read one line of a profile, the safest first."""

    NOBODY = "nobody", "Nobody"
    MEMBERS = "members", "Members"
    PUBLIC = "public", "Everyone"


class Reach(models.IntegerChoices):
    """How far the furthest line of a profile goes; kept with it, so that lists need not ask."""

    NOBODY = 0
    MEMBERS = 1
    PUBLIC = 2


REACH_OF = {
    Shown.NOBODY.value: Reach.NOBODY,
    Shown.MEMBERS.value: Reach.MEMBERS,
    Shown.PUBLIC.value: Reach.PUBLIC,
}


def shown_field(line: str) -> Any:
    """Who sees the line called `line`; nobody until its owner says otherwise."""
    return models.CharField(f"who sees {line}", max_length=8, choices=Shown, default=Shown.NOBODY)


def who_sees(reader: Any) -> frozenset[str]:
    """The values of Shown with which a line is open to `reader`."""
    if reader.is_authenticated:
        return frozenset({Shown.MEMBERS.value, Shown.PUBLIC.value})
    return frozenset({Shown.PUBLIC.value})
