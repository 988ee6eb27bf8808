"""Names and handles that could be taken for somebody else's."""

import secrets
import unicodedata
from functools import lru_cache

from confusable_homoglyphs import confusables

# Names that speak for the hub or promise help; Discourse and GitHub keep such lists too.
RESERVED = frozenset(
    "admin administrator anonymous consortium coresponder coresponderhub crisis editor everyone "
    "help helpdesk hub info me moderator moderators ncc nobody operator owner postmaster privacy "
    "root security staff steward support sysop system team trust trustofficer webmaster 911 988 "
    "lifeline 988lifeline formermember invite pictures edit".split()
)
HANDLE_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
# What looks alike without being a letter of another alphabet.
LOOKALIKES = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s", "|": "l", "$": "s", "@": "a"})


def new_handle() -> str:
    """A handle that says nothing about a person, for whoever has not chosen one."""
    return "member-" + "".join(secrets.choice(HANDLE_SIGNS) for _ in range(8))


def tidy_name(text: str) -> str:
    """One line in composed form, without invisible or direction-changing characters."""
    composed = unicodedata.normalize("NFKC", text)
    kept = "".join(c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(kept.split())


def skeleton(text: str) -> str:
    """What `text` looks like: equal for two texts that a reader could mistake for each other.

    After UTS 39, section 4, with the table of the confusable-homoglyphs package: letters only, in
    one case, each put in the place of those that look like it, and "rn" read as "m".
    """
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    # Twice: a capital may look like a letter that its small form does not look like.
    letters = "".join(_latin(c) for c in "".join(_latin(c) for c in bare).casefold())
    plain = letters.casefold().translate(LOOKALIKES)
    return "".join(c for c in plain if c.isalnum()).replace("rn", "m").replace("i", "l")


@lru_cache(maxsize=4096)
def _latin(sign: str) -> str:
    if sign.isascii():
        return sign
    found = confusables.is_confusable(sign, greedy=False, preferred_aliases=[])
    if not found:
        return sign
    alike = [one["c"] for one in found[0]["homoglyphs"] if one["c"].isascii()]
    letters = [one for one in alike if one.isalnum()]
    return (letters or [sign])[0]


def is_reserved(text: str) -> bool:
    """Whether a name speaks for the hub, also when it is written with other letters."""
    return skeleton(text) in _reserved_skeletons()


@lru_cache
def _reserved_skeletons() -> frozenset[str]:
    return frozenset(skeleton(word) for word in RESERVED)
