from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from hub.accounts.models import User
from hub.accounts.name_checks import checked_handle, checked_name
from hub.accounts.names import tidy_name
from hub.core.form_fields import RowsField
from hub.taxonomy.fields import TopicsField
from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary

from .avatars import draw_avatar
from .models import Bookmark, Language, Profile, ProfileTopic, Program

INPUT = {"class": "input"}
MOST_TOPICS = 12
# The questions that are answered with words of a vocabulary.
QUESTIONS = (
    ("discipline", Vocabulary.DISCIPLINE),
    ("community_types", Vocabulary.COMMUNITY_TYPE),
    ("population_band", Vocabulary.POPULATION_BAND),
    ("stage", Vocabulary.STAGE),
    ("response_models", Vocabulary.RESPONSE_MODEL),
    ("lead_agency_type", Vocabulary.LEAD_AGENCY_TYPE),
    ("staffing_band", Vocabulary.STAFFING_BAND),
    ("call_volume_band", Vocabulary.CALL_VOLUME_BAND),
    ("hours", Vocabulary.HOURS),
)
ONE_WORD = tuple(name for name, _ in QUESTIONS if name not in Program.MANY)


class ProgramForm(forms.ModelForm):
    """The welcome questions. Each may be passed over."""

    # Asked apart, below the others: they make matching better and the welcome longer.
    MORE = (
        "name",
        "population",
        "response_models",
        "lead_agency_type",
        "staffing_band",
        "call_volume_band",
        "hours",
    )

    class Meta:
        model = Program
        fields = [
            "discipline",
            "community_types",
            "population_band",
            "stage",
            "place",
            "to_solve",
            "name",
            "population",
            "response_models",
            "lead_agency_type",
            "staffing_band",
            "call_volume_band",
            "hours",
        ]
        widgets = {
            "community_types": forms.CheckboxSelectMultiple,
            "response_models": forms.CheckboxSelectMultiple,
            "place": forms.Select(attrs=INPUT),
            **{name: forms.Select(attrs=INPUT) for name in ONE_WORD},
            "to_solve": forms.TextInput(attrs=INPUT),
            "name": forms.TextInput(attrs={**INPUT, "autocomplete": "organization"}),
            "population": forms.NumberInput(attrs={**INPUT, "inputmode": "numeric"}),
        }
        field_classes = {"community_types": RowsField, "response_models": RowsField}
        help_texts = {
            "population": "If you know it. Without a choice above, it gives the size, too.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, vocabulary in QUESTIONS:
            self.fields[name].queryset = Term.objects.of(vocabulary).in_order()  # type: ignore[attr-defined]
        self.fields["place"].queryset = Jurisdiction.objects.filter(  # type: ignore[attr-defined]
            kind__in=[
                Jurisdiction.Kind.STATE,
                Jurisdiction.Kind.DISTRICT,
                Jurisdiction.Kind.TERRITORY,
                Jurisdiction.Kind.TRIBAL,
            ]
        ).by_name()
        for name in ("place", *ONE_WORD):
            self.fields[name].empty_label = "I would rather not say"  # type: ignore[attr-defined]

    @property
    def has_more(self) -> bool:
        """Whether to open the second part: something in it was answered, or is wrong."""
        return any(self[name].value() or self[name].errors for name in self.MORE)


class WelcomeForm(ProgramForm):
    """The same questions on the first day, with what others may see of the answers."""

    is_open_to_members = forms.BooleanField(
        required=False,
        label="Show my role and program to other members",
        help_text=(
            "Role, kind of community, its size, place and stage, so that peers like you find you. "
            "You can change this at any time."
        ),
    )


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


class BookmarkForm(forms.ModelForm):
    class Meta:
        model = Bookmark
        fields = ["note"]
        labels = {"note": "Note to yourself"}
        widgets = {"note": forms.TextInput(attrs=INPUT)}


class InviteForm(forms.Form):
    email = forms.EmailField(
        label="Their work e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "off"}),
    )
    note = forms.CharField(
        label="A line from you",
        required=False,
        max_length=300,
        help_text="Goes into the e-mail, so that they know it is you. No links, please.",
        widget=forms.TextInput(attrs=INPUT),
    )


class LeaveForm(forms.Form):
    is_sure = forms.BooleanField(label="I want to leave the hub")
    removes_posts = forms.BooleanField(
        label="Also remove what I wrote in the forums",
        required=False,
        help_text="Otherwise it stays there under “Former member”. Answers that build on it stay "
        "either way, and so do quotations in them.",
    )


class DirectoryForm(forms.Form):
    """The filters of the directory, for members. What cannot be a choice is ignored."""

    q = forms.CharField(label="Name", required=False, max_length=80)
    discipline = forms.ModelChoiceField(
        Term.objects.of(Vocabulary.DISCIPLINE).in_order(),
        to_field_name="slug",
        required=False,
        empty_label="Any role",
    )
    community = forms.ModelChoiceField(
        Term.objects.of(Vocabulary.COMMUNITY_TYPE).in_order(),
        to_field_name="slug",
        required=False,
        empty_label="Any community",
    )
    place = forms.ModelChoiceField(
        Jurisdiction.objects.on_the_map().by_name(),
        to_field_name="slug",
        required=False,
        empty_label="Anywhere",
    )
    helps = forms.ModelChoiceField(
        Topic.objects.order_by("name", "pk"),
        to_field_name="slug",
        required=False,
        label="Can help with",
        empty_label="Any topic",
    )
    wants = forms.ModelChoiceField(
        Topic.objects.order_by("name", "pk"),
        to_field_name="slug",
        required=False,
        label="Wants help with",
        empty_label="Any topic",
    )
    language = forms.ChoiceField(choices=[("", "Any language"), *Language.choices], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs |= {**INPUT, "id": f"filter-{name}"}

    @property
    def chosen(self) -> dict[str, Any]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
