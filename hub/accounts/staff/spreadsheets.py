"""Cells that a spreadsheet shows as text, whatever somebody called themselves."""

import re
from typing import Any

# What Excel, LibreOffice or Google Sheets may take for the start of a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# What an .xlsx file cannot hold.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain_cell(value: Any) -> str:
    text = FORBIDDEN.sub("", str(value))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
