"""What differs between two versions of a profile, in words, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from forums.rendering.diffs import Piece, diff_words

from .models import MentorSitePage
from .profile.facts import FACTS
from .profile.fields import FIELDS, PICTURES
from .profile.kinds import Field
from .profile.words import Words


@dataclass(frozen=True)
class Difference:
    """One field that differs. `pieces` holds both versions in reading order."""

    name: str
    label: str
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        return diff_words(self.before, self.after)

    @property
    def before_pieces(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "added"]

    @property
    def after_pieces(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != "removed"]


def differences_between(
    before: MentorSitePage, after: MentorSitePage, *, words: Words
) -> list[Difference]:
    """The fields a reader would see change, in the order of the form."""
    fields: Iterable[Field] = (*FIELDS.values(), PICTURES, *FACTS.values())
    return [
        _difference(field, old, new, words)
        for field in fields
        if (old := field.value(before)) != (new := field.value(after))
    ]


def _difference(field: Field, before: Any, after: Any, words: Words) -> Difference:
    return Difference(field.name, field.label, field.said(before, words), field.said(after, words))


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else changed meanwhile and that does not read as one typed it."""

    name: str
    label: str
    theirs: str
    mine: str
    # Whether one changed it oneself; otherwise theirs is the better guess.
    is_mine: bool


def conflicts_between(
    base: dict[str, Any] | None,
    theirs: dict[str, Any],
    mine: dict[str, Any],
    *,
    words: Words,
) -> list[Conflict]:
    """Where `mine`, typed on top of `base`, would undo what `theirs` says.

    Without a `base` (its revision is gone) every field that differs is in question.
    """
    conflicts = []
    for name, typed in mine.items():
        other = theirs.get(name)
        if typed == other or (base is not None and base.get(name) == other):
            continue
        field = FIELDS[name]
        is_mine = base is None or base.get(name) != typed
        said = (field.said(other, words), field.said(typed, words))
        conflicts.append(Conflict(name, field.label, *said, is_mine))
    return conflicts
