"""How like two programs are, and why: one table of weights, points by it, reasons in words."""

from hub.resources.facts import Facts

from .answers import facts_as_json, facts_from, facts_from_json, facts_of_program
from .ranking import match_of, rank, rank_sites
from .reasons import Reasons, explain, in_words, unsaid
from .scoring import VERDICTS, Match, Part
from .weights import CRITERIA, NEXT_BAND, UNKNOWN, Criterion
from .words import Words, load_words

__all__ = [
    "CRITERIA",
    "NEXT_BAND",
    "UNKNOWN",
    "VERDICTS",
    "Criterion",
    "Facts",
    "Match",
    "Part",
    "Reasons",
    "Words",
    "explain",
    "facts_as_json",
    "facts_from",
    "facts_from_json",
    "facts_of_program",
    "in_words",
    "load_words",
    "match_of",
    "rank",
    "rank_sites",
    "unsaid",
]
