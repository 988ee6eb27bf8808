"""The facts of a program, typed on the spot: they go into the address and nowhere else."""

from typing import Any

from django import forms

from hub.taxonomy.models import Vocabulary
from mentorsites.matching import Facts, Words, facts_from

INPUT = {"class": "input"}
# Everybody in the country, and room to grow.
MOST_RESIDENTS = 400_000_000


class LikeMineForm(forms.Form):
    """Its fields are those of Facts. Every one may stay open."""

    community_types = forms.MultipleChoiceField(
        label="The community you serve", required=False, widget=forms.CheckboxSelectMultiple
    )
    population_band = forms.ChoiceField(label="How many people live there", required=False)
    population = forms.IntegerField(
        label="Or the number of residents",
        required=False,
        min_value=0,
        max_value=MOST_RESIDENTS,
        widget=forms.NumberInput(attrs=INPUT),
    )
    response_models = forms.MultipleChoiceField(
        label="How you respond, or want to", required=False, widget=forms.CheckboxSelectMultiple
    )
    lead_agency_type = forms.ChoiceField(label="Who leads it", required=False)
    staffing_band = forms.ChoiceField(label="Full-time staff", required=False)
    call_volume_band = forms.ChoiceField(label="Encounters a year", required=False)
    stage = forms.ChoiceField(label="Where your program stands", required=False)
    hours = forms.ChoiceField(label="When your team is there", required=False)

    LISTS = {
        "community_types": Vocabulary.COMMUNITY_TYPE,
        "response_models": Vocabulary.RESPONSE_MODEL,
        "population_band": Vocabulary.POPULATION_BAND,
        "lead_agency_type": Vocabulary.LEAD_AGENCY_TYPE,
        "staffing_band": Vocabulary.STAFFING_BAND,
        "call_volume_band": Vocabulary.CALL_VOLUME_BAND,
        "stage": Vocabulary.STAGE,
        "hours": Vocabulary.HOURS,
    }

    def __init__(self, *args: Any, words: Words, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, vocabulary in self.LISTS.items():
            field: Any = self.fields[name]
            choices = words.choices(vocabulary)
            if not isinstance(field, forms.MultipleChoiceField):
                choices = [("", "Not said"), *choices]
                field.widget.attrs |= INPUT
            field.choices = choices

    @property
    def facts(self) -> Facts:
        """What was typed and can be read; a field with an error counts as open."""
        self.full_clean()
        return facts_from(self.cleaned_data)


def as_typed(facts: Facts) -> dict[str, Any]:
    """`facts` as first values of the form."""
    values = {name: getattr(facts, name) for name in LikeMineForm.LISTS}
    many = ("community_types", "response_models")
    return values | {name: sorted(values[name]) for name in many} | {"population": facts.population}
