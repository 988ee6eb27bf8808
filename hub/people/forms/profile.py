from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from hub.accounts.models import User
from hub.accounts.name_checks import checked_handle, checked_name
from hub.accounts.names import tidy_name
from hub.taxonomy.fields import TopicsField
from hub.taxonomy.models import Topic

from ..avatars import draw_avatar
from ..models import Language, Profile, ProfileTopic
from .fields import INPUT

MOST_TOPICS = 12


class ProfileForm(forms.ModelForm):
    """One's own page: what it says, and who may read each line of it."""

    name = forms.CharField(
        label="Name to show",
        max_length=80,
        help_text="Your name, your initials, or a name you like. There is no real-name rule.",
        widget=forms.TextInput(attrs={**INPUT, "autocomplete": "nickname"}),
    )
    handle = forms.CharField(
        label="Address of your page",
        max_length=40,
        help_text="Small letters, digits and hyphens: /people/your-handle/.",
        widget=forms.TextInput(attrs={**INPUT, "autocapitalize": "none", "spellcheck": "false"}),
    )
    helps_with = TopicsField(
        Topic.objects.order_by("name", "pk"),
        required=False,
        label="I can help with",
        widget=forms.CheckboxSelectMultiple,
    )
    wants_help_with = TopicsField(
        Topic.objects.order_by("name", "pk"),
        required=False,
        label="I want help with",
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        choices=Language.choices,
        required=False,
        label="Languages I can help in",
        widget=forms.CheckboxSelectMultiple,
    )

    TEXTS = ("pronouns", "credentials", "agency", "region", "about")

    class Meta:
        model = Profile
        fields = [
            "pronouns",
            "credentials",
            "agency",
            "region",
            "about",
            "contact",
            *(f"{line}_shown" for line in Profile.LINES),
        ]
        widgets = {
            "pronouns": forms.TextInput(attrs={**INPUT, "placeholder": ""}),
            "credentials": forms.TextInput(attrs=INPUT),
            "agency": forms.TextInput(attrs={**INPUT, "autocomplete": "organization"}),
            "region": forms.TextInput(attrs=INPUT),
            "about": forms.Textarea(attrs={**INPUT, "rows": 4}),
            "contact": forms.Select(attrs=INPUT),
            **{
                f"{line}_shown": forms.Select(attrs={"class": "input input--auto"})
                for line in Profile.LINES
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        profile = self.instance
        self.initial = {
            **self.initial,
            "name": profile.person.name,
            "handle": profile.person.handle,
            "languages": [one.language for one in profile.spoken_languages.all()],
        }
        for side, name in (
            (ProfileTopic.Side.HELPS, "helps_with"),
            (ProfileTopic.Side.WANTS, "wants_help_with"),
        ):
            self.initial[name] = [
                one.topic_id for one in profile.profile_topics.all() if one.side == side
            ]

    @property
    def person(self) -> User:
        return self.instance.person

    def clean_name(self) -> str:
        return checked_name(self.cleaned_data["name"], of=self.person)

    def clean_handle(self) -> str:
        handle = checked_handle(self.cleaned_data["handle"], of=self.person)
        for validate in User._meta.get_field("handle").validators:
            validate(handle)
        return handle

    def clean_helps_with(self) -> list[Topic]:
        return self._few("helps_with")

    def clean_wants_help_with(self) -> list[Topic]:
        return self._few("wants_help_with")

    def _few(self, name: str) -> list[Topic]:
        topics = list(self.cleaned_data[name])
        if len(topics) > MOST_TOPICS:
            raise ValidationError(f"Choose up to {MOST_TOPICS}, so that the rest stands out.")
        return topics

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in self.TEXTS:
            if name in cleaned and name != "about":
                cleaned[name] = tidy_name(cleaned[name])
        return cleaned

    @property
    def lines(self) -> dict[str, Any]:
        """Fields of Profile and their new values, for change_profile()."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    @cached_property
    def parts(self) -> list[tuple[Any, Any]]:
        """(what it says, who sees it) for the lines that are one field, in order."""
        return [(self[name], self[f"{name}_shown"]) for name in self.TEXTS]


class AvatarForm(forms.Form):
    picture = forms.FileField(
        label="Picture",
        help_text=(
            "JPEG, PNG, WebP or GIF, up to 5 MB. We draw it anew: place and camera are not kept. "
            "No patients, clients or bystanders, please."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )

    def clean_picture(self) -> Any:
        return draw_avatar(self.cleaned_data["picture"])
