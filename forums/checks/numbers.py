"""Numbers that lead to one person: of records, phones, plates, houses, places on the map."""

import re
from collections.abc import Collection, Iterator

from .findings import NO_PERSON, PART_2, Finding, finding
from .reading import STAFF, SUBSTANCE, Reading

SSN = re.compile(r"(?<![\w-])(?!000)\d{3}-\d{2}-\d{4}(?![\w-])")
SSN_IN_CONTEXT = re.compile(
    r"\b(?:ssn|soc(?:ial)?(?: security)?(?: (?:number|no\.?|#))?|last (?:four|4)(?: of "
    r"(?:his|her|their|the))? "
    r"(?:ssn|social))\W{0,3}(?:(?:is|was|ends (?:in|with)|ending (?:in|with))\W{0,2})?"
    r"(?P<id>\d{3}[ -]?\d{2}[ -]?\d{4}|\d{4})(?![\w-])",
    re.IGNORECASE,
)
IDENTIFIER = (
    r"(?P<id>(?=[A-Z-]{0,6}\d|\d)(?=(?:[^\W\d_]|"
    r"[-/])*(?:\d[A-Z/-]*){3})[A-Z0-9][A-Z0-9/-]{2,24})(?![\w:])"
)
JOINED = r"(?:\W{0,3}(?:is|was|number|num|no|id|ending in)\b){0,3}[\s:#.=(\"']{1,4}"
RECORD = re.compile(
    r"\b(?:MRN|medical record|patient (?:number|id|no)|client (?:number|id|no)|e?PCR|run "
    r"(?:number|no|id)|run(?= ?#)|"
    r"CAD|case (?:number|no|id)|case(?= ?#)|(?:incident|report|event|call|docket|citation|"
    r"complaint) "
    r"(?:number|no|id)|(?:incident|report|event|call|chart|complaint)(?= ?#)|chart (?:number|no)|"
    r"call for service(?: number)?|booking(?: (?:number|no|id))?|inmate (?:number|no|id)|"
    r"inmate(?= ?#)|"
    r"medicaid|medicare|member (?:id|number)|insurance (?:id|number)|driver'?s? licen[sc]e|"
    r"account number)"
    rf"{JOINED}{IDENTIFIER}",
    re.IGNORECASE,
)
# Court cases, bills and reports are public, and so are the short numbers everybody knows.
PUBLIC = re.compile(
    r"(?:(?:19|20)\d\d(?:-\d\d)?|\d{1,2}:?\d{0,2}-?c[vr]-.*|[2-9]11|988)\Z", re.IGNORECASE
)
LEGAL = re.compile(
    r"\b(?:supreme court|circuit|court of appeals|v\.|vs\.|gao|nij|ncj|samhsa|statute|bill|waiver|"
    r"amendment|spa|section|h\.?r\.?|s\.?b\.?|h\.?b\.?)(?:\b|(?<=\.))",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![\w.$-])(?:\+?1[-. ]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])"
    r"|(?<=cell )\d{3}-\d{4}\b|(?<=phone )\d{3}-\d{4}\b|(?<=number is )\d{3}-\d{4}\b|"
    r"(?<=call )\d{3}-\d{4}\b"
    r"|(?<=text )\d{3}-\d{4}\b|(?<=him at )\d{3}-\d{4}\b|(?<=her at )\d{3}-\d{4}\b|"
    r"(?<![\w.$-])[2-9]\d{9}(?![\w.-])",
    re.IGNORECASE,
)
TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
PRIVATE_PHONE = re.compile(
    r"\b(?:(?:his|her|their|home|personal|mom's|mother's) (?:cell|phone|number|mobile))\b",
    re.IGNORECASE,
)
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,4}[a-z]{2,24}\b|\b[\w.-]{2,30} "
    r"[\[(]?at[\])]? [\w-]{2,30} [\[(]?dot[\])]? (?:com|org|net|edu|gov|us)\b",
    re.IGNORECASE,
)
GPS = re.compile(
    r"(?<![\w.])[-+]?\d{1,3}\.\d{4,10}[°\s]{0,2}[NS]?\s?[,;/ ]\s?[-+]?\d{1,3}\.\d{4,10}(?![\w.])"
    r"|\d{1,2}°\s?\d{1,2}['′]\s?[\d.]{0,6}[\"″]?\s?[NS]\b",
)
PLATE = re.compile(
    r"\b(?:plates?|tags?|license plate)(?: number| no\.?)?(?:\W{0,2}(?:is|was|of)\b)?[\s:#]{1,3}"
    r"(?P<id>(?=[A-Z -]{0,8}\d)[A-Z0-9]{2,4}[- ]?[A-Z0-9]{2,4})\b(?<!\b20\d\d)",
)
SUFFIX = (
    r"(?:St|Street|Ave|Avenue|Rd|Road|Blvd|Boulevard|Dr|Drive|Ln|Lane|Ct|Court|Way|Pl|Place|Ter|"
    r"Terrace|Cir|Circle|Hwy|Highway|Pkwy|Parkway)"
)
STREET = re.compile(
    rf"(?<![\w$.-])\d{{1,5}}(?: block of)?(?: (?:[NSEW]\.?|North|South|East|West))?"
    rf"(?: (?:[A-Z][a-z]{{1,20}}|\d{{1,3}}(?:st|nd|rd|th))){{1,3}} {SUFFIX}\b\.?(?:,? (?:apt|"
    rf"apartment|unit|#) ?\w{{1,5}})?"
    rf"|(?<![\w$.-])\d{{2,5}} (?!of|the|a|an|our|this|that|on|in|to|by|at|or|and|is|"
    rf"percent)[a-z]{{3,15}} (?:street|avenue|road|lane|drive|boulevard)\b"
    rf"|(?<![\w$.-])\d{{2,5}} block of (?:[NSEW]\.? )?[A-Z][a-z]{{1,20}}\b",
)
HOME = re.compile(
    r"\b(?:lives?|lived|living|home|house|residence|resides?|apartment|apt|staying|stays|"
    r"address|evict\w{1,3}|"
    r"welfare check|responded to|dispatched to|called to|call at|found at|picked up at|"
    r"barricaded)\b",
    re.IGNORECASE,
)
AGE = re.compile(
    r"(?<![\w.-])(?P<id>9\d|1[01]\d)(?=[- ]?(?:years?|yrs?)?[- ]?(?:old\b|y/?o\b|yo[mf]\b)|"
    r"[- ]year[- ]old)"
    r"|\b(?<=he's )(?P<id4>9\d)\b(?! ?(?:percent|%|days|minutes|miles|calls))|\b(?<=he is "
    r")(?P<id5>9\d)\b(?! ?(?:percent|%|days|minutes|miles|calls))"
    r"|\b(?<=turned )(?P<id6>9\d)\b|\b(?<=turns )(?P<id7>9\d)\b"
    r"|\b(?<=aged )(?P<id2>9\d)\b|\b(?<=age )(?P<id3>9\d)\b",
    re.IGNORECASE,
)
ORGANIZATION = re.compile(
    r"\b(?:department|agency|hospital|building|city|county|law|statute|organization|church|"
    r"program)\b",
    re.IGNORECASE,
)


def find_stops(reading: Reading) -> Iterator[Finding]:
    text = reading.without_links
    for found in SSN.finditer(text):
        yield finding("ssn", *found.span())
    for found in SSN_IN_CONTEXT.finditer(text):
        yield finding("ssn", *found.span("id"))
    for found in RECORD.finditer(text):
        start, end = found.span("id")
        if not PUBLIC.match(found["id"]) and not reading.near(LEGAL, found.start(), end, within=40):
            yield finding("record_number", start, end)


def find_contacts(reading: Reading, *, own: Collection[str]) -> Iterator[Finding]:
    """Phones, e-mail addresses and streets beside a person, or beside words of substance use."""
    text = reading.without_links
    allowed = {_bare(one) for one in own}
    for found in PHONE.finditer(text):
        digits = _bare(found[0])
        if digits in allowed or digits[:3] in TOLL_FREE:
            continue
        private = reading.near(PRIVATE_PHONE, *found.span(), within=30)
        yield from _if_personal(reading, "phone", found, sure=private)
    for found in EMAIL.finditer(text):
        if found[0].lower() not in allowed:
            yield from _if_personal(reading, "email", found)
    for found in STREET.finditer(text):
        lived_in = reading.near(HOME, *found.span(), within=50) and not reading.near(
            STAFF, *found.span(), within=50
        )
        yield from _if_personal(reading, "street_address", found, sure=lived_in)


def find_others(reading: Reading) -> Iterator[Finding]:
    text = reading.without_links
    for kind, pattern in (("gps", GPS), ("plate", PLATE), ("age_over_89", AGE)):
        for found in pattern.finditer(text):
            groups = [name for name, value in found.groupdict().items() if value]
            start, end = found.span(groups[0] if groups else 0)
            if kind != "age_over_89" or not reading.near(ORGANIZATION, start, end, within=30):
                yield finding(kind, start, end)


def _if_personal(
    reading: Reading, kind: str, found: re.Match[str], *, sure: bool = False
) -> Iterator[Finding]:
    start, end = found.span()
    treated = reading.near(SUBSTANCE, start, end, within=150)
    personal = sure or reading.speaks_of_a_person(start, end)
    if personal or (treated and not reading.near(STAFF, start, end, within=100)):
        yield finding(kind, start, end, advice=f"{NO_PERSON} {PART_2}" if treated else None)


def _bare(text: str) -> str:
    """A phone number as its last ten digits, an e-mail address in small letters."""
    return text.strip().lower() if "@" in text else re.sub(r"\D", "", text)[-10:]
