"""What the checks found in the texts of a form, and what its writer still has to say to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from ..checks import Finding, Level, mask
from ..models.posts import BODY_LONGEST
from ..rendering import tidy_text
from ..words import findings_in

AROUND = 40


@dataclass(frozen=True)
class Found:
    """A finding in one field, with a few words around it."""

    finding: Finding
    field: str
    field_id: str
    before: str
    words: str
    after: str

    @property
    def blocks(self) -> bool:
        return self.finding.level == Level.STOP


class CheckedTextsForm(forms.Form):
    """Has its texts checked before they are sent; `person` writes them.

    What clearly identifies somebody must be changed, a warning is answered with one click, and
    words that sound like danger are never refused: a person must read them.
    """

    # The fields whose words are checked, beside those that make up the text.
    CHECKED: tuple[str, ...] = ()
    person: Any

    def text_fields(self) -> Sequence[str]:
        return []

    @cached_property
    def cleared(self) -> frozenset[str]:
        """The kinds of findings of which the writer said that they are about nobody served."""
        given = self.data.getlist("cleared") if hasattr(self.data, "getlist") else []
        return frozenset(given)

    @cached_property
    def found(self) -> list[Found]:
        """What the checks found, by field, for the summary above the text."""
        return [one for name, text in self._texts() for one in self._found_in(name, text)]

    @property
    def has_blocking(self) -> bool:
        return any(found.blocks for found in self.found)

    @property
    def sounds_like_danger(self) -> bool:
        return self.has_level(Level.CRISIS)

    def has_level(self, level: Level) -> bool:
        return any(one.level == level for _, text in self._texts() for one in self._findings(text))

    def masked(self) -> dict[str, str]:
        """Every text with what the checks found written less exactly."""
        names = [name for name in (*self.CHECKED, *self.text_fields()) if name in self.fields]
        texts = {name: self._as_sent(name) for name in names}
        return {name: mask(text, self._findings(text)) for name, text in texts.items()}

    # --- The steps of clean() ---------------------------------------------------------------------
    def _let_danger_through(self, cleaned: dict[str, Any]) -> None:
        """Words that sound like danger are not too short for us: a person must read them."""
        for name in [*self.CHECKED, *self.text_fields()]:
            text = self._as_sent(name)
            if name not in self.errors or not text.strip() or len(text) > BODY_LONGEST:
                continue
            if any(one.level == Level.CRISIS for one in self._findings(text)):
                del self.errors[name]
                cleaned[name] = text

    def _check_findings(self) -> None:
        # Nothing else is asked of somebody who may be in danger: it waits for a person anyway.
        if self.sounds_like_danger:
            return
        if any(self._is_waiting(found) for found in self.found):
            raise ValidationError(
                "Please look at the marked words before you send this.", code="findings"
            )

    def _is_waiting(self, found: Found) -> bool:
        """Whether the writer still has to say something to it."""
        if found.blocks:
            return not self.cleaned_data.get("to_moderator")
        return found.finding.level == Level.WARN and found.finding.kind not in self.cleared

    # --- The texts --------------------------------------------------------------------------------
    def _texts(self) -> list[tuple[str, str]]:
        """Everything that is checked, by field."""
        return [
            *self._texts_beside(),
            *((name, self._cleaned_text(name)) for name in self.text_fields()),
        ]

    def _texts_beside(self) -> list[tuple[str, str]]:
        """What is sent beside the text itself, by field: title, reason, what files are called."""
        return [(name, self._cleaned_text(name)) for name in self.CHECKED if name in self.fields]

    def _cleaned_text(self, name: str) -> str:
        return tidy_text(str(self.cleaned_data.get(name) or ""))

    def _as_sent(self, name: str) -> str:
        return tidy_text(str(self.data.get(self.add_prefix(name)) or ""))

    def _findings(self, text: str) -> list[Finding]:
        return findings_in(text, by=self.person)

    def _found_in(self, name: str, text: str) -> list[Found]:
        shown = (Level.STOP, Level.WARN)
        return [
            Found(
                finding,
                name,
                self[name].id_for_label,
                text[max(finding.start - AROUND, 0) : finding.start],
                text[finding.start : finding.end],
                text[finding.end : finding.end + AROUND],
            )
            for finding in self._findings(text)
            if finding.level in shown
        ]
