"""Where a word to look at means something harmless, so that nobody learns to ignore the check."""

PERSON = (
    r"\b(?:he|she|they|who|person|people|client|patient|participant|member|brother|sister|"
    r"mother|father|man|woman|caller)s?"
)
# The word is a noun for a person: "a criminal", never "criminal justice" or "to convict".
NOUN = (
    r"(?:(?<=\ba )|(?<=\bthe )|(?<=\bthis )|(?<=\bthat )|(?<=\bcareer )|(?<=\bknown ))WORD\b"
    r"(?= *(?:[.,;:!?)\"”]|\Z|(?:and|or|who|was|is|has|had|with|in|on|from|by|at|to|of|he|she|"
    r"behind|near|outside|inside|under)\b))"
    # "She convicts" is a verb.
    r"|(?<![\w-])(?<!\bhe )(?<!\bshe )(?<!\bwho )(?<!\bjury )(?<!\bcourt )"
    r"WORDs\b(?! (?:driv|law|code|court|record))"
)
# These count only where the pattern fits; WORD stands for the word.
ONLY_WHERE = {
    "clean": (
        r"\bWORD (?:and sober|urine|UAs?|drug (?:screen|test))\b"
        rf"|(?:{PERSON}|['’]s) (?:\w+ ){{0,3}}?(?:is|was|are|were|been|got|gets?|getting|stays?|"
        r"stayed|staying|keeps?) WORD\b(?! (?:up|out|of|the|an?|water|air|and (?!sober))\b)"
        r"|\b(?:days?|weeks?|months?|years?) WORD\b(?! (?:up|water))"
    ),
    "criminal": NOUN,
    "transient": NOUN,
    "convict": NOUN,
    "drunk": NOUN + r"|(?<![\w-])WORD (?:man|woman|guy|people|person|patient|client|subject)s?\b",
}
# What must not follow, and what must not stand before.
NOT_BEFORE = {
    "alcoholic": r" (?:beverage|drink|liver|hepatitis|content|ketoacidosis)|s anonymous",
    "mat": r"['’]?s? (?:act|waiver)\b",
    "successful suicide": r" (?:prevention|screening|intervention|risk)",
    "failed suicide": r" (?:prevention|screening|risk)",
}
NOT_AFTER = {
    "abuser": "child domestic spousal elder sexual alleged her his their".split(),
    "junkie": "adrenaline news data policy".split(),
}
# A section of law that became a word for a person or a hold: "a 302", "302 hold", "5150'd".
LAW_NUMBER = (
    r"(?<![\w$.-])(?:(?<=\ba )|(?<=\ban )|(?<=\bhis )|(?<=\bher )|(?<=\btheir ))WORD"
    r"(?= *(?:[.,;:!?)](?!\d)|\Z|(?:and|or|is|was|in|on|at|by|for|last|today|call|hold)\b))"
    r"|(?<![\w$.-])WORD(?:['’]?(?:d|ed|s)\b|['’]ing\b|[ -](?:hold|petition|commitment|"
    r"evaluation|eval|warrant|patient)s?\b)"
)
