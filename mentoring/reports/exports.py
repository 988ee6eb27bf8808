"""A report as CSV and as a workbook. What leaves the hub hides small numbers, always."""

import csv
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from hub.accounts.staff.spreadsheets import plain_cell

from .period import Period
from .tables import FEW, Report, Table

NOTE = (
    f"Numbers from 1 to 10 are written as “{FEW}”. Another number is left out where it would give "
    "away a hidden one. Requests marked as samples are not counted."
)
# What a sheet may be called at most.
LONGEST_NAME = 31
FORBIDDEN_IN_NAMES = str.maketrans("", "", "[]:*?/\\")


def to_csv(report: Report, period: Period) -> str:
    """One line for each number: table, row, value; readable by machines and people."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(["table", "row", "value", "note"])
    writer.writerow(["Period", _days(period), "", NOTE])
    for table in report.tables:
        for line in table.lines:
            cells = [table.title, line.label, _plain_value(line), table.note]
            writer.writerow([plain_cell(cell) for cell in cells])
    return written.getvalue()


def to_workbook(report: Report, period: Period) -> bytes:
    """A sheet for each table, and one that says what these numbers are."""
    book = Workbook()
    first: Any = book.active
    first.title = "About"
    for text in ("Requests for mentors", _days(period), NOTE):
        first.append([text])
    for table in report.tables:
        _write_sheet(book, table)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write_sheet(book: Workbook, table: Table) -> None:
    sheet: Any = book.create_sheet(_sheet_name(book, table.title))
    sheet.append([plain_cell(table.column), "Number"])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in table.lines:
        value = line.value if line.value is not None else plain_cell(line.shown)
        sheet.append([plain_cell(line.label), value])
    if table.note:
        sheet.append([plain_cell(table.note)])
    sheet.column_dimensions["A"].width = 48


def _sheet_name(book: Workbook, title: str) -> str:
    name = title.translate(FORBIDDEN_IN_NAMES)[:LONGEST_NAME]
    return name if name not in book.sheetnames else f"{name[: LONGEST_NAME - 2]} 2"


def _plain_value(line: Any) -> str:
    return f"{line.value:g}" if line.value is not None else line.shown


def _days(period: Period) -> str:
    return f"{period.first.isoformat()} to {period.last.isoformat()}"
