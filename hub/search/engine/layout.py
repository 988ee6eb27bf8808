"""Layout: which fields an index has. Whatever changes it makes an index of another version."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

# Raise it when analysis.py or the postings change: indexes written before are built anew.
VERSION = 2


@dataclass(frozen=True)
class Layout:
    """The fields of one index, in a fixed order: the number of a text field is its place."""

    name: str
    texts: tuple[str, ...] = ()
    grams: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, name: str, texts: Iterable[str], grams: Iterable[str], filters: Iterable[str]
    ) -> "Layout":
        return cls(
            name, tuple(sorted(set(texts))), tuple(sorted(set(grams))), tuple(sorted(set(filters)))
        )

    @property
    def digest(self) -> str:
        """Changes with everything that makes older files unreadable or wrong."""
        parts = [str(VERSION), self.name, *self.texts, "|", *self.grams, "|", *self.filters]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def numbers(self, fields: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these text fields; names that are none are left out."""
        return tuple(self.texts.index(name) for name in fields if name in self.texts)


@dataclass(slots=True)
class Document:
    """One findable thing as the index takes it.

    `texts` are (field, text, boost), `grams` field → text, `filters` field → encoded values.
    """

    key: str
    types: Sequence[str]
    texts: list[tuple[str, str, float]] = field(default_factory=list)
    grams: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
