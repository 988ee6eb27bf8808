"""The language check: hurtful words with better ones, and what could identify a person."""

from .checking import Remark, check_form
from .phrases import Phrase, phrases

__all__ = ["Phrase", "Remark", "check_form", "phrases"]
