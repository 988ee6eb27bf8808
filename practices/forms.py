"""Telling how a practice fared: three answers are needed, the rest helps others to compare."""

import secrets
from typing import Any

from django import forms

from forums.checks import Level
from forums.forms.checking import CheckedTextsForm
from forums.rendering import tidy_text
from hub.core.form_fields import FilterForm, RowField, RowsField
from hub.taxonomy.models import Jurisdiction, Term, Vocabulary

from .models import AdoptionReport
from .permissions import sites_spoken_for

INPUT = {"class": "input"}
AREA = {"class": "input", "rows": 4}
NOT_SAID = "I would rather not say"
PLACES = (
    Jurisdiction.Kind.STATE,
    Jurisdiction.Kind.DISTRICT,
    Jurisdiction.Kind.TERRITORY,
    Jurisdiction.Kind.TRIBAL,
)


class AdoptionForm(CheckedTextsForm, forms.ModelForm):
    CHECKED = ("result", "what_changed", "cost", "program_name")

    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    class Meta:
        model = AdoptionReport
        fields = [
            "verdict",
            "result",
            "would_again",
            "what_changed",
            "cost",
            "started",
            "program_name",
            "community_types",
            "population_band",
            "place",
            "site",
        ]
        widgets = {
            "verdict": forms.RadioSelect,
            "result": forms.Textarea(attrs=AREA),
            "would_again": forms.RadioSelect,
            "what_changed": forms.Textarea(attrs=AREA),
            "cost": forms.TextInput(attrs=INPUT),
            "started": forms.TextInput(attrs=INPUT),
            "program_name": forms.TextInput(attrs={**INPUT, "autocomplete": "organization"}),
            "community_types": forms.CheckboxSelectMultiple,
            "population_band": forms.Select(attrs=INPUT),
            "place": forms.Select(attrs=INPUT),
            "site": forms.Select(attrs=INPUT),
        }
        field_classes = {"community_types": RowsField, "site": RowField}
        help_texts = {
            "result": "What got better, what did not, and how you know. A few sentences.",
            "what_changed": "What you left out, added or did differently, and why.",
            "cost": "In money or hours, for example “half a position for two years”.",
            "program_name": (
                "As you want to be named. Left empty, the report says only what kind of program "
                "it is, for example “a rural program in Georgia”."
            ),
            "site": "The report then carries its name and links to its page.",
        }

    def __init__(self, data: Any = None, *, person: Any, **options: Any) -> None:
        self.person = person
        options["initial"] = {"form_key": secrets.token_urlsafe(18)} | options.get("initial", {})
        super().__init__(data, **options)
        # Buttons without an empty one among them: nothing is chosen until somebody chooses.
        self.fields["verdict"].choices = AdoptionReport.Verdict.choices  # type: ignore[attr-defined]
        self.fields["would_again"].choices = AdoptionReport.Again.choices  # type: ignore[attr-defined]
        self._offer("community_types", Term.objects.of(Vocabulary.COMMUNITY_TYPE).in_order())
        self._offer("population_band", Term.objects.of(Vocabulary.POPULATION_BAND).in_order())
        self._offer("place", Jurisdiction.objects.filter(kind__in=PLACES).by_name())
        sites: Any = sites_spoken_for(person)
        self._offer("site", sites.by_title(), empty_label="For no site")
        if not self.fields["site"].queryset.exists():  # type: ignore[attr-defined]
            del self.fields["site"]

    def _offer(self, name: str, rows: Any, *, empty_label: str = NOT_SAID) -> None:
        field: Any = self.fields[name]
        field.queryset = rows
        if not isinstance(field, forms.ModelMultipleChoiceField):
            field.empty_label = empty_label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._let_danger_through(cleaned)
        self._shorten(cleaned)
        for name in self.CHECKED:
            if isinstance(cleaned.get(name), str):
                cleaned[name] = tidy_text(cleaned[name])
        if not self.errors:
            self._check_findings()
        return cleaned

    @staticmethod
    def _shorten(cleaned: dict[str, Any]) -> None:
        """A line that was let through has to fit into its column; the moderator sees the rest."""
        for name, longest in (("cost", 160), ("program_name", 120)):
            if name in cleaned:
                cleaned[name] = cleaned[name][:longest]

    @property
    def answers(self) -> dict[str, Any]:
        names = [name for name in self.Meta.fields if name in self.fields]
        return {name: self.cleaned_data[name] for name in names}

    def _get_validation_exclusions(self) -> set[str]:
        # The form has checked the texts; what sounds like danger is let through at any length.
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # ModelForm's
        return excluded | {"result", "what_changed"}

    @property
    def must_wait(self) -> bool:
        """Whether a person has to read it before others do."""
        return self.sounds_like_danger or self.has_level(Level.WATCH)


class ReportFilterForm(FilterForm):
    """The filters of the list. What cannot be a choice is ignored."""

    verdict = forms.ChoiceField(
        label="What became of it",
        required=False,
        choices=[("", "Anything"), *AdoptionReport.Verdict.choices],
    )
    community = forms.ModelChoiceField(
        Term.objects.of(Vocabulary.COMMUNITY_TYPE).in_order(),
        to_field_name="slug",
        required=False,
        empty_label="Any community",
    )


class HideForm(forms.Form):
    reason = forms.CharField(
        label="Why?",
        max_length=500,
        help_text="Its author reads this. Say what to change, if that would help.",
        widget=forms.Textarea(attrs=AREA),
    )
