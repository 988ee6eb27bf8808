"""The empty sheet to fill in: headings, what they mean, one row that is only a sample."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from hub.core.cells import quoted_cell

from .checking import SAMPLE
from .columns import Kind
from .columns.chosen import ManyColumn
from .columns.column import Column
from .columns.words import Words
from .reading.sheets import MOST_ROWS

WIDTH = 24


def headings(kind: Kind) -> list[str]:
    return [f"{one.heading} *" if one.is_required else one.heading for one in kind.all_columns]


def sample_row(kind: Kind, words: Words) -> list[str]:
    return [SAMPLE, *(_example(column, words) for column in kind.columns)]


def _example(column: Column, words: Words) -> str:
    allowed = column.allowed(words)
    return column.example or (allowed[0] if allowed else "")


def csv_template(kind: Kind, *, by: Any) -> str:
    """Headings and the sample row; with the mark by which Excel knows UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(headings(kind))
    writer.writerow([quoted_cell(cell) for cell in sample_row(kind, Words(by=by))])
    return "\ufeff" + text.getvalue()


def xlsx_template(kind: Kind, *, by: Any) -> bytes:
    """The same as a workbook, with a sheet of help and the words to choose from as lists."""
    words, book = Words(by=by), Workbook()
    sheet = book.active
    sheet.title = "Pages"
    sheet.append(headings(kind))
    sheet.append([quoted_cell(cell) for cell in sample_row(kind, words)])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = WIDTH
    sheet.freeze_panes = "B2"
    help_sheet, lists = book.create_sheet("Help"), book.create_sheet("Words")
    help_sheet.append(["Column", "Needed", "What it is", "Words to choose from"])
    for row in help_rows(kind, words):
        help_sheet.append([quoted_cell(cell) for cell in row])
    for letter, width in zip("ABCD", (28, 10, 70, 90), strict=True):
        help_sheet.column_dimensions[letter].width = width
    _offer_words(kind, words, sheet, lists)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def help_rows(kind: Kind, words: Words) -> Iterator[tuple[str, str, str, str]]:
    for column in kind.all_columns:
        allowed = "; ".join(column.allowed(words))
        yield column.heading, "yes" if column.is_required else "", column.help, allowed


def _offer_words(kind: Kind, words: Words, sheet, lists) -> None:
    place = 0
    for number, column in enumerate(kind.all_columns, start=1):
        allowed = column.allowed(words)
        # Where several words may stand in a cell, a list of single ones would be in the way.
        if not allowed or isinstance(column, ManyColumn):
            continue
        place += 1
        for line, word in enumerate([column.heading, *allowed], start=1):
            lists.cell(line, place, quoted_cell(word))
        letter, own = get_column_letter(place), get_column_letter(number)
        choice = DataValidation(
            type="list",
            formula1=f"Words!${letter}$2:${letter}${len(allowed) + 1}",
            allow_blank=True,
        )
        choice.add(f"{own}2:{own}{MOST_ROWS + 1}")
        sheet.add_data_validation(choice)
