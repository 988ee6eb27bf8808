"""Days: of birth, and beside a person."""

import re
from collections.abc import Iterator

from .findings import Finding, finding
from .reading import Reading

MONTHS = (
    "january february march april may june july august september october november december".split()
)
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
YEAR = r"(?:19|20)\d\d"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
ORDINAL = rf"{DAY}(?:st|nd|rd|th)?"
DATE_WITH_YEAR = (
    rf"(?:(?P<m1>1[0-2]|0?[1-9])(?P<sign>[/.-])(?P<d1>{DAY})(?P=sign)(?:{YEAR}|\d\d)"
    rf"|{YEAR}-(?P<m2>\d\d)-(?P<d2>{DAY}))(?![\d/-])"
)
DATE_IN_WORDS = (
    rf"(?:(?P<m3>{MONTH})\.? (?P<d3>{ORDINAL})(?![\d:%])(?:,? {YEAR})?"
    rf"|(?P<d4>{ORDINAL}) (?:of )?(?P<m4>{MONTH})\b\.?(?:,? {YEAR})?)"
)
SHORT_DATE = rf"(?:(?<=\bon )(?P<m5>1[0-2]|0?[1-9])/(?P<d5>{DAY})(?![\d/-]))"
DATE = re.compile(rf"(?<![\w/.-])(?:{DATE_WITH_YEAR}|{DATE_IN_WORDS}|{SHORT_DATE})", re.IGNORECASE)
BIRTH = re.compile(
    r"\b(?:d\.?o\.?b\b\.?|date of birth|birth ?date)(?:\W{0,3}(?:is|was|of)?\W{0,3})?"
    r"(?P<digits>\d{8}|\d{6})?",
    re.IGNORECASE,
)
BORN = re.compile(
    r"\b(?:born(?: on)?|(?:his|her|their) birthday(?: is| was)?(?: on)?)\W{0,3}", re.IGNORECASE
)
WHOLE_YEAR = re.compile(r"(?:19|20)\d\d")
BORN_THINGS = re.compile(
    r"\b(?:program|team|unit|idea|project|service|pilot|office|network|partnership|hub|law)s?\b",
    re.IGNORECASE,
)
DATE_THEN_BIRTH = re.compile(r"\W{1,3}(?:d\.?o\.?b\b|date of birth)", re.IGNORECASE)


def find_dates(reading: Reading) -> Iterator[Finding]:
    text = reading.without_links
    ends = {found.end() for found in BIRTH.finditer(text)}
    born = {found.end() for found in BORN.finditer(text)}
    for found in BIRTH.finditer(text):
        if found["digits"]:
            yield finding("date_of_birth", *found.span("digits"))
    for found in DATE.finditer(text):
        start, end = found.span()
        if (
            start in ends
            or DATE_THEN_BIRTH.match(text, end)
            or (start in born and _is_a_person_born(reading, start, end))
        ):
            yield finding("date_of_birth", start, end)
        elif reading.speaks_of_a_person(start, end, within=80):
            yield _general(text, found)


def _is_a_person_born(reading: Reading, start: int, end: int) -> bool:
    """Whoever is born on a whole date is a person, unless it is said to be a program."""
    if reading.speaks_of_a_person(start, end, within=60):
        return True
    date, before = reading.text[start:end], reading.text[max(start - 60, 0) : start]
    return bool(WHOLE_YEAR.search(date)) and not BORN_THINGS.search(before)


def _general(text: str, found: re.Match[str]) -> Finding:
    """The day with the "on" before it: "in early October" takes the place of both."""
    start, end = found.span()
    part = part_of_month(found)
    if part and text[max(start - 3, 0) : start].lower() == "on ":
        return finding("exact_date", start - 3, end, mask=f"in {part}")
    return finding("exact_date", start, end, mask=part)


def part_of_month(found: re.Match[str]) -> str | None:
    """ "early October" for 10/3/2026; None for a date that no month has."""
    month = next((found[f"m{n}"] for n in range(1, 6) if found[f"m{n}"]), "")
    day = next((found[f"d{n}"] for n in range(1, 6) if found[f"d{n}"]), "0")
    number = int(re.sub(r"\D", "", day))
    if month.isdigit():
        name = MONTHS[int(month) - 1] if 1 <= int(month) <= 12 else None
    else:
        name = next((one for one in MONTHS if one.startswith(month.lower()[:3])), None)
    if name is None:
        return None
    part = "early " if number <= 10 else "mid-" if number <= 20 else "late "
    return part + name.capitalize()
