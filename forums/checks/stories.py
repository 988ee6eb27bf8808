"""Stories that point to one person without any name: age, day, place and event together."""

import re
from collections.abc import Iterator

from .dates import DATE
from .findings import Finding, finding
from .reading import PERSON, Reading

AGE = re.compile(
    r"\b\d{1,2}[- ]?(?:year|yr)s?[- ]?old\b|\b\d{2} ?y/?o\b|\b\d{2} ?yo[mf]\b|\baged? \d{1,2}\b|"
    r"\b(?:guy|gentleman|lady|man|woman|caller|client|patient|male|female|vet|veteran|mother|"
    r"father|resident|teacher|nurse), "
    r"(?:age )?\d{2},|"
    r"\b(?:fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)[- ]year[- ]old\b",
    re.IGNORECASE,
)
DAY = re.compile(
    r"\b(?:last night|yesterday|this morning|tonight|last (?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day|"
    r"(?:on|this|late|early) (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues|wednes|"
    r"thurs|fri|satur|sun)day "
    r"(?:night|morning|evening|afternoon)|last week(?:end)?|over the weekend|christmas "
    r"(?:eve|day)|thanksgiving|halloween|"
    r"new year'?s (?:eve|day)|(?:the )?(?:4th|fourth) of july|easter)\b",
    re.IGNORECASE,
)
KIND_OF_PLACE = (
    r"(?:Bridge|Park|Motel|Inn|Hotel|Apartments|Church|High|School|Elementary|Lake|River|"
    r"Creek|Mall|Road|Street|"
    r"Ave|Avenue|Trailer|Plaza|Diner|Station|Library|Overpass|Landing|Casino|Reservation)"
)
PLACE = re.compile(
    rf"\b(?:in|near|at|off|under|from|by|outside|on|behind) (?:the )?(?:[a-z]{{1,10}} "
    rf")?(?!(?:January|February|March|April|May|"
    rf"June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|"
    rf"Thursday|Friday|Saturday|"
    rf"Sunday|Christmas|Thanksgiving|English|Spanish|ER|ED|EMS|CIT|"
    rf"I)\b)[A-Z][a-z]{{2,20}}(?: [A-Z][a-z]{{1,20}}){{0,3}}(?:'s)?\b"
    rf"|\b[A-Z][a-z]{{2,20}} {KIND_OF_PLACE}\b"
    r"|\bin (?:a|our|this|the) (?:tiny |small )?(?:town|village|hamlet|county) of "
    r"\d{1,3}(?:,\d{3})?\b"
    r"|\b(?:our|this|the|a) (?:only|tiny|small|little) (?:town|village|high school|"
    r"reservation|church|motel)\b"
    r"|\bthe only (?:motel|gas station|school|church|store|bar|diner|bank|bridge) in (?:town|"
    r"the county)\b"
)
EVENT = re.compile(
    r"\b(?:jumped|jumping|overdosed|barricad\w{2,3}|stabb?\w{2,4}|shot|on fire|hanged|"
    r"hanging|drown\w{0,3}|crash(?:ed)?|"
    r"stand-?off|in the news|on the news|arrested|tased|killed|died|suicide|attempt(?:ed)?|"
    r"naked|hostage|evicted|"
    r"swat|hit by|bridge|threatened|assault\w{0,3}|burn(?:ed|t)? down|rollover|"
    r"kidnapp\w{2,3}|ran (?:away|into)|"
    r"lost (?:his|her) (?:leg|legs|arm|baby|child)|machete|knife)\b",
    re.IGNORECASE,
)
ONLY_ONE = re.compile(
    r"\b(?:he|she|they)(?:'s| is| are|'re| was) (?:probably |likely )?the only "
    r"(?:[\w-]{1,20} ){1,4}(?:in|on|at) (?:the |this |our )?(?:whole |entire )?"
    r"(?:town|county|village|city|reservation|school|area|valley|island|tribe|block)\b"
    r"|\b(?:the|our|town's) only (?:amputee|transgender|trans|deaf|blind|black|muslim|asian|"
    r"jewish|hmong|somali|sikh|gay|lesbian|"
    r"pregnant|refugee|quadriplegic|paraplegic|wheelchair)\b[^.\n]{0,40}\b(?:town|county|"
    r"village|school|area|reservation)\b"
    r"|\bthe only one (?:in|on) (?:our|the|this) (?:town|county|village|reservation|school|"
    r"valley|island)\b"
    r"|\b(?:mayor|councilman|councilwoman|council ?member|sheriff|judge|pastor|priest|"
    r"principal|coach|commissioner|"
    r"senator|superintendent)'s (?:\w{1,12} )?(?:son|daughter|wife|husband|brother|sister|"
    r"kid|nephew|niece|mother|father|mom|dad|grandson|granddaughter|ex)\b"
    r"|\b(?:you (?:may |might |probably |all )?(?:have )?s(?:aw|een) (?:it|this|him|her|"
    r"them)|(?:it|he|she|this) (?:was|made) (?:all over |on |in )?)\s?(?:on |in )?the "
    r"(?:\w{1,10} )?(?:news|paper|papers|headlines)\b"
    r"|\b(?:everyone|everybody)(?: here| in town| around here)? knows (?:him|her|the family|"
    r"who|exactly who)\b"
    r"|\bused to (?:play|pitch|coach|teach|anchor)\b[^.\n]{0,30}\b(?:for|at|on) (?:the |our "
    r")?(?:[A-Z]\w+|local|channel)\b",
    re.IGNORECASE,
)
PROGRAM = re.compile(
    r"\bthe only (?:program|team|unit|agency|provider|clinician|co-responder)", re.IGNORECASE
)
WINDOW = 320


def find_stories(reading: Reading) -> Iterator[Finding]:
    for found in ONLY_ONE.finditer(reading.text):
        if not PROGRAM.search(found[0]):
            yield finding("story", *found.span())
    yield from _told(reading)


def _told(reading: Reading) -> Iterator[Finding]:
    """Where three of age, day, place and event stand close together and somebody is meant."""
    hits = sorted(
        (*found.span(), kind)
        for kind, pattern in enumerate((AGE, DAY, DATE, PLACE, EVENT))
        for found in pattern.finditer(reading.text)
    )
    first = done = 0
    for number, (start, end, _) in enumerate(hits):
        while hits[first][0] < start - WINDOW:
            first += 1
        # A day is a day, in words or as a date.
        close = {
            min(kind, 1) if kind < 2 else max(kind - 1, 1)
            for _, _, kind in hits[max(first, done) : number + 1]
        }
        if len(close) >= 3 and _somebody(reading, hits[first][0], end, has_age=0 in close):
            yield finding("story", *hits[max(first, done)][:2])
            done = number + 1


def _somebody(reading: Reading, start: int, end: int, *, has_age: bool) -> bool:
    return (
        has_age
        or reading.near(PERSON, start, end, within=60)
        or reading.speaks_of_a_person(start, end, within=30)
    )
