"""Audiences: who may read a document, as a short text that an index can hold and filter by.

    everyone            whoever asks
    members             whoever is signed in
    groups:3,5          whoever is in group 3 or 5
    groups:3,5;8        ... and also in group 8, because a page above it asks for that
    circle:3,5          whoever is in group 3 or 5; not even superusers besides
    nobody              only superusers; a page behind a shared password is not even for them

There are few of them at any time, so a search asks which of those in use let the reader in.
"""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page, PageViewRestriction

from .models.documents import EVERYONE

MEMBERS = "members"
NOBODY = "nobody"
GROUPS = "groups:"
# Forums for some: there is no way around their list of members, see forums.access.
CIRCLE = "circle:"
# A longer list than the column holds is for nobody but superusers: never wider than it was.
LONGEST = 200


def audience_of(page: Page) -> str:
    """Who may read a page, from the privacy rules on it and on the pages above it."""
    paths = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    rules = PageViewRestriction.objects.filter(page__path__in=paths).prefetch_related("groups")
    kinds = {rule.restriction_type for rule in rules}
    if PageViewRestriction.PASSWORD in kinds:
        return NOBODY
    wanted = sorted(
        {
            ",".join(str(pk) for pk in sorted(group.pk for group in rule.groups.all()))
            for rule in rules
            if rule.restriction_type == PageViewRestriction.GROUPS
        }
    )
    if wanted:
        text = GROUPS + ";".join(wanted)
        return text if len(text) <= LONGEST else NOBODY
    return MEMBERS if kinds else EVERYONE


def is_in(audience: str, reader: Any, groups: frozenset[int]) -> bool:
    """Whether `reader`, who is in these `groups`, belongs to an audience."""
    if audience == EVERYONE:
        return True
    if not reader.is_authenticated or not reader.is_active:
        return False
    if audience == MEMBERS:
        return True
    if audience.startswith(CIRCLE):
        return bool(groups & _numbers(audience.removeprefix(CIRCLE)))
    if not audience.startswith(GROUPS):
        return False
    if reader.is_superuser:
        return True
    wanted = audience.removeprefix(GROUPS).split(";")
    return all(groups & _numbers(one) for one in wanted)


def _numbers(text: str) -> set[int]:
    return {int(pk) for pk in text.split(",") if pk}


def audiences_of(reader: Any, in_use: Iterable[str]) -> list[str]:
    """Those of the audiences in use that let `reader` in. One statement for members, else none."""
    in_use = list(in_use)
    groups: frozenset[int] = frozenset()
    if reader.is_authenticated and any(one.startswith((GROUPS, CIRCLE)) for one in in_use):
        groups = frozenset(reader.groups.values_list("pk", flat=True))
    return [audience for audience in in_use if is_in(audience, reader, groups)]
