"""What the network's staff types about a request."""

from collections.abc import Iterable
from typing import Any

from django import forms

from hub.accounts.models import User
from hub.core.form_fields import RowField
from mentorsites.models import MentorSitePage

from ..choosing import Candidate
from ..models import MentorRequest, RequestMessage
from .checked import INPUT, CheckedForm

LONGEST_WORDS = 500
Reason = MentorRequest.Reason


def _words(label: str, help_text: str, *, required: bool, longest: int = LONGEST_WORDS) -> Any:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=longest,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
        error_messages={"required": "Write a few words."},
    )


class StaffForm(CheckedForm):
    """One of several on a page: the ids of its fields carry the verb."""

    CHECKED = ("words", "text")
    verb = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("auto_id", f"{self.verb}-%s")
        super().__init__(*args, **options)


class AssignForm(StaffForm):
    verb = "assign"
    to = RowField(
        User.objects.none(),
        label="Who looks after it",
        required=False,
        empty_label="Nobody in particular",
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class OfferForm(StaffForm):
    """One of the sites that fit, or any other that is open."""

    verb = "offer"
    site = RowField(
        MentorSitePage.objects.none(),
        label="Another site",
        empty_label="Choose a site",
        widget=forms.Select(attrs=INPUT),
        error_messages={
            "required": "Choose a site.",
            "invalid_choice": "This site cannot be asked any more. Choose again.",
        },
    )

    def __init__(
        self, *args: Any, candidates: Iterable[Candidate], sites: Any, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        shown = {one.site.pk: one for one in candidates}
        self.free = {pk: one for pk, one in shown.items() if not one.hindrance}
        hindered = [pk for pk in shown if pk not in self.free]
        self.fields["site"].queryset = sites.exclude(pk__in=hindered)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Candidate:
        site = self.cleaned_data["site"]
        return self.free.get(site.pk) or Candidate(site=site)


class EndOfferForm(StaffForm):
    verb = "end-offer"
    words = _words("Why", "The site and whoever asked read this.", required=False)


class AnswerForm(StaffForm):
    """A no with a reason and a next step."""

    verb = "answer"
    reason = forms.ChoiceField(
        label="Reason",
        choices=[("", "Choose a reason"), *Reason.choices],
        widget=forms.Select(attrs=INPUT),
        error_messages={"required": "Choose a reason."},
    )
    words = _words(
        "What can they do now?",
        "Whoever asked reads this: a page that helps, a forum, an event, somebody to call.",
        required=True,
    )


class YesForm(StaffForm):
    """What a site said by phone."""

    verb = "yes"
    words = _words("What they said", "Both sides read it.", required=False, longest=400)


class NoForm(StaffForm):
    verb = "no"
    reason = forms.ChoiceField(
        label="Reason",
        choices=[
            ("", "Choose a reason"),
            *(one for one in Reason.choices if one[0] != Reason.SILENT),
        ],
        widget=forms.Select(attrs=INPUT),
        error_messages={"required": "Choose a reason."},
    )
    words = _words("What they said", "Both sides read it.", required=False, longest=400)


class DoneForm(StaffForm):
    """It has taken place. What becomes public is for the two sides to write."""

    verb = "done"
    happened_on = forms.DateField(
        label="When was it?",
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the day."},
    )
    words = _words("What they told you", "Both sides read it.", required=False, longest=2000)


class ReopenForm(StaffForm):
    """Nothing to say: a button."""

    verb = "reopen"


class CloseForm(StaffForm):
    verb = "close"
    words = _words("Why", "Whoever asked, and the site, read this.", required=True)


class MessageForm(StaffForm):
    verb = "message"
    to = forms.ChoiceField(
        label="To whom",
        widget=forms.Select(attrs=INPUT),
        error_messages={
            "required": "Choose who reads it.",
            "invalid_choice": "This site does not have it any more. Choose again who reads it.",
        },
    )
    text = _words("Message", "Whoever is chosen above reads it.", required=True, longest=4000)

    def __init__(self, *args: Any, addressees: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = addressees  # type: ignore[attr-defined]

    @property
    def is_to_site(self) -> bool:
        return self.cleaned_data["to"] != RequestMessage.Side.REQUESTER


class NoteForm(StaffForm):
    verb = "note"
    text = _words(
        "Note",
        "Only the network’s staff reads it. No names of people who were served.",
        required=True,
        longest=4000,
    )
