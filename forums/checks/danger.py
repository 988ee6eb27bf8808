"""Words by which an author may be in danger. When in doubt they count; help costs little."""

import re
from collections.abc import Iterator

from .findings import Finding, finding
from .reading import Reading

I_AM = r"\bi(?:'m| am|'ve been| have been| feel| keep| was)? (?:[a-z']{1,12} ){0,3}?"
WEAPON = r"\bmy (?:service |duty )?(?:weapon|gun|pistol|firearm|sidearm|glock)\b"
NOBODY = r"(?:nobody|no ?one)(?: is|'s)? (?:else )?(?:home|here|around)\b"
NOT_THE_SUBJECT = (
    r"(?! (?:prevention|calls?|risk|training|rates?|screen|data|awareness|watch|loss|policy))"
)
# One phrase a line; safe-messaging guides and what members of such networks write.
PHRASES = (
    rf"{I_AM}(?:want|wanna|need|going|ready|wanted)(?: to)? (?:die|be dead|disappear forever)\b",
    rf"{I_AM}(?:want|going|ready|wanted) to (?:end my life|kill myself|end everything)\b",
    rf"{I_AM}(?:want|going|ready) to end it(?: all)?\b(?! (?:with|as|in|by|at|early|there))",
    rf"{I_AM}(?:want|wanted) to not (?:be here|exist|wake up)\b",
    r"\bi wish i (?:was|were) dead\b|\bi wish i(?: had|'d) never been born\b",
    r"\bi(?:'d| would) (?:be better off|rather be) dead\b",
    r"\b(?:kill|hang|hurt|cut|harm|shoot|drown)(?:t?ing)? myself\b(?! in the foot)|"
    r"\boverdose myself\b",
    r"\b(?:ending|end|took|take|taking) my (?:own )?life\b",
    rf"{I_AM}(?:thinking|thought|dreaming) (?:of|about) ending (?:it|everything|things)(?: all)?\b",
    rf"{I_AM}(?:thinking|thought|dreaming) (?:of|about) suicide\b{NOT_THE_SUBJECT}",
    rf"{I_AM}(?:thinking|thought|dreaming) (?:of|about) (?:dying|not being here|jumping)\b",
    r"\bi (?:can'?t|cannot|can not|couldn'?t) (?:go on|keep going|take (?:it|this)|do this|"
    r"live like this|keep doing this|carry on|hold on)(?: any ?(?:more|longer)| like this)?"
    r"(?= *(?:[.!?,;:)\n\"]|\Z|(?:and|but|living|like this|tonight|i)\b|with (?:my )?life))",
    r"\bi (?:[a-z]{1,8} ){0,3}?(?:don'?t|do not) (?:want to|wanna) "
    r"(?:live|be here|be alive|exist|wake up)\b(?! (?:in|at (?:the|this)))",
    r"\b(?:no reason|nothing(?: left)?) (?:for me )?to live\b",
    r"\bno point (?:in|to) (?:living|life|going on|being alive)\b|\bnot worth living\b",
    r"\b(?:better off|easier|happier) without me\b",
    r"\b(?:better off|easier|happier) if i(?:'m| am| were| was) (?:gone|dead|not here)\b",
    r"\bi(?:'m| am)? (?:[a-z']{1,8} ){0,3}?(?:not|don'?t|can'?t|cannot) see "
    r"(?:a|any|another|the) (?:way out|future)\b",
    r"\bi (?:[a-z]{1,8} ){0,2}?want (?:it|everything|the pain)(?: all)? to (?:stop|end|be over)\b",
    r"\b(?:and|to) never wake up\b|\b(?:tired|sick) of (?:living|being alive)\b|\bi hate my life\b",
    r"\b(?:nobody|no ?one) would (?:miss me|(?:notice|care) if i)\b",
    r"\b(?:wanna|want to|gonna|going to) kms\b|\bmy (?:suicide|goodbye) (?:note|letter)\b",
    r"\bi (?:won'?t|will not) be (?:here|around|alive) (?:much longer|after tonight|by morning)\b",
    r"\bmy (?:last|final) (?:post|goodbye|message|night)\b(?! (?:shift|on))",
    rf"{I_AM}suicidal\b|\bi have a plan to (?:die|kill|end)\b",
    r"\b(?:eat|eating|swallow|swallowing) (?:my|a) (?:gun|pistol|bullet)\b|\bblow my "
    r"(?:brains|head)\b",
    rf"{WEAPON}[^.?!\n]{{0,60}}\b(?:{NOBODY}|in my (?:mouth|hand|lap)|home alone|to my head|"
    rf"one bullet)",
    rf"{WEAPON}[^.?!\n]{{0,60}}\b(?:house|home|apartment) is empty\b|"
    rf"\b{NOBODY}[^.?!\n]{{0,40}}{WEAPON}",
    rf"\b(?:staring|looking) at {WEAPON}|\b(?:sitting|alone) (?:here )?with {WEAPON}",
    r"\b(?:me quiero morir|quiero morir(?:me)?|quiero matarme|quitarme la vida)\b",
    r"\bno quiero (?:vivir|seguir viviendo)\b|\bya no puedo m[aá]s\b",
)
CRISIS = re.compile("|".join(PHRASES), re.IGNORECASE)

OTHERS = (
    r"he|she|they|who|someone|somebody|people|callers?|clients?|patients?|persons?|individuals?|"
    r"subjects?|man|woman|kids?|teens?|students?|youth|veterans?|mother|father|brother|sister|"
    r"son|daughter|friend|neighbor|him|her"
)
SAID = (
    r"said|says?|saying|stat(?:ed|es|ing)|told|tells?|telling|text(?:ed|s|ing)?|wrote|writes|"
    r"yell\w{0,3}|scream\w{0,3}|report(?:ed|s|ing)?|express\w{0,3}|kept|repeat\w{0,3}|"
    r"threaten\w{0,3}"
)
CITED = (
    r"statements?|phrases?|words?|things?|questions?|answers?|messages?|texts?|say|said|saying|"
    r"hears?|heard|hearing|respond to|reply to|response to|such as|like|means?|example|script|"
    r"prompts?|teach"
)
# Somebody else says it, or it is cited. After "but" the author speaks again.
SAID_BY_OTHERS = re.compile(
    rf"(?:\b(?:{OTHERS})\b(?: (?!i\b)[\w-]{{1,15}}){{0,3}}? (?:{SAID})\b"
    rf"|\b(?:{CITED})\b(?: i hear[d]?)?[^\w.?!\n]{{0,3}}[:\"'])"
    r"(?:(?!\b(?:but|yet|still|because|though|and i)\b)[^.?!\n]){0,50}\Z",
    re.IGNORECASE,
)
BY_AUTHOR = re.compile(r"\bI (?:[a-z]{1,12} ){0,2}(?:said|told|say|tell|wrote)\b[^.?!\n]{0,60}\Z")
LONG_AGO = re.compile(
    r"\b(?:(?:years?|months|decades?) ago|back then|used to|in (?:19|20)\d\d|at the time|"
    r"when i was|"
    r"in recovery)\b",
    re.IGNORECASE,
)
PAST = re.compile(r"\b(?:wanted|thought|couldn'?t|was|took|had)\b", re.IGNORECASE)
# "Ending it" may be said of these.
OF_WORK = re.compile(
    r"\b(?:pilot|program|contract|grant|partnership|agreement|subscription|lease|project|trial|"
    r"shift|meeting|call)\b",
    re.IGNORECASE,
)
VAGUE = re.compile(r"\bend(?:ing)? (?:it|things|everything)\Z", re.IGNORECASE)
QUOTED = re.compile(r"^ {0,3}>.*$", re.MULTILINE)


def find_danger(reading: Reading) -> Iterator[Finding]:
    text = QUOTED.sub(lambda found: " " * len(found[0]), reading.text)
    for found in CRISIS.finditer(text):
        if not _is_elsewhere(text, found):
            yield finding("crisis", *found.span())


def _is_elsewhere(text: str, found: re.Match[str]) -> bool:
    """Whether these words are plainly somebody else's, long past, or about a program."""
    before = text[max(found.start() - 120, 0) : found.start()]
    if SAID_BY_OTHERS.search(before) and not BY_AUTHOR.search(before):
        return True
    around = before[-80:] + text[found.start() : found.end() + 80]
    if LONG_AGO.search(around) and PAST.search(found[0]):
        return True
    return bool(VAGUE.search(found[0]) and OF_WORK.search(around))
