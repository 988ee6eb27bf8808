"""OpenDocument texts (odt): a ZIP file like the office files, with other names inside."""

import re
from io import BytesIO
from zipfile import ZipFile

from django.core.exceptions import ValidationError

from .office import UNREADABLE, check_size

KIND = b"application/vnd.oasis.opendocument.text"
RUNS = re.compile(r"^(?:Basic|Scripts)/|^Object \d+/|\.(?:bin|jar|class)$", re.IGNORECASE)


def check_opendocument(data: bytes, suffix: str) -> list[str]:
    """Raises ValidationError when it is not a text, holds macros or is a bomb."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            check_size(archive.infolist())
            with archive.open("mimetype") as part:
                kind = part.read(200).strip()
            runs = any(RUNS.search(name) for name in archive.namelist())
    except (*UNREADABLE, KeyError) as error:
        raise ValidationError("This file is damaged. Save it anew and try again.") from error
    if kind != KIND:
        raise ValidationError(f"This is not an {suffix[1:]} file, though its name says so.")
    if runs:
        raise ValidationError(
            "This file holds macros or other files. Save it without them and try again."
        )
    return []
