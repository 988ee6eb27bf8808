"""A text made ready for the checks: plain signs at the same places, and who it speaks of where."""

import re
import unicodedata
from bisect import bisect_left
from functools import cached_property

SAME_WIDTH = str.maketrans(
    dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("‘’‛′`´", "'")
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("\xa0\u2007\u2009\u202f*~\\", " ")
)
UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
ADDRESS = re.compile(r"https?://[^\s<>)\]]{1,2000}", re.IGNORECASE)

NOUNS = (
    "client|patient|consumer|caller|decedent|deceased|victim|inmate|detainee|subject|individual|"
    "gentleman|lady|woman|man|guy|boy|girl|kid|teen|teenager|pt"
)
# "The client" is one person; "clients" and "a client" are mostly practice.
PERSON = re.compile(
    rf"\b(?:(?:the|this|that|my|our|one|same|another) (?:[a-z-]{{1,15}} ){{0,2}}(?:{NOUNS})|pt)\b"
    r"|\b(?:client|patient|caller|subject|pt)(?:'s)? (?:name|e-?mail|phone|cell|number|"
    r"address|dob|tiktok|insta(?:gram)?|facebook|"
    r"is|was|has|had|lives?|lived|refused|overdosed|relapsed|left|went|came|told)\b"
    rf"|\bd(?:ecedent|eceased)\b|\b(?:a|an|the) (?:\d\d?|[a-z]{{3,12}}-?){{1}}"
    rf"[- ](?:year|yr)s?[- ]old\b|\b(?:his|her|my client's|my patient's) "
    rf"(?:mom|mother|dad|father|wife|husband|son|daughter|brother|sister|girlfriend|boyfriend)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
ENCOUNTER = re.compile(
    r"\b(?:hospital(?:ized|ised)?|ER|ED|jail(?:ed)?|arrest(?:ed)?|custody|detox|rehab|"
    r"off (?:his|her|their) meds|(?:his|her) (?:meds|medications?)|psychosis|psychotic|suicidal|"
    r"schizo\w{1,12}|bipolar|delusion\w{0,5}|hallucinat\w{1,5}|voices|overdos\w{1,3}|relaps\w{1,3}|"
    r"sober|shelter|on the bridge|(?:emergency|72-hour) hold|5150|baker act|transported|"
    r"welfare check|"
    r"barricaded|naked|diagnos\w{1,5}|homeless|unhoused|took (?:him|her))\b",
    re.IGNORECASE,
)
# Whoever works here is not whom we protect: their numbers and dates are theirs to give.
STAFF = re.compile(
    r"\b(?:director|chief|coordinator|supervisor|officer|sergeant|sgt|lieutenant|lt|captain|deputy|"
    r"manager|sheriff|clinician|trainer|instructor|commissioner|senator|governor|judge|professor|"
    r"author|researcher|colleague|coworker|counterpart|team|office|program|agency|department|"
    r"webinar|training|conference|meeting|council|bill|grant|hired|joined|promoted|retire[ds]?|"
    r"presented|presents|presentation|keynote|testimony|testified|proposal|signed|hotline|"
    r"warm ?line|intake|clinic|center|front desk|website|extension|reach us|call us|contact us|"
    r"said|says|wrote|suggested|mentioned|posted|idea|point|question|reply|thanks|thank you)\b",
    re.IGNORECASE,
)
SUBSTANCE = re.compile(
    r"\b(?:detox|rehab|methadone|suboxone|buprenorphine|moud|opioids?|fentanyl|heroin|meth|cocaine|"
    r"overdos\w{1,3}|substance use|addiction|addicted|relaps\w{1,3}|sober|recovery|narcan|naloxone|"
    r"treatment|sud|drinking|withdrawal)\b",
    re.IGNORECASE,
)


class Reading:
    """`text` as the checks read it; every sign stands where it stood, so places stay true."""

    def __init__(self, text: str) -> None:
        plain = text if text.isascii() else "".join(map(_digit, text))
        self.text = UNDERSCORE.sub(" ", plain.translate(SAME_WIDTH))
        # Numbers in addresses of pages are nobody's.
        self.without_links = ADDRESS.sub(lambda found: " " * len(found[0]), self.text)

    @cached_property
    def _places(self) -> dict[re.Pattern[str], list[int]]:
        return {}

    def near(self, pattern: re.Pattern[str], start: int, end: int, *, within: int) -> bool:
        """Whether `pattern` stands at most `within` characters before or after."""
        if pattern not in self._places:
            self._places[pattern] = [found.start() for found in pattern.finditer(self.text)]
        places = self._places[pattern]
        at = bisect_left(places, start - within)
        return at < len(places) and places[at] <= end + within

    def speaks_of_a_person(self, start: int, end: int, *, within: int = 100) -> bool:
        """Whether somebody served is meant here. A pronoun beside words of work is a colleague."""
        if self.near(PERSON, start, end, within=within):
            return True
        if not self.near(PRONOUN, start, end, within=within):
            return False
        return self.near(ENCOUNTER, start, end, within=within) or not self.near(
            STAFF, start, end, within=within
        )


def _digit(sign: str) -> str:
    if sign.isascii() or unicodedata.category(sign) != "Nd":
        return sign
    return str(unicodedata.digit(sign))
