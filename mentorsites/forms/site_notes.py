"""Writing a note for everybody, with the checks that every text in the forums passes."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from forums.checks import Level
from forums.forms.checking import CheckedTextsForm
from forums.rendering import tidy_text
from hub.taxonomy.fields import TopicsField
from hub.taxonomy.models import Topic

from ..models import SiteNote

INPUT = {"class": "input"}
MOST_TOPICS = 5
TITLE_LONGEST, TEXT_LONGEST = 120, 1200


class SiteNoteForm(CheckedTextsForm):
    CHECKED = ("title", "text")

    title = forms.CharField(
        label="What is it about?",
        max_length=TITLE_LONGEST,
        help_text="As somebody would look for it, for example “Dispatch codes for co-response”.",
        widget=forms.TextInput(attrs=INPUT),
    )
    text = forms.CharField(
        label="What you told them",
        max_length=TEXT_LONGEST,
        help_text="Five lines or so, for teams that were not there. Name nobody.",
        widget=forms.Textarea(attrs={**INPUT, "rows": 8}),
    )
    after = forms.ChoiceField(
        label="What did it come from?",
        choices=SiteNote.After.choices,
        widget=forms.RadioSelect,
    )
    happened_on = forms.DateField(
        label="When was that?",
        help_text="Readers see the month only.",
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}),
    )
    topics = TopicsField(
        Topic.objects.order_by("name", "pk"),
        label="Topics",
        required=False,
        help_text="Up to five.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        self.person = person
        super().__init__(*args, **options)

    def clean_happened_on(self) -> date:
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise ValidationError("This day is still to come.")
        return day

    def clean_topics(self) -> Any:
        topics = self.cleaned_data["topics"]
        if len(topics) > MOST_TOPICS:
            raise ValidationError(f"Choose {MOST_TOPICS} topics at most.")
        return topics

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.CHECKED:
            if name in cleaned:
                cleaned[name] = tidy_text(cleaned[name]).strip()
        if "title" in cleaned:
            cleaned["title"] = " ".join(cleaned["title"].split())
        if not self.errors:
            self._check_findings()
        return cleaned

    @property
    def sounds_like_danger(self) -> bool:
        # Nobody reviews a note before it is shown: it is not let through, and help is offered.
        return False

    @property
    def is_danger(self) -> bool:
        return self.is_bound and self.has_level(Level.CRISIS)

    def _check_findings(self) -> None:
        super()._check_findings()
        if self.has_level(Level.WATCH) or self.has_level(Level.CRISIS):
            raise ValidationError(
                "Some of these words would need a moderator first. Please write them another way."
            )

    @property
    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}
