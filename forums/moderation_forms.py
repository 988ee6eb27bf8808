"""The small form on a thread: pin, lock, move, slow down."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict

from .models import Forum, Thread
from .moderation_choices import move_targets

LONGEST_REASON = 500
MINUTE = 60


def reason_in(data: QueryDict) -> str:
    return data.get("reason", "").strip()[:LONGEST_REASON]


class ModerationForm(forms.Form):
    DAYS = [(7, "a week"), (30, "30 days"), (365, "a year")]
    PACES = [
        (0, "off"),
        (5 * MINUTE, "5 minutes"),
        (30 * MINUTE, "30 minutes"),
        (24 * 60 * MINUTE, "a day"),
    ]

    do = forms.ChoiceField(
        choices=[(act, act) for act in "pin unpin lock unlock move slow".split()]
    )
    until = forms.TypedChoiceField(choices=DAYS, coerce=int, required=False)
    seconds = forms.TypedChoiceField(choices=PACES, coerce=int, required=False)
    forum = forms.ModelChoiceField(Forum.objects.none(), required=False)
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)

    def __init__(self, *args: Any, thread: Thread, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        targets = [forum.pk for forum in move_targets(reader, thread)]
        self.fields["forum"].queryset = Forum.objects.filter(pk__in=targets)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("do") == "move" and not data.get("forum"):
            self.add_error("forum", "Choose the forum to which the thread moves.")
        return data

    def first_error(self) -> str:
        return next((str(errors[0]) for errors in self.errors.values()), "Please try again.")

    def particulars(self, now: datetime) -> dict[str, Any]:
        """What the act needs beside the thread."""
        data = self.cleaned_data
        more: dict[str, dict[str, Any]] = {
            "pin": {"until": now + timedelta(days=data["until"] or 30)},
            "move": {"to": data["forum"]},
            "slow": {"seconds": data["seconds"] or 0},
        }
        return {"reason": data["reason"], **more.get(data["do"], {})}
