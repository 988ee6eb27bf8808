from typing import Any

from django import forms

from hub.core.form_fields import RowsField
from hub.taxonomy.models import Jurisdiction, Term, Vocabulary

from ..models import Program
from .fields import INPUT

# The questions that are answered with words of a vocabulary.
QUESTIONS = (
    ("discipline", Vocabulary.DISCIPLINE),
    ("community_types", Vocabulary.COMMUNITY_TYPE),
    ("population_band", Vocabulary.POPULATION_BAND),
    ("stage", Vocabulary.STAGE),
    ("response_models", Vocabulary.RESPONSE_MODEL),
    ("lead_agency_type", Vocabulary.LEAD_AGENCY_TYPE),
    ("staffing_band", Vocabulary.STAFFING_BAND),
    ("call_volume_band", Vocabulary.CALL_VOLUME_BAND),
    ("hours", Vocabulary.HOURS),
)
ONE_WORD = tuple(name for name, _ in QUESTIONS if name not in Program.MANY)


class ProgramForm(forms.ModelForm):
    """The welcome questions. Each may be passed over."""

    # Asked apart, below the others: they make matching better and the welcome longer.
    MORE = (
        "name",
        "population",
        "response_models",
        "lead_agency_type",
        "staffing_band",
        "call_volume_band",
        "hours",
    )

    class Meta:
        model = Program
        fields = [
            "discipline",
            "community_types",
            "population_band",
            "stage",
            "place",
            "to_solve",
            "name",
            "population",
            "response_models",
            "lead_agency_type",
            "staffing_band",
            "call_volume_band",
            "hours",
        ]
        widgets = {
            "community_types": forms.CheckboxSelectMultiple,
            "response_models": forms.CheckboxSelectMultiple,
            "place": forms.Select(attrs=INPUT),
            **{name: forms.Select(attrs=INPUT) for name in ONE_WORD},
            "to_solve": forms.TextInput(attrs=INPUT),
            "name": forms.TextInput(attrs={**INPUT, "autocomplete": "organization"}),
            "population": forms.NumberInput(attrs={**INPUT, "inputmode": "numeric"}),
        }
        field_classes = {"community_types": RowsField, "response_models": RowsField}
        help_texts = {
            "population": "If you know it. Without a choice above, it gives the size, too.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name, vocabulary in QUESTIONS:
            fields[name].queryset = Term.objects.of(vocabulary).in_order()
        fields["place"].queryset = Jurisdiction.objects.filter(
            kind__in=[
                Jurisdiction.Kind.STATE,
                Jurisdiction.Kind.DISTRICT,
                Jurisdiction.Kind.TERRITORY,
                Jurisdiction.Kind.TRIBAL,
            ]
        ).by_name()
        for name in ("place", *ONE_WORD):
            fields[name].empty_label = "I would rather not say"

    @property
    def has_more(self) -> bool:
        """Whether to open the second part: something in it was answered, or is wrong."""
        return any(self[name].value() or self[name].errors for name in self.MORE)


class WelcomeForm(ProgramForm):
    """The same questions on the first day, with what others may see of the answers."""

    is_open_to_members = forms.BooleanField(
        required=False,
        label="Show my role and program to other members",
        help_text=(
            "Role, kind of community, its size, place and stage, so that peers like you find you. "
            "You can change this at any time."
        ),
    )
