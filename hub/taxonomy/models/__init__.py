from .glossary import GlossaryEntry
from .jurisdictions import Jurisdiction, JurisdictionQuerySet
from .terms import Term, TermQuerySet, Vocabulary
from .topics import Topic

__all__ = [
    "GlossaryEntry",
    "Jurisdiction",
    "JurisdictionQuerySet",
    "Term",
    "TermQuerySet",
    "Topic",
    "Vocabulary",
]
