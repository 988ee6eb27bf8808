"""How somebody died or tried to: words that put readers at risk."""

import re
from collections.abc import Iterator

from .findings import Finding, finding
from .reading import Reading

METHOD = re.compile(
    r"\b(?:he|she|they|who|client|patient|caller|man|woman|kid|teen|boy|girl|officer|brother|"
    r"sister|son|daughter|father|mother|husband|wife|friend)\b[^.?!\n]{0,60}?"
    r"(?P<how>\b(?:hanged|hung|shot|stabbed|drowned|burned|poisoned|suffocated) (?:himself|"
    r"herself|themsel(?:f|ves))\b"
    r"|\bslit (?:his|her|their) (?:wrists?|throat)\b"
    r"|\b(?:took|swallowed|ingested|overdosed on) (?:\d{1,4}|a (?:whole )?(?:bottle|handful) "
    r"of|all (?:of )?(?:his|her|their)) ?(?:\w{1,20} )?(?:pills|tablets|tylenol|mg|meds|"
    r"bottle)?\b"
    r"|\bjumped (?:from|off) (?:the |a |an )?\w{1,20}\b(?= (?:bridge|overpass|roof|building|"
    r"parking|balcony|to (?:his|her) death|and died))"
    r"|\b(?:stepped|jumped) in front of (?:a |the )?(?:train|truck|bus|car))"
    r"|(?P<how2>\b(?:died|dead|suicide|killed (?:himself|herself|themselves)|took (?:his|her|"
    r"their) (?:own )?life) (?:by|with|using) "
    r"(?:a |an |the |his |her )?(?:\w{1,12} )?(?:hanging|rope|belt|shotgun|rifle|handgun|gun|"
    r"pistol|ligature|helium|carbon monoxide|razor|knife|jumping|overdose of \w{1,20}))\b",
    re.IGNORECASE,
)
PREVENTION = re.compile(
    r"\b(?:lethal means|means safety|safe storage|prevention|gun locks?|research|"
    r"statistic\w?|percent|data|rates?)\b|%",
    re.IGNORECASE,
)


def find_methods(reading: Reading) -> Iterator[Finding]:
    for found in METHOD.finditer(reading.text):
        if not reading.near(PREVENTION, *found.span(), within=120):
            yield finding("suicide_method", *found.span("how" if found["how"] else "how2"))
