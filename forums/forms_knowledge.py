"""Forms for what a conversation leaves behind. They pass the same checks as posts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from .checks import Level
from .rendering import tidy_text
from .words import findings_in

# What a person would have to look at first.
REFUSED = (Level.STOP, Level.WATCH)
AREA = {"class": "input", "rows": 4}


class CheckedForm(forms.Form):
    """Refuses what clearly identifies somebody, next to the field that holds it."""

    CHECKED: tuple[str, ...] = ()

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        self.person = person
        super().__init__(*args, **options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.CHECKED:
            text = cleaned[name] = tidy_text(cleaned.get(name) or "")
            # Nobody reviews these before they are shown, so there is no "send it first".
            found = [one for one in findings_in(text, by=self.person) if one.level in REFUSED]
            if found:
                labels = ", ".join(dict.fromkeys(one.label for one in found))
                self.add_error(name, f"This holds {labels}. Take it out, please.")
        return cleaned


class SummaryForm(CheckedForm):
    PARTS = ("question", "tried", "worked", "open_points")
    CHECKED = PARTS

    question = forms.CharField(
        label="The question", max_length=600, widget=forms.Textarea(attrs=AREA)
    )
    tried = forms.CharField(
        label="What members tried",
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs=AREA),
    )
    worked = forms.CharField(
        label="What worked, and where",
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs=AREA),
    )
    open_points = forms.CharField(
        label="What is still open",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=AREA),
    )

    def __init__(self, data: Any = None, *, posts: Any, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["posts"] = PostNumbersField(posts, **POSTS)


POSTS: dict[str, Any] = {
    "label": "Posts it draws on",
    "required": False,
    "help_text": "Their numbers with commas between, for example 3, 7. Their writers are credited.",
    "widget": forms.TextInput(attrs={"class": "input"}),
}


class PostNumbersField(forms.CharField):
    """Posts of one thread by their numbers, as they are typed."""

    def __init__(self, posts: Any, **options: Any) -> None:
        self.posts = posts
        super().__init__(max_length=400, **options)

    def clean(self, value: Any) -> Any:
        words = super().clean(value).replace(",", " ").split()
        numbers = [int(word) for word in words if word.isascii() and word.isdecimal()]
        if len(numbers) != len(words) or any(number > 10**9 for number in numbers):
            raise ValidationError("Only numbers of posts, please, with commas between.")
        found = list(self.posts.filter(number__in=numbers).order_by("number"))
        missing = set(numbers) - {post.number for post in found}
        if missing:
            words_ = ", ".join(str(number) for number in sorted(missing))
            raise ValidationError(f"There is no post {words_} here.")
        return found


class DeclineForm(forms.Form):
    reply = forms.CharField(required=False, max_length=500)


class CaseForm(CheckedForm):
    CHECKED = ("recommendations",)

    recommendations = forms.CharField(
        label="What the group recommends",
        max_length=5000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 8}),
    )
    follow_up_on = forms.DateField(
        label="When shall we ask how it went?",
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}),
    )

    def clean_follow_up_on(self) -> Any:
        day = self.cleaned_data["follow_up_on"]
        if day <= timezone.localdate():
            raise ValidationError("Choose a day that is still to come.")
        return day


class AnswerForm(CheckedForm):
    CHECKED = ("what_worked",)

    what_worked = forms.CharField(
        label="What worked, in one line",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
