"""Rich text (rtf) and plain text (txt, ics)."""

import re

from django.core.exceptions import ValidationError

from .tables import NOT_TEXT

# Objects of other programs inside, and what fetches them.
RUNS = re.compile(rb"\\(?:object|objdata|objupdate|objautlink|objocx)\b|\\template\b")
START = {".ics": "BEGIN:VCALENDAR"}


def check_rtf(data: bytes, suffix: str) -> list[str]:
    if not data.startswith(b"{\\rtf"):
        raise ValidationError("This is not an RTF file, though its name says so.")
    if RUNS.search(data):
        raise ValidationError(
            "This file holds parts of other programs. Save it without them and try again."
        )
    return []


def check_text(data: bytes, suffix: str) -> list[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError("Save this text in UTF-8 and try again.") from error
    if NOT_TEXT.search(text) or not text.lstrip().startswith(START.get(suffix, "")):
        raise ValidationError("The content of this file does not fit its name.")
    return []
