"""A forum on the editors' side, with the groups that may do something in it."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import resolve
from wagtail.admin.forms.models import WagtailAdminModelForm

from hub.core.form_fields import RowsField

from .models import Forum, ForumGrant, Level, ThreadKind
from .moderation_choices import READERS

ICONS = (
    "forum chat help-outline groups people account-balance map support campaign topic school "
    "lightbulb-outline"
).split()
LABELS = {
    Level.SEE: "May read",
    Level.REPLY: "May read and reply",
    Level.START: "May read, reply and start threads",
    Level.FACILITATE: "Facilitate: also review, pin, lock, move and hide",
}


def _groups(level: Level) -> RowsField:
    return RowsField(
        Group.objects.order_by("name"),
        label=LABELS[level],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ForumForm(WagtailAdminModelForm):
    # The names of the fields for groups, with the level that each gives.
    GRANTS = {
        "readers": Level.SEE,
        "repliers": Level.REPLY,
        "starters": Level.START,
        "facilitators": Level.FACILITATE,
    }

    icon = forms.ChoiceField(choices=[(name, name) for name in ICONS], required=False)
    kinds = forms.MultipleChoiceField(
        label="Kinds of threads",
        choices=ThreadKind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind."},
    )
    readers = _groups(Level.SEE)
    repliers = _groups(Level.REPLY)
    starters = _groups(Level.START)
    facilitators = _groups(Level.FACILITATE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.was_visible_to = Forum.Visibility(self.instance.visibility)
            grants = list(self.instance.grants.select_related("group"))
            for name, level in self.GRANTS.items():
                self.initial[name] = [one.group for one in grants if one.level == level]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if resolve(f"/forums/{slug}/").url_name != "forum":
            raise ValidationError("This word is taken by another page. Choose another one.")
        return slug

    def clean_visibility(self) -> str:
        """What was written for few is not opened to many."""
        wanted = self.cleaned_data["visibility"]
        if not self.instance.pk or not self.instance.threads.exists():
            return wanted
        if READERS[Forum.Visibility(wanted)] > READERS[self.was_visible_to]:
            raise ValidationError(
                "The threads here were written for fewer readers. Make a new forum instead."
            )
        return wanted

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        named: set[Group] = set()
        for name in self.GRANTS:
            chosen = set(data.get(name) or ())
            if twice := named & chosen:
                words = ", ".join(sorted(group.name for group in twice))
                self.add_error(name, f"Choose one line for each group: {words}.")
            named |= chosen
        self._check_cases(data)
        return data

    def _check_cases(self, data: dict[str, Any]) -> None:
        """A case is about a person: not for everybody to read, and not for any mailbox."""
        if ThreadKind.CASE not in (data.get("kinds") or ()):
            return
        if data.get("visibility") == Forum.Visibility.PUBLIC:
            self.add_error(
                "visibility", "Everyone could read the cases. Choose others, or no cases."
            )
        if data.get("mail_body") == Forum.MailBody.EXCERPT:
            self.add_error("mail_body", "Mail about cases holds only a link.")

    @transaction.atomic
    def save(self, commit: bool = True) -> Forum:
        forum = super().save(commit=commit)
        # Without the permission to grant these fields are not in the form.
        if commit and set(self.GRANTS) <= set(self.fields):
            self._save_grants(forum)
        return forum

    def _save_grants(self, forum: Forum) -> None:
        wanted = {
            group.pk: level
            for name, level in self.GRANTS.items()
            for group in self.cleaned_data[name]
        }
        forum.grants.exclude(group__in=wanted).delete()
        for group_id, level in wanted.items():
            ForumGrant.objects.update_or_create(
                forum=forum, group_id=group_id, defaults={"level": level}
            )
