"""What somebody typed, made ready before anything is locked: tidied, rendered, checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache

from hub.accounts.models import User
from hub.taxonomy.models import Topic

from .checks import Finding, Level, WatchedPattern, check_text
from .models import WatchedWord
from .rendering import Link, Rendered, mentioned, render, tidy_text

WATCHED_KEY, WATCHED_FOR = "forums.watched-words", 60


@dataclass(frozen=True)
class Words:
    """A text as it will be stored and shown, whom it names, and what the checks found in it."""

    source: str
    rendered: Rendered
    people: list[User] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def has(self, level: Level) -> bool:
        return any(finding.level == level for finding in self.findings)


def words_of(typed: str, *, by: Any) -> Words:
    """`typed` tidied, rendered and checked. Costs a statement only for @ and for #."""
    source = tidy_text(typed)
    named = mentioned(source)
    people = list(User.objects.present().filter(handle__in=named.handles)) if named.handles else []
    topics = Topic.objects.filter(slug__in=named.topics) if named.topics else []
    rendered = render(
        source,
        people={one.handle: Link(one.get_absolute_url(), f"@{one}") for one in people},
        topics={topic.slug: Link(topic.get_absolute_url(), f"#{topic.name}") for topic in topics},
    )
    # A quotation tells nobody again.
    told = [one for one in people if one.handle in rendered.handles]
    return Words(source, rendered, told, findings_in(source, by=by))


def findings_in(text: str, *, by: Any) -> list[Finding]:
    """What the checks say about a text that `by` wants to send."""
    own = [by.email] if by.is_authenticated else []
    return check_text(text, own=own, watched=watched_words())


def watched_words() -> Sequence[WatchedPattern]:
    """The watched words; a change is known to every process within a minute."""
    kept = cache.get(WATCHED_KEY)
    if kept is None:
        kept = [WatchedPattern(phrase) for phrase in _phrases()]
        cache.set(WATCHED_KEY, kept, WATCHED_FOR)
    return kept


def forget_watched_words() -> None:
    cache.delete(WATCHED_KEY)


def _phrases() -> list[str]:
    return list(WatchedWord.objects.order_by("pk").values_list("phrase", flat=True))
