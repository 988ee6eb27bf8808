"""How to cite a published thing: as a sentence, and for reference managers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.utils import timezone
from django.utils.dateformat import format as format_date

from hub.core.models import BasePage
from hub.core.signs import without_controls
from hub.core.structured_data import CONSORTIUM, HUB

# Signs that mean something to BibTeX.
BIBTEX_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}


@dataclass(frozen=True)
class Citation:
    """What every way of citing is made of. `address` stays, wherever the page moves."""

    key: str
    author: str
    title: str
    kind: str
    changed: date | None
    read: date
    address: str

    @classmethod
    def of(cls, page: BasePage, owner: Any, address: str) -> Self:
        """`owner`: the organization that keeps it, as far as the reader may know of it."""
        changed, is_sample = page.last_published_at, getattr(page, "is_sample", False)
        return cls(
            key=f"coresponderhub{page.pk}",
            author=getattr(page, "credits", "") or (owner.title if owner else CONSORTIUM),
            title=f"{page.title} [sample, not real]" if is_sample else page.title,
            kind=getattr(page, "card_kind", page.kind_label),
            changed=timezone.localtime(changed).date() if changed else None,
            read=timezone.localdate(),
            address=address,
        )

    @property
    def year(self) -> str:
        return str(self.changed.year) if self.changed else "n.d."

    @property
    def plain(self) -> str:
        changed = f"Last changed {_day(self.changed)}. " if self.changed else ""
        return (
            f"{self.author}: {self.title}. {HUB}. {changed}{self.address} (read {_day(self.read)})."
        )

    @property
    def apa(self) -> str:
        changed = format_date(self.changed, "Y, F j") if self.changed else "n.d."
        return (
            f"{self.author}. ({changed}). {self.title} [{self.kind}]. {HUB}. "
            f"Retrieved {_day(self.read)}, from {self.address}"
        )

    @property
    def mla(self) -> str:
        changed = f"{format_date(self.changed, 'j M Y')}, " if self.changed else ""
        read = format_date(self.read, "j M Y")
        return f"{self.author}. “{self.title}.” {HUB}, {changed}{self.address}. Accessed {read}."


def _day(day: date) -> str:
    return format_date(day, "F j, Y")


def to_bibtex(citation: Citation) -> str:
    fields = {
        # Braces keep the name of a body from being taken for a first and a last name.
        "author": f"{{{_bibtex(citation.author)}}}",
        "title": f"{{{_bibtex(citation.title)}}}",
        "year": str(citation.changed.year) if citation.changed else "",
        "month": str(citation.changed.month) if citation.changed else "",
        "howpublished": HUB,
        "url": citation.address,
        "urldate": citation.read.isoformat(),
        "note": _bibtex(citation.kind),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{citation.key},\n" + ",\n".join(lines) + "\n}\n"


def _bibtex(text: str) -> str:
    return "".join(BIBTEX_SIGNS.get(sign, sign) for sign in _in_one_line(text))


def to_ris(citation: Citation) -> str:
    lines = [
        ("TY", "ELEC"),
        ("AU", citation.author),
        ("TI", citation.title),
        ("T2", HUB),
        ("PB", CONSORTIUM),
        ("PY", str(citation.changed.year) if citation.changed else ""),
        ("DA", f"{citation.changed:%Y/%m/%d}" if citation.changed else ""),
        ("M3", citation.kind),
        ("UR", citation.address),
        ("Y2", f"{citation.read:%Y/%m/%d}"),
    ]
    written = [f"{tag}  - {_in_one_line(value)}" for tag, value in lines if value]
    return "\r\n".join([*written, "ER  - ", ""])


def _in_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", without_controls(text)).strip()


# How the file's name ends → (content type, writer).
FILES: dict[str, tuple[str, Callable[[Citation], str]]] = {
    "bib": ("application/x-bibtex", to_bibtex),
    "ris": ("application/x-research-info-systems", to_ris),
}
