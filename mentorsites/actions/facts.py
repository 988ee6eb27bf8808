"""The small facts of a site: live at once, logged, and in every version that may still go live."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from hub.accounts.models import User
from hub.resources.versions import put_in_versions, put_live

from ..models import Blackout, FactChange, MentorSitePage
from ..profile.facts import FACTS
from ..profile.kinds import Word
from ..profile.words import Words
from .caring import confirm_site
from .following import follow_newest
from .saving import lock

BLACKOUTS = "blackouts"
Days = tuple[date, date]


class UnableToChangeFacts(Exception):
    """Says in plain words why a small fact is not changed."""


@dataclass(frozen=True)
class Clash:
    """A fact that somebody else changed meanwhile: what is live now, and both in words."""

    name: str
    live: Any
    theirs: str
    mine: str


class FactsChangedMeanwhile(UnableToChangeFacts):
    """What is typed would undo what somebody else changed since the form was opened."""

    def __init__(self, clashes: list[Clash]) -> None:
        super().__init__("Somebody else changed this meanwhile.")
        self.clashes = clashes


@transaction.atomic
def change_facts(
    site: MentorSitePage,
    *,
    answers: dict[str, Any],
    days_off: Iterable[Days],
    seen: dict[str, Any] | None = None,
    by: User,
    at: datetime,
) -> list[FactChange]:
    """Changes what differs and returns the lines of the log. It publishes no draft.

    `seen`: what the form began from, the days under “blackouts”; what is as it was seen stays as
    it is live. Whoever says what is right now also confirms the page: see SiteCare. Raises
    FactsChangedMeanwhile, and UnableToChangeFacts when the page cannot be so, for one that an
    ended program takes requests.
    """
    live = lock(site)
    words = Words()
    before = {name: FACTS[name].value(live) for name in answers}
    answers, days = _merged(
        answers | {BLACKOUTS: sorted(set(days_off))},
        before | {BLACKOUTS: spans_of(live)},
        seen or {},
        words=words,
    )
    changed = {name: value for name, value in answers.items() if before[name] != value}
    lines = [
        _line(
            live,
            FACTS[name].name,
            FACTS[name].said(before[name], words),
            FACTS[name].said(value, words),
            by=by,
            at=at,
        )
        for name, value in changed.items()
    ]
    if changed:
        _put_live(live, changed, at=at)
        _put_in_versions(live, changed, by=by)
    lines += _change_days(live, days, by=by, at=at)
    FactChange.objects.bulk_create(lines)
    confirm_site(live, by=by, at=at)
    return lines


def spans_of(site: MentorSitePage) -> list[Days]:
    return sorted((row.first_day, row.last_day) for row in site.blackouts.all())


def _merged(
    mine: dict[str, Any], live: dict[str, Any], seen: dict[str, Any], *, words: Words
) -> tuple[dict[str, Any], list[Days]]:
    """The answers and the days that shall be: mine where I changed something, else what is live."""
    clashes = []
    for name, value in mine.items():
        known = seen.get(name, live[name])
        if value == known and name in seen:
            mine = mine | {name: live[name]}
        elif live[name] not in (known, value):
            texts = (_said(name, live[name], words), _said(name, value, words))
            clashes.append(Clash(name, live[name], *texts))
    if clashes:
        raise FactsChangedMeanwhile(clashes)
    days = mine.pop(BLACKOUTS)
    return mine, days


def _said(name: str, value: Any, words: Words) -> str:
    return said(value) if name == BLACKOUTS else FACTS[name].said(value, words)


def _line(
    site: MentorSitePage, fact: str, before: str, after: str, *, by: User, at: datetime
) -> FactChange:
    return FactChange(site=site, fact=fact, before=before[:300], after=after[:300], by=by, at=at)


def _put_live(live: MentorSitePage, changed: dict[str, Any], *, at: datetime) -> None:
    for name, value in changed.items():
        FACTS[name].put(live, value)
    if live.has_ended and live.takes_requests:
        raise UnableToChangeFacts("A program that has ended takes no requests.")
    try:
        # Sets the standing, too: the badge in lists says whether the site is open.
        live.clean()
    except ValidationError as error:
        raise UnableToChangeFacts(" ".join(error.messages)) from error
    put_live(live, [*changed, "standing", "standing_as_of"], at=at)


def _put_in_versions(live: MentorSitePage, changed: dict[str, Any], *, by: User) -> None:
    stored = {name: _stored(live, name) for name in (*changed, "standing")}
    revision = put_in_versions(live, stored, by=by)
    if revision:
        follow_newest(live, revision)
    log(
        instance=live,
        action="wagtail.edit",
        user=by,
        revision=revision,
        data={"facts": sorted(changed)},
        content_changed=True,
    )


def _stored(live: MentorSitePage, name: str) -> Any:
    """As a revision's content holds it: a word of a vocabulary by its number."""
    field = FACTS.get(name)
    return getattr(live, f"{name}_id") if isinstance(field, Word) else getattr(live, name)


def _change_days(
    site: MentorSitePage, days: list[Days], *, by: User, at: datetime
) -> list[FactChange]:
    known = {(row.first_day, row.last_day): row for row in site.blackouts.all()}
    wanted = set(days)
    if set(known) == wanted:
        return []
    Blackout.objects.filter(
        pk__in=[row.pk for span, row in known.items() if span not in wanted]
    ).delete()
    Blackout.objects.bulk_create(
        Blackout(site=site, first_day=first, last_day=last, made_by=by)
        for first, last in sorted(wanted - set(known))
    )
    return [_line(site, BLACKOUTS, said(known), said(wanted), by=by, at=at)]


def said(days: Iterable[Days]) -> str:
    return ", ".join(f"{first} to {last}" for first, last in sorted(days))
