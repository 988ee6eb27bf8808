"""Two editors on one row that keeps no versions: the second is told before anything is lost."""

import hashlib
import json
from typing import Any

from django import forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

LOADED = "loaded_row"
TOLD = (
    "Somebody else changed this while you were writing. Theirs is: “{theirs}”. "
    "Save again to keep yours."
)


class TellingForm(WagtailAdminModelForm):
    """Refuses a save on what another has changed, once, beside the field; what is typed stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            marks = json.dumps(self._marks(self.instance))
            field = forms.CharField(required=False, widget=forms.HiddenInput, initial=marks)
            self.fields[LOADED] = field

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        known = _read(self.data.get(self.add_prefix(LOADED)))
        if self.instance.pk and known:
            # Read anew: the row that the form began with may be older.
            stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
            self._tell(stored, known, now=self._marks(stored))
        return cleaned

    def _tell(self, stored: models.Model, known: dict[str, str], *, now: dict[str, str]) -> None:
        theirs = self._values(stored)
        for name, mark in now.items():
            was_changed = known.get(name, mark) != mark and name in self.cleaned_data
            if was_changed and _mark(self.cleaned_data[name]) != mark:
                self.add_error(name, TOLD.format(theirs=_shown(theirs[name])))
        # Whoever saves again has seen it.
        self.data = self.data.copy()  # type: ignore[has-type]
        self.data[self.add_prefix(LOADED)] = json.dumps(now)

    def _marks(self, row: models.Model) -> dict[str, str]:
        return {name: _mark(value) for name, value in self._values(row).items()}

    def _values(self, row: models.Model) -> dict[str, Any]:
        names = [name for name in self.fields if name != LOADED]
        return forms.models.model_to_dict(row, fields=names)


def _mark(value: Any) -> str:
    """A short sign of a value; the same for a row and for what a form makes of it."""
    return hashlib.sha256(_shown(value).encode()).hexdigest()[:12]


def _shown(value: Any) -> str:
    if isinstance(value, list | tuple | set | models.QuerySet):
        return ", ".join(sorted(str(one) for one in value))
    return "" if value is None else str(getattr(value, "pk", value))


def _read(posted: str | None) -> dict[str, str]:
    try:
        marks = json.loads(posted or "{}")
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}


class HeldEditView(EditView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with transaction.atomic():
            # Of two saves at the same instant the second waits, and is then told.
            held = self.model._default_manager.select_for_update().filter(pk=self.object.pk)
            list(held.values_list("pk"))
            return super().post(request, *args, **kwargs)


class TellingViewSet(SnippetViewSet):
    """The editors' list of rows whose form tells of newer ones."""

    edit_view_class = HeldEditView

    def get_edit_handler(self) -> Any:
        handler = super().get_edit_handler()
        handler.base_form_class = TellingForm
        return handler
