"""What can be asked of an index: a small tree of plain values, never a text to be parsed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


@dataclass(frozen=True, slots=True)
class Term:
    """Documents with a term of the text; `fields` (numbers of Layout) narrows it to parts of it."""

    text: str
    boost: float = 1.0
    fields: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents with these terms side by side, in this order."""

    texts: tuple[str, ...]
    boost: float = 1.0
    fields: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Gram:
    """Documents with a word that begins like this in one of the autocomplete fields."""

    text: str
    field: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Similar:
    """Documents with a term that differs in a letter or two; the first letter is right."""

    text: str
    boost: float = 1.0
    fields: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the parts is enough. `best` counts the best of them instead of their sum: synonyms."""

    parts: tuple["Node", ...]
    best: bool = False


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of the parts."""

    parts: tuple["Node", ...]
    count: int


@dataclass(frozen=True, slots=True)
class Preferring:
    """What the part finds; what one of `better` finds too is worth that much more."""

    part: "Node"
    better: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a filter lets through, all worth the same."""

    part: "Filter"
    score: float


@dataclass(frozen=True, slots=True)
class Without:
    """Everything that the part does not find."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Boosted:
    part: "Node"
    boost: float


Node = (
    Everything
    | Nothing
    | Term
    | Phrase
    | Gram
    | Similar
    | AllOf
    | AnyOf
    | AtLeast
    | Preferring
    | Worth
    | Without
    | Boosted
)


@dataclass(frozen=True, slots=True)
class Exact:
    """Documents with one of the encoded values in a filter field."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """Documents with an encoded value from `low` to `high`; an empty bound is open."""

    field: str
    low: str = ""
    high: str = ""
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True, slots=True)
class Like:
    """Documents whose text in a filter field compares like this (Django's name) with `text`."""

    field: str
    comparison: str
    text: str


@dataclass(frozen=True, slots=True)
class OfType:
    """Documents of a model or of one that inherits from it."""

    name: str


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Except:
    part: "Filter"


@dataclass(frozen=True, slots=True)
class Never:
    """No document at all."""


Filter = Exact | Between | Like | OfType | Both | Either | Except | Never


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by a filter field; documents without a value come last, also when it is reversed."""

    field: str
    reverse: bool = False
