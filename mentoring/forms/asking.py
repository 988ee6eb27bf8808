"""A request for help, filled in from my program as far as it goes."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.timezone import localdate

from hub.core.form_fields import RowsField
from hub.people.forms import ProgramForm
from hub.people.models import Program
from hub.taxonomy.fields import TopicsField
from hub.taxonomy.models import Term, Topic, Vocabulary
from mentorsites.matching import Facts, facts_from
from mentorsites.models import MentorSitePage

from ..fitting import askable_sites
from ..models import MentorRequest
from .checked import INPUT, NO_PERSONS, CheckedForm, long_text

MOST_TOPICS = 5
QUESTION_SHORTEST = 15
DATE = {**INPUT, "type": "date"}


class SitesField(RowsField):
    """Sites in the order in which their boxes stand; a number that is none is no site either."""

    def clean(self, value: Any) -> Any:
        found = {site.pk: site for site in super().clean(value)}
        return [found[int(pk)] for pk in dict.fromkeys(value or ()) if int(pk) in found]


class SnapshotForm(ProgramForm):
    """My program as the sites will read it. Asking changes nothing in it, unless one says so."""

    use_required_attribute = False

    class Meta(ProgramForm.Meta):
        fields = [name for name in ProgramForm.Meta.fields if name != "to_solve"]

    @property
    def facts(self) -> Facts:
        """What matching goes by, from the words that were chosen."""
        chosen = self.cleaned_data
        answers: dict[str, Any] = {
            name: [term.slug for term in chosen[name]] for name in Program.MANY
        }
        for name in ("population_band", "lead_agency_type", "staffing_band", "call_volume_band"):
            answers[name] = _slug(chosen[name])
        answers |= {name: _slug(chosen[name]) for name in ("stage", "hours")}
        return facts_from(answers | {"population": chosen["population"]})


def _slug(term: Term | None) -> str:
    return term.slug if term else ""


class AskForm(CheckedForm):
    """What is asked, what would help, when, and whom."""

    CHECKED = ("question", "tried", "when_note")

    question = long_text(
        "What would you like to ask?",
        most=2000,
        rows=5,
        help_text=f"Two or three sentences are enough. {NO_PERSONS}",
        missing="Tell us what you would like to ask.",
    )
    tried = long_text("What have you tried so far?", most=2000, required=False)
    topics = TopicsField(
        Topic.objects.order_by("name", "pk"),
        label="Topics",
        required=False,
        help_text=f"Up to {MOST_TOPICS}. They help to find the site that knows this best.",
        widget=forms.CheckboxSelectMultiple,
    )
    wanted_help = RowsField(
        Term.objects.of(Vocabulary.MENTOR_OFFER).in_order(),
        label="What would help?",
        help_text="Choose any. A visit takes more of a site’s time than a call.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind of help. A call is a good start."},
    )
    wanted_from = forms.DateField(
        label="Not before", required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )
    wanted_until = forms.DateField(
        label="Not after", required=False, widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d")
    )
    when_note = forms.CharField(
        label="When does it suit you?",
        help_text="For example: Tuesdays after two, Central time.",
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs=INPUT),
    )
    sites = SitesField(
        MentorSitePage.objects.none(),
        label="Whom should we ask?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    asks_further = forms.BooleanField(
        label="If none of them can help, ask the next fitting site", required=False, initial=True
    )
    not_these = SitesField(
        MentorSitePage.objects.none(),
        label="Not these sites",
        help_text="For example because you have worked with them already.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    keep_program = forms.BooleanField(
        label="Keep what I changed here in “my program”, too", required=False
    )

    def __init__(self, data: Any = None, *, person: Any, at: datetime, **options: Any) -> None:
        super().__init__(data, person=person, **options)
        self.at = at
        for name in ("sites", "not_these"):
            self.fields[name].queryset = askable_sites(person, at=at)  # type: ignore[attr-defined]

    @cached_property
    def chosen_sites(self) -> list[int]:
        return self._numbers("sites")

    @cached_property
    def unwanted_sites(self) -> list[int]:
        return self._numbers("not_these")

    def _numbers(self, name: str) -> list[int]:
        given = self[name].value() or []
        return [int(one) for one in given if str(one).isdecimal() and len(str(one)) < 18]

    def clean_question(self) -> str:
        text = self.cleaned_data["question"]
        if len(text.strip()) < QUESTION_SHORTEST:
            raise ValidationError("A sentence more, so that a site knows how to help.")
        return text

    def clean_topics(self) -> Any:
        topics = self.cleaned_data["topics"]
        if len(topics) > MOST_TOPICS:
            raise ValidationError(f"Choose {MOST_TOPICS} topics at most.")
        return topics

    def clean_sites(self) -> list[MentorSitePage]:
        sites = self.cleaned_data["sites"]
        if len(sites) > MentorRequest.MOST_SITES:
            raise ValidationError("Choose three at most. They are asked one after the other.")
        return sites

    def clean_wanted_until(self) -> Any:
        last, first = self.cleaned_data["wanted_until"], self.cleaned_data.get("wanted_from")
        if last and first and last < first:
            raise ValidationError("This day is before the one above.")
        if last and last < localdate(self.at):
            raise ValidationError("This day has passed.")
        return last

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        both = set(cleaned.get("sites") or ()) & set(cleaned.get("not_these") or ())
        if both:
            names = ", ".join(site.title for site in both)
            self.add_error("not_these", f"Chosen above, too: {names}. Take it out in one place.")
        return cleaned
