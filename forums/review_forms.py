"""A reviewer's decision: what, where to, which words to take out, and what the author is told."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .models import Forum, ReviewItem
from .moderation_choices import decisions_for, move_targets
from .review_messages import message_for

Decision = ReviewItem.Decision
INPUT = {"class": "input"}
LABELS: dict[str, str] = {
    Decision.APPROVED: "Approve: others see it",
    Decision.MASKED: "Mask and approve: take out what could identify somebody, then others see it",
    Decision.CHANGE_ASKED: "Ask to change: it waits until its author changed it",
    Decision.HIDDEN: "Hide: others do not see it",
    Decision.MOVED: "Move the thread to another forum",
    Decision.LOCKED: "Lock the thread: no new replies",
    Decision.NOTHING: "Leave it as it is",
    Decision.HELPED: "Record what I did",
}


class DecisionForm(forms.Form):
    """The decisions that are possible now. Without a script the message fits the one chosen.

    Each decision has a text of its own; what is typed into `message` goes before it.
    """

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide.", "invalid_choice": "Choose again."},
    )
    move_to = forms.ModelChoiceField(
        Forum.objects.none(),
        label="Move to",
        required=False,
        empty_label="Choose a forum",
        help_text="Only forums that no more people can read.",
        widget=forms.Select(attrs=INPUT),
    )
    also_mask = forms.CharField(
        label="Also take out these words",
        help_text="One on each line, for masking, also in the title above a first post. They are "
        "replaced by “[removed]”.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={**INPUT, "rows": 2}),
    )
    message = forms.CharField(
        label="What the author is told",
        required=False,
        max_length=2000,
        help_text="Leave it empty to send our usual words for your decision, which stand below.",
        widget=forms.Textarea(attrs={**INPUT, "rows": 4}),
    )
    tells_nobody = forms.BooleanField(label="Do not write to the author", required=False)

    def __init__(self, *args: Any, item: ReviewItem, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        targets = move_targets(reader, item.post.thread) if item.post else []
        self.choices = decisions_for(item, can_move=bool(targets))
        self.fields["decision"].choices = [(one, LABELS[one]) for one in self.choices]  # type: ignore[attr-defined]
        self._drop_what_does_not_apply(targets)

    def _drop_what_does_not_apply(self, targets: list[Forum]) -> None:
        fields: Any = self.fields
        if Decision.MOVED in self.choices:
            fields["move_to"].queryset = Forum.objects.filter(pk__in=[one.pk for one in targets])
        else:
            del fields["move_to"]
        if Decision.MASKED not in self.choices:
            del fields["also_mask"]
        if Decision.HELPED in self.choices:
            fields["message"].label = "What did you do?"
            fields["message"].help_text = "For the log. The author does not read it."
            fields["message"].max_length = 500
            del fields["tells_nobody"]
        elif self.item.post is not None and self.item.post.alias_id:
            del fields["message"], fields["tells_nobody"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        decision = data.get("decision")
        if decision == Decision.MOVED and not data.get("move_to"):
            self.add_error("move_to", "Choose the forum to which it moves.")
        if decision == Decision.HELPED and not data.get("message"):
            self.add_error("message", ValidationError("Write down what you did, in a sentence."))
        return data

    def usual_words(self) -> list[tuple[str, str, str]]:
        """The decisions, their labels and what the author is told by whoever changes nothing."""
        words = [(one, LABELS[one], message_for(self.item, one)) for one in self.choices]
        return [line for line in words if line[2]] if self.writes() else []

    def writes(self) -> bool:
        return "tells_nobody" in self.fields

    def deed(self) -> dict[str, Any]:
        """What decide() is asked for."""
        data = self.cleaned_data
        decision = data["decision"]
        return {
            "decision": decision,
            "message": self._message(decision),
            "move_to": data.get("move_to") if decision == Decision.MOVED else None,
            "also_mask": data.get("also_mask", "").splitlines(),
        }

    def _message(self, decision: str) -> str:
        data = self.cleaned_data
        if data.get("tells_nobody"):
            return ""
        typed = "\n".join(data.get("message", "").split("\r\n")).strip()
        usual = {message_for(self.item, one) for one in self.choices}
        # The usual words for another decision that was chosen first do not fit this one.
        return message_for(self.item, decision) if typed in {"", *usual} else typed
