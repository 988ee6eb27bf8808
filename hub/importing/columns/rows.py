"""Columns whose cells hold small tables: one thing on a line, its parts with | between them."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import Block, ChoiceBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from .column import Column, UnableToParse, choice_of
from .words import Words


@dataclass(frozen=True)
class RowsColumn(Column):
    """A stream of blocks of one kind. `parts` are their parts in the order of the cell."""

    parts: tuple[str, ...] = ()
    block: Block | None = None

    @property
    def empty(self) -> list:
        return []

    def parse(self, text: str, words: Words) -> list[tuple[str, Any]]:
        lines = [line for line in text.split("\n") if line.strip()]
        return [self._block(number, line) for number, line in enumerate(lines, start=1)]

    def _block(self, number: int, line: str) -> tuple[str, Any]:
        struct: Any = self.block
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) > len(self.parts):
            raise UnableToParse(f"Line {number} has more than {len(self.parts)} parts.")
        try:
            given = dict(zip(self.parts, cells, strict=False))
            raw = {name: self._part(name, given.get(name, "")) for name in struct.child_blocks}
            return struct.name, struct.clean(struct.to_python(raw))
        except StructBlockValidationError as error:
            name, fault = next(iter(error.block_errors.items()))
            raise UnableToParse(f"Line {number}, {name}: {' '.join(fault.messages)}") from error
        except ValidationError as error:
            raise UnableToParse(f"Line {number}: {' '.join(error.messages)}") from error

    def _part(self, name: str, cell: str) -> Any:
        part = self.block.child_blocks[name]  # type: ignore[union-attr]
        if not cell:
            return part.get_default()
        if isinstance(part, ChoiceBlock):
            return choice_of(cell, [one for one in part.field.choices if one[0]])
        return cell

    def joined(self, page: Any, value: list) -> list:
        """What has no part in a cell stays, where the first part is the same as before."""
        known: dict[Any, list[Any]] = {}
        for block in self.get(page):
            known.setdefault(block.value[self.parts[0]], []).append(block.value)
        for _, row in value:
            earlier = known.get(row[self.parts[0]])
            before = earlier.pop(0) if earlier else {}
            row.update((name, before[name]) for name in before if name not in self.parts)
        return value

    def compared(self, page: Any, value: Any) -> Any:
        # What was never filled in is nothing, as an empty part of a cell is.
        rows = [raw["value"] for raw in self._raw(page, value)]
        parts = [[row.get(part) for part in self.parts] for row in rows]
        return [["" if part is None else part for part in row] for row in parts]

    def told(self, page: Any, value: Any) -> str:
        rows = [
            [str(raw["value"].get(part) or "") for part in self.parts]
            for raw in self._raw(page, value)
        ]
        return "\n".join(" | ".join(row).rstrip(" |") for row in rows)

    def _raw(self, page: Any, value: Any) -> Any:
        field = page._meta.get_field(self.target)
        return field.stream_block.get_prep_value(field.to_python(value))
