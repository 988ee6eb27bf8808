"""CSV files: text that spreadsheet programs open."""

import re

from django.core.exceptions import ValidationError

NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FORMULA = re.compile(r'(?:^|[,;\t])"?[=@+](?=[A-Za-z(])', re.MULTILINE)


def check_csv(data: bytes, suffix: str) -> list[str]:
    """What readers should know of a table. Raises ValidationError when it is not plain text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError("Save this table as CSV in UTF-8 and try again.") from error
    if NOT_TEXT.search(text):
        raise ValidationError("This is not a CSV file, though its name says so.")
    if FORMULA.search(text):
        return ["Some cells begin like a formula. A spreadsheet program may run them."]
    return []
