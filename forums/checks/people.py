"""Names, profiles and recordings of people served."""

import re
from collections.abc import Iterator
from itertools import chain

from .findings import PART_2, Finding, finding
from .first_names import FIRST_NAMES
from .reading import ENCOUNTER, NOUNS, PERSON, PRONOUN, STAFF, SUBSTANCE, Reading

CAPITAL = r"(?-i:[A-Z][a-zà-ÿ'’]{1,20}(?:-[A-Z][a-zà-ÿ]{1,20})?)"
NOT_NAMES = (
    "Services?|Care|Advocates?|Advocacy|Assistance|Rights|Safety|Outcomes?|Health|Engagement|"
    "Navigators?|"
    "Portal|Protection|Centered|First|Satisfaction|Bill|Act|Centers?|Access|Choice|Support|"
    "Fund|Privacy|"
    "Experience|Relations|Placement|Transport|Questionnaire|Medicaid|Medicare|Narcan|"
    "Suboxone|Spanish|"
    "English|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|"
    "April|May|"
    "June|July|August|September|October|November|December|The|This|That|These|Those|There|"
    "They|Their|"
    "Then|He|She|His|Her|It|Its|We|Our|You|Your|And|But|Or|If|When|Where|Who|Why|What|How|In|"
    "On|At|For|"
    "From|With|To|As|Is|Was|Were|Has|Had|Do|Does|Did|Not|No|Yes|Also|After|Before|While|"
    "Because|So|Some|"
    "Once|Since|Unless|Until|An|All|Any|Both|Each|Most|My|Officers?|Chief|Sergeant|Deputy|"
    "Doctor|Dr|"
    "Sheriff|Police|Fire|Crisis|Mental|Behavioral|Co|Advance|Self|Review|Health|Emergency|"
    "Step|Phase|"
    "Level|Part|Section|Chapter|Table|Number|Record|Records|Tracking|Follow|Contact|Intake|"
    "Discharge"
)
NAME = rf"(?P<name>(?!(?-i:{NOT_NAMES})\b){CAPITAL}(?: (?!(?-i:{NOT_NAMES})\b){CAPITAL}){{0,2}})"
# "Mr. X": one letter is still somebody.
TITLED = re.compile(r"\b(?-i:(?:Mrs?|Ms|Mx)\.? ?|Miss )(?P<name>(?-i:[A-Z][\w'’-]{0,20}))(?![\w-])")
CALLED = re.compile(
    rf"\b(?:{NOUNS}|mother|father|son|daughter|brother|sister|wife|husband|veteran|person|"
    rf"neighbor|student)"
    rf"(?:'s name (?:is|was)|,? (?:named|called|initials)|,| \(|:)? ?(?<=[ (])[\"'(]?{NAME}",
    re.IGNORECASE,
)
NAME_IS = re.compile(
    rf"\b(?:his|her|their|(?:client|patient|caller|subject)(?:'s)?) (?:first |last |full |"
    rf"real )?name(?: is| was|:)? {NAME}"
    rf"|\bthe {NAME.replace('<name>', '<name3>')} (?-i:family|household|boys|brothers|twins|"
    rf"kids|sisters)\b(?! (?:foundation|center|services|medicine|court|fund|clinic))"
    rf"|\b(?:he|she) goes by {NAME.replace('<name>', '<name2>')}"
    rf"|\b(?:id'd|identified|known) as {NAME.replace('<name>', '<name4>')}"
    rf"|\b(?:maiden|last|family) name is {NAME.replace('<name>', '<name5>')}"
    rf"|{NAME.replace('<name>', '<name6>')} \((?:{NOUNS})\)",
    re.IGNORECASE,
)
FIRST_NAME = re.compile(
    r"(?<![@#\w.'-])(?<!Officer )(?<!Chief )(?<!Dr )(?<!Dr\. )(?<!Sgt )(?<!Sgt\. )(?<!Deputy )"
    r"(?<!Detective )(?<!St\. )(?<!Saint )(?<!Thanks )(?<!Thanks, )(?<!Hi )(?<!Hey )(?<!Hello )"
    r"(?<!Dear )(?<!agree with )"
    rf"(?P<name>(?:{'|'.join(sorted(FIRST_NAMES))})(?: [A-Z][a-z]{{2,20}})?)"
    r"(?!'s? Law|'s? Place|-|\w| Act\b| County| House| Center| Street)"
)
MET = re.compile(
    rf"\b(?:picked up|transported|brought|arrested|tased|found|detained) "
    rf"(?P<name>{'|'.join(sorted(FIRST_NAMES))})\b",
    re.IGNORECASE,
)
CARE = re.compile(
    r"\b(?:was|is|had|has|got|went|been|keeps?|kept|refused|told|asked|came|left|ran|stopped|"
    r"lives?|called|again)\b",
    re.IGNORECASE,
)
NETWORK = (
    r"(?:facebook|instagram|insta|tiktok|snap(?:chat)?|twitter|discord|youtube|onlyfans|linkedin)"
)
PROFILE = re.compile(
    rf"\b{NETWORK}\b(?:\W{{0,3}}(?:is|was|handle|name|account|profile|page|under|"
    rf"as)\b){{0,3}}\W{{1,3}}(?P<id>@\w[\w.]{{2,30}}|(?=\w{{0,20}}[\d_.])\w[\w.]{{3,30}})"
    rf"|(?P<id2>@\w[\w.]{{2,30}}) on {NETWORK}\b|"
    rf"(?P<id3>(?:https?://)?(?:www\.)?{NETWORK}\.com/[\w.@/-]{{2,60}})",
    re.IGNORECASE,
)
RECORDING = re.compile(
    r"\b(?:(?:911|emergency|dispatch) (?:audio|calls?|recording|tape)"
    r"|(?:(?:body|dash)[- ]?(?:worn )?cam(?:era)?s?|bwc)(?: (?:video|footage|clip))?"
    r"|footage|video|photos?|pictures?|screenshots?|recording|selfie) (?:of|from|with|showing) "
    r"(?:(?:the|this|that|our|my|last night's|a|yesterday's) )?(?:[a-z]{1,12} )?(?:call|"
    r"scene|incident|encounter|stop|him|her|"
    rf"{NOUNS}|face|his \w{{1,12}}|her \w{{1,12}})\b",
    re.IGNORECASE,
)
SHARES = re.compile(
    r"\b(?:attach\w{0,3}|upload\w{0,3}|post(?:ed|ing)?|shar(?:e|ed|ing)|here(?:'s| is| are)|"
    r"watch|link|see|took|dm|send|sent)\b",
    re.IGNORECASE,
)


def find_people(reading: Reading) -> Iterator[Finding]:
    for found in TITLED.finditer(reading.text):
        works = reading.near(STAFF, *found.span(), within=40)
        if not works or reading.speaks_of_a_person(*found.span()):
            yield _name(reading, *found.span())
    for found in chain(CALLED.finditer(reading.text), NAME_IS.finditer(reading.text)):
        yield _name(reading, *found.span(found.lastgroup or "name"))
    for found in chain(FIRST_NAME.finditer(reading.text), MET.finditer(reading.text)):
        if _is_served(reading, *found.span("name")):
            yield _name(reading, *found.span("name"))


def find_traces(reading: Reading) -> Iterator[Finding]:
    """Profiles and recordings."""
    for found in PROFILE.finditer(reading.text):
        if reading.speaks_of_a_person(*found.span(), within=60):
            yield finding("social_handle", *found.span(found.lastgroup or 0))
    for found in RECORDING.finditer(reading.text):
        if reading.near(SHARES, *found.span(), within=50):
            yield finding("recording", *found.span())


def _is_served(reading: Reading, start: int, end: int) -> bool:
    """Whether a first name in passing is of somebody met on a call, and not of a colleague."""
    if not reading.near(ENCOUNTER, start, end, within=70):
        return False
    if reading.near(STAFF, start, end, within=45):
        return False
    return (
        reading.near(PRONOUN, end, end, within=60)
        or reading.near(PERSON, start, end, within=60)
        or bool(CARE.match(reading.text, end + 1))
    )


def _name(reading: Reading, start: int, end: int) -> Finding:
    treated = reading.near(SUBSTANCE, start, end, within=150)
    return finding("name", start, end, advice=f"Leave names out. {PART_2}" if treated else None)
