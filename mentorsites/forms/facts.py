"""The small facts and the days off, changed at once."""

import json
import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet

from ..actions.facts import BLACKOUTS, Clash, Days
from ..profile.facts import FACTS, YesNo
from ..profile.words import Words
from .profile import INPUT, form_field

# Anything that is, or could be dialed as, a way to one person.
MAIL = re.compile(r"\S@\S|\(at\)|\[at\]", re.IGNORECASE)
PHONE = re.compile(r"\+?\d(?:[\s().\-/–]*\d){6,}")
MOST_SPANS = 12
LONGEST_SPAN = timedelta(days=366)


class FactsForm(forms.Form):
    def __init__(self, *args: Any, words: Words, has_ended: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_ended = has_ended
        for name, fact in FACTS.items():
            self.fields[name] = (
                forms.BooleanField(label=fact.label, required=False)
                if isinstance(fact, YesNo)
                else form_field(fact, words)
            )

    def clean_takes_requests(self) -> bool:
        if self.cleaned_data["takes_requests"] and self.has_ended:
            raise ValidationError("A program that has ended takes no requests.")
        return self.cleaned_data["takes_requests"]

    def clean_contact_route(self) -> str:
        text = self.cleaned_data["contact_route"].strip()
        if MAIL.search(text) or PHONE.search(text):
            raise ValidationError(
                "Leave out e-mail addresses and phone numbers: everybody reads this. "
                "Put them under Contacts, where only the network sees them."
            )
        return text

    def answers(self) -> dict[str, Any]:
        return {
            name: value.strip() if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }


def day_field(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={**INPUT, "type": "date"}))


class DaysOffForm(forms.Form):
    first_day = day_field("From")
    last_day = day_field("To")
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day comes after the first, or is the same.")
        elif first and last and last - first > LONGEST_SPAN:
            self.add_error("last_day", "A year is the longest. Close to requests instead.")
        return cleaned


class DaysOffForms(BaseFormSet):
    singular = "days off"

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def spans(self) -> list[tuple[date, date]]:
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        return [(row["first_day"], row["last_day"]) for row in kept if row.get("first_day")]


def days_off_forms(spans: list[Days], typed: Any = None) -> DaysOffForms:
    rows = [{"first_day": first, "last_day": last} for first, last in spans]
    made: Any = forms.formset_factory(
        DaysOffForm,
        formset=DaysOffForms,
        extra=1,
        can_delete=True,
        max_num=MOST_SPANS,
        absolute_max=MOST_SPANS + 1,
        validate_max=True,
    )
    return made(initial=rows, prefix="days") if typed is None else made(typed, prefix="days")


def as_seen(facts: dict[str, Any]) -> str:
    """What a form begins from, to go along with it; the days stand under “blackouts”."""
    return json.dumps(facts, default=date.isoformat)


def seen_in(text: str) -> dict[str, Any]:
    """The same, read back; what cannot be read was not seen."""
    try:
        seen = json.loads(text)
        days = [(_day(first), _day(last)) for first, last in seen.get(BLACKOUTS, [])]
    except (ValueError, TypeError, AttributeError):
        return {}
    known = {name: value for name, value in seen.items() if name in FACTS}
    return known | ({BLACKOUTS: sorted(days)} if BLACKOUTS in seen else {})


def _day(text: str) -> date:
    return date.fromisoformat(text)


def say_clashes(clashes: list[Clash], form: FactsForm, days: DaysOffForms) -> None:
    """Beside each field: what somebody else put there, and what stands in the form."""
    for one in clashes:
        words = (
            f"Somebody else changed this meanwhile. Live now: {one.theirs or 'nothing'}. "
            f"You typed: {one.mine or 'nothing'}. Save again to put yours in its place."
        )
        if one.name == BLACKOUTS:
            days.non_form_errors().append(words)
            form.add_error(None, "Somebody else changed the days off meanwhile. See below.")
        else:
            form.add_error(one.name, words)
