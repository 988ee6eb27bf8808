"""What somebody writes, checked before it is sent. Whatever is wrong, nothing typed is lost."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.utils.functional import cached_property

from ..checks import Level
from ..files import ACCEPT
from ..limits import measure_for
from ..models import Attachment, Forum, Standing
from ..models.posts import BODY_LONGEST, BODY_SHORTEST
from ..rendering import tidy_text
from ..uploads import UnableToUpload, kept_uploads, take_upload
from ..words import Words, words_of
from .checking import CheckedTextsForm

INPUT = {"class": "input"}
HOW_TO_WRITE = "Plain text or Markdown. @ mentions a member, # a topic."
UNDER_ALIAS = (
    "You appear as “Clinician A” or “Member A”. Members and moderators will not see who you are. "
    "Two trust officers together can, for safety or by law. Your writing may still identify you. "
    "A moderator reads it first."
)
# Nobody writes under an alias in their first week: trust plan, 6.5.
ALIAS_FROM = timedelta(days=7)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files. Checked one by one in uploads.take_upload()."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files if file]


class WritingForm(CheckedTextsForm):
    """What every text of the forums has: words, files, a name or none, and the checks."""

    CHECKED: tuple[str, ...] = ("alt",)
    draft_key = ""
    # The thread that is written in, for the suggestions of names.
    thread_id: int | None = None
    # The page that the writer speaks for; nothing where nobody can choose one.
    speaker: Any = None

    body = forms.CharField(
        label="Your reply",
        help_text=HOW_TO_WRITE,
        widget=forms.Textarea(attrs={"class": "composer__text", "rows": 8}),
        validators=[
            MinLengthValidator(BODY_SHORTEST, "Write at least a short sentence."),
            MaxLengthValidator(
                BODY_LONGEST, "This is longer than 20,000 characters. Split it into two posts."
            ),
        ],
    )
    attach = FilesField(
        label="Attach files",
        required=False,
        widget=FilesInput(attrs={"accept": ACCEPT, "multiple": True}),
    )
    alt = forms.CharField(
        label="If you attach a picture: what does it show?",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=INPUT),
    )
    may_be_reused = forms.BooleanField(label="Others may reuse these files", required=False)
    under_alias = forms.BooleanField(
        label="Post without your name", required=False, help_text=UNDER_ALIAS
    )
    to_moderator = forms.BooleanField(
        label="Send it to a moderator first, as it is", required=False
    )
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    seq = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        person: Any,
        forum: Forum,
        standing: Standing,
        at: datetime,
        **options: Any,
    ) -> None:
        self.person, self.forum, self.standing, self.at = person, forum, standing, at
        initial = {"form_key": secrets.token_urlsafe(18), "seq": 0} | options.pop("initial", {})
        if forum.alias_policy == Forum.AliasPolicy.DEFAULT:
            initial.setdefault("under_alias", True)
        super().__init__(data, files, initial=initial, **options)
        self.alias_waits = self._is_too_young_for_alias()
        if forum.alias_policy == Forum.AliasPolicy.OFF or self.alias_waits:
            del self.fields["under_alias"]
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs.setdefault("class", "input")

    def _is_too_young_for_alias(self) -> bool:
        is_offered = self.forum.alias_policy != Forum.AliasPolicy.OFF
        return is_offered and self.person.joined_at + ALIAS_FROM > self.at

    # --- The text ---------------------------------------------------------------------------------
    def assembled(self) -> str:
        """The whole text as it will stand in the post."""
        return tidy_text(self.cleaned_data.get("body", ""))

    @cached_property
    def words(self) -> Words:
        """The text made ready, with what the checks found in everything that goes with it."""
        words = words_of(self.assembled(), by=self.person)
        beside = [one for _, text in self._texts_beside() for one in self._findings(text)]
        return replace(words, findings=[*words.findings, *beside])

    def _texts_beside(self) -> list[tuple[str, str]]:
        found = super()._texts_beside()
        found += [("attach", f"{one.name} {one.alt}") for one in self.uploads]
        return found

    @cached_property
    def uploads(self) -> list[Attachment]:
        """The files of this text: those kept from an earlier try, and those just sent."""
        asked = self.data.getlist("file") if hasattr(self.data, "getlist") else []
        return kept_uploads(asked, by=self.person)

    # --- The checks -------------------------------------------------------------------------------
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._let_danger_through(cleaned)
        self._take_files(cleaned)
        if not self.errors:
            self._check_measure()
            self._check_findings()
        return cleaned

    def _take_files(self, cleaned: dict[str, Any]) -> None:
        sent = cleaned.get("attach") or []
        measure = measure_for(self.standing)
        if len(self.uploads) + len(sent) > measure.files:
            words = f"You can attach {measure.files} at most to one post."
            self.add_error("attach", f"{words} Take one off first." if self.uploads else words)
            return
        taken = [upload for file in sent if (upload := self._take(file, cleaned))]
        self.uploads.extend(taken)
        pictures = [upload for upload in self.uploads if upload.is_picture]
        fresh = [upload for upload in taken if upload.is_picture] or pictures
        for upload in pictures:
            # The one line says what one picture shows; of several, nobody knows which.
            typed = cleaned.get("alt", "") if fresh == [upload] else ""
            if not self._describe(upload, typed):
                self.add_error(
                    "alt", f"Say in a few words what “{upload.name}” shows, for who cannot see it."
                )

    def _take(self, file: Any, cleaned: dict[str, Any]) -> Attachment | None:
        try:
            return take_upload(
                file,
                alt="",
                may_be_reused=cleaned.get("may_be_reused", False),
                is_new_member=self.standing.is_new,
                by=self.person,
                at=self.at,
            )
        except UnableToUpload as error:
            self.add_error("attach", str(error))
            return None

    def _describe(self, upload: Attachment, typed: str) -> bool:
        alt = str(self.data.get(f"alt-{upload.pk}", "") or upload.alt or typed)
        if alt.strip() != upload.alt:
            upload.alt = alt.strip()[:300]
            upload.save(update_fields=["alt"])
        return bool(upload.alt)

    def _check_measure(self) -> None:
        measure, rendered = measure_for(self.standing), self.words.rendered
        if rendered.links > measure.links:
            self.add_error("body", f"At most {measure.links} links to other sites in one post.")
        if len(rendered.handles) > measure.mentions:
            self.add_error("body", f"At most {measure.mentions} people can be mentioned at once.")
        pictures = sum(file.is_picture for file in self.uploads)
        if pictures > measure.pictures:
            self.add_error("attach", f"At most {measure.pictures} pictures in one post.")

    @property
    def sounds_like_danger(self) -> bool:
        return self.words.has(Level.CRISIS)

    def text_fields(self) -> Sequence[str]:
        return ["body"]
