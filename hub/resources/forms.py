"""The editors' form: one field per vocabulary, though the page keeps all terms in one relation."""

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm

from hub.core.form_fields import RowsField
from hub.taxonomy.models import Term, Vocabulary


class TermsField(RowsField):
    """Checkboxes for the words of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        super().__init__(
            queryset=Term.objects.of(vocabulary).in_order(),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=vocabulary.label,
        )

    def label_from_instance(self, term: Term) -> str:
        return term.label


class ResourcePageForm(WagtailAdminPageForm):
    """Splits `page.terms` into its vocabularies and puts them together again on save."""

    community_type = TermsField(Vocabulary.COMMUNITY_TYPE)
    response_model = TermsField(Vocabulary.RESPONSE_MODEL)
    discipline = TermsField(Vocabulary.DISCIPLINE)
    stage = TermsField(Vocabulary.STAGE)
    encounter_type = TermsField(Vocabulary.ENCOUNTER_TYPE)
    population = TermsField(Vocabulary.POPULATION)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A copied or draft page knows its terms although the database does not yet.
        chosen = list(self.instance.terms.all()) if self.instance else []
        for name, vocabulary in self.vocabulary_fields().items():
            self.initial[name] = [term.pk for term in chosen if term.vocabulary == vocabulary]

    def vocabulary_fields(self) -> dict[str, str]:
        """The fields of vocabularies; a page may have another use for a vocabulary's own name."""
        return {
            name: field.vocabulary
            for name, field in self.fields.items()
            if isinstance(field, TermsField)
        }

    def save(self, commit: bool = True) -> Any:
        asked = self.vocabulary_fields()
        vocabularies = asked.values()
        kept = [term for term in self.instance.terms.all() if term.vocabulary not in vocabularies]
        chosen = [term for name in asked for term in self.cleaned_data.get(name) or []]
        self.instance.terms = [*kept, *chosen]
        return super().save(commit=commit)
