from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from wagtail.admin.widgets import AdminDateInput

from ..models import Sanction, User
from ..permissions import LONGEST_SUSPENSION, can_suspend_until

OPEN_ENDED, ON_A_DAY = "open", "day"
SHORT = [("1", "1 day"), ("3", "3 days"), ("7", "7 days")]
LONG = [("30", "30 days")]


class SanctionForm(forms.Form):
    required_css_class = "required"
    reason = forms.CharField(
        label="Why",
        max_length=Sanction._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The person reads this, in a mail and when they try to sign in.",
    )
    lasts = forms.ChoiceField(label="For how long", widget=forms.RadioSelect)
    last_day = forms.DateField(
        label="Last day",
        required=False,
        widget=AdminDateInput,
        help_text="Only when you chose “until the end of a day”.",
    )

    def __init__(
        self, *args: Any, kind: Sanction.Kind, judge: User, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.judge, self.at = kind, judge, at
        until_day = [(ON_A_DAY, "Until the end of a day")]
        unlimited = kind == Sanction.Kind.SILENCE or judge.is_superuser
        longer = [*LONG, *until_day, (OPEN_ENDED, "No end")] if unlimited else until_day
        lasts: Any = self.fields["lasts"]
        lasts.choices = [*SHORT, *longer]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "lasts" not in cleaned or "last_day" not in cleaned:
            return cleaned
        cleaned["until"] = self._end(cleaned["lasts"], cleaned["last_day"])
        return cleaned

    def _end(self, lasts: str, last_day: Any) -> datetime | None:
        if lasts == OPEN_ENDED:
            return None
        if lasts != ON_A_DAY:
            return self.at + timedelta(days=int(lasts))
        if last_day is None:
            self.add_error("last_day", "Choose the day.")
            return None
        if last_day.year > timezone.localdate(self.at).year + 50:
            self.add_error("last_day", "Choose a day that somebody alive now will see.")
            return None
        end = timezone.make_aware(datetime.combine(last_day, time.max))
        if end <= self.at:
            self.add_error("last_day", "This day is over.")
        elif self.kind == Sanction.Kind.SUSPENSION and not can_suspend_until(
            self.judge, end, at=self.at
        ):
            days = LONGEST_SUSPENSION.days
            self.add_error("last_day", f"Only an administrator suspends for more than {days} days.")
        return end
