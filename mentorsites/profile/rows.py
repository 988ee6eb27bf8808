"""The parts of a profile that repeat: partners, staff, results, voices, pictures."""

from dataclasses import dataclass
from typing import Any

from .kinds import Field
from .words import Words

Row = dict[str, Any]


@dataclass(frozen=True)
class Rows(Field):
    """A part made of blocks of one kind. `columns`: the fields of a block, in reading order."""

    block: str = ""
    columns: tuple[str, ...] = ()

    def value(self, page: Any) -> list[Row]:
        return [self._row(block.value) for block in getattr(page, self.name)]

    def _row(self, block: Any) -> Row:
        return {column: _plain(block.get(column)) for column in self.columns}

    def put(self, page: Any, value: list[Row]) -> None:
        """Rows that were there before keep their block's number: comments hang on it."""
        known = [(block.id, self._row(block.value)) for block in getattr(page, self.name)]
        setattr(page, self.name, [self._block(row, known) for row in value])

    def _block(self, row: Row, known: list[tuple[str, Row]]) -> dict[str, Any]:
        """A block as a revision holds it."""
        value = {name: text if text != "" or name != "fte" else None for name, text in row.items()}
        for at, (number, before) in enumerate(known):
            if before == row or _name_of(before) == _name_of(row):
                known.pop(at)
                return {"type": self.block, "value": value, "id": number}
        return {"type": self.block, "value": value}

    def said(self, value: list[Row], words: Words) -> str:
        return "\n".join(self._line(row) for row in value)

    def _line(self, row: Row) -> str:
        texts = (str(row[name]) for name in self.columns if row[name] not in (None, ""))
        return " · ".join(texts)


@dataclass(frozen=True)
class Pictures(Rows):
    def _row(self, block: Any) -> Row:
        image = block.get("image")
        return {
            "image": image.pk if image else None,
            "alt": block.get("alt") or "",
            "caption": block.get("caption") or "",
        }

    def _line(self, row: Row) -> str:
        alt = row["alt"] or "decorative"
        return f"Picture {row['image']}: {alt}" + (f" · {row['caption']}" if row["caption"] else "")


def _plain(value: Any) -> Any:
    """Numbers as text, without zeros that nobody typed."""
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value.normalize():f}"


def _name_of(row: Row) -> Any:
    return next(iter(row.values()))
