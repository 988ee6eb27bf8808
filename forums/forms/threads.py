"""A new thread, with the fields that its kind asks for; and what can be changed about one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator

from hub.taxonomy.fields import TopicsField
from hub.taxonomy.models import Jurisdiction, Topic

from ..checks import Level
from ..limits import MOST_TOPICS
from ..models import ThreadKind
from ..models.posts import BODY_LONGEST
from ..models.threads import TITLE_LONGEST, TITLE_SHORTEST
from ..rendering import tidy_text
from ..words import findings_in
from .writing import HOW_TO_WRITE, INPUT, WritingForm


class ThreadForm(WritingForm):
    """A new thread of one kind, with the fields that kind asks for."""

    CHECKED = ("title", "alt")
    title = forms.CharField(
        label="Title",
        max_length=TITLE_LONGEST,
        help_text="Say it as you would ask a colleague.",
        widget=forms.TextInput(attrs=INPUT),
        validators=[
            MinLengthValidator(TITLE_SHORTEST, "A few words more, so that others find it.")
        ],
    )
    topics = TopicsField(
        Topic.objects.order_by("name", "pk"),
        label="Topics",
        required=False,
        help_text="Up to five. Who follows them is told.",
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ModelChoiceField(
        Jurisdiction.objects.none(),
        label="Place",
        required=False,
        empty_label="No place in particular",
        widget=forms.Select(attrs=INPUT),
    )

    # field → (heading in the post, label, help); what a kind asks for instead of one text.
    PARTS: dict[str, dict[str, tuple[str, str, str]]] = {
        ThreadKind.QUESTION: {
            "situation": (
                "The situation",
                "What is the situation?",
                "Who, what kind of community, what happens now.",
            ),
            "tried": ("What we tried", "What have you tried?", ""),
            "constraints": ("What limits us", "What limits you?", "Money, distance, law, people."),
            "would_help": ("What would help", "What would help you?", ""),
        },
        ThreadKind.CASE: {
            "setting": (
                "Setting",
                "Setting",
                "Kind of community, kind of call. No place, no date.",
            ),
            "team": ("Who was there", "Who was there, by role?", ""),
            "situation": (
                "What happened",
                "What happened?",
                "Change what does not matter: age as a range, time as a season.",
            ),
            "tried": ("What was tried", "What was tried?", ""),
            "constraints": ("What stood in the way", "What stood in the way?", ""),
            "would_help": ("Question to the group", "What do you want to ask the group?", ""),
        },
    }
    OPTIONAL = frozenset({"tried", "constraints", "team"})

    def __init__(self, *args: Any, kind: str, **options: Any) -> None:
        self.kind = kind
        super().__init__(*args, **options)
        self.fields["body"].label = "Your text"
        self.fields["place"].queryset = Jurisdiction.objects.exclude(  # type: ignore[attr-defined]
            kind=Jurisdiction.Kind.COUNTY
        ).by_name()
        if self.parts:
            del self.fields["body"]
        for name, (heading, label, hint) in self.parts.items():
            # The preview beside the form puts the same headings between the parts.
            attrs = {"class": "composer__text", "rows": 4, "data-heading": heading}
            self.fields[name] = forms.CharField(
                label=label,
                help_text=f"{hint} {HOW_TO_WRITE}".strip(),
                required=name not in self.OPTIONAL,
                max_length=6000,
                widget=forms.Textarea(attrs=attrs),
            )
        if kind == ThreadKind.CASE:
            self.fields["attests"] = forms.BooleanField(
                label=(
                    "I have changed or left out whatever could point to a person who was served: "
                    "names, places, dates, and details that only one person has."
                ),
            )

    @property
    def parts(self) -> dict[str, tuple[str, str, str]]:
        return self.PARTS.get(self.kind, {})

    def part_fields(self) -> list[Any]:
        return [self[name] for name in self.parts]

    def text_fields(self) -> Sequence[str]:
        return list(self.parts) or ["body"]

    def assembled(self) -> str:
        if not self.parts:
            return super().assembled()
        texts = {name: tidy_text(self.cleaned_data.get(name, "")) for name in self.parts}
        return "\n\n".join(
            f"### {heading}\n\n{texts[name]}"
            for name, (heading, _, _) in self.parts.items()
            if texts[name].strip()
        )

    def clean_title(self) -> str:
        return " ".join(tidy_text(self.cleaned_data["title"]).split())

    def clean_topics(self) -> Any:
        topics = self.cleaned_data["topics"]
        if len(topics) > MOST_TOPICS:
            raise ValidationError(f"Choose {MOST_TOPICS} topics at most.")
        return topics

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and self.parts and len(self.assembled()) > BODY_LONGEST:
            self.add_error(None, "All answers together are longer than 20,000 characters.")
        return cleaned


class EditThreadForm(forms.Form):
    """Title, topics and place of a thread that is there."""

    title = ThreadForm.base_fields["title"]
    topics = ThreadForm.base_fields["topics"]
    place = forms.ModelChoiceField(
        Jurisdiction.objects.exclude(kind=Jurisdiction.Kind.COUNTY).by_name(),
        label="Place",
        required=False,
        empty_label="No place in particular",
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        self.person = person
        super().__init__(*args, **options)

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "topics", "place")}

    def clean_title(self) -> str:
        title = " ".join(tidy_text(self.cleaned_data["title"]).split())
        # Nobody looks at a title again before it is shown.
        found = findings_in(title, by=self.person)
        if any(one.level in (Level.STOP, Level.WATCH) for one in found):
            raise ValidationError("The title holds what could identify a person. Take it out.")
        return title

    clean_topics = ThreadForm.clean_topics
