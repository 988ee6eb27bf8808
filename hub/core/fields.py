"""Dates as people know them: a year, a month or a day."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

FUZZY_DATE = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


def validate_fuzzy_date(value: str) -> None:
    """Raises ValidationError unless `value` is YYYY, YYYY-MM or YYYY-MM-DD of a real date."""
    message = "Write a year (2021), a month (2021-07) or a day (2021-07-04)."
    match = FUZZY_DATE.match(value)
    if not match:
        raise ValidationError(message)
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError as error:
        raise ValidationError(message) from error


class FuzzyDateField(models.CharField):
    """A date with its precision: "2021", "2021-07" or "2021-07-04".

    The text form sorts by time as it stands and never claims a day that nobody knows.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", "A year, a month (2021-07) or a day (2021-07-04).")
        kwargs["validators"] = [validate_fuzzy_date]
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        return name, path, args, kwargs
