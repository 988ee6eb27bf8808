"""The form of a profile. Its fields come from mentorsites.profile.fields."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.forms.utils import ErrorDict

from ..models import MentorSitePage
from ..profile.body import Body, blocks_of
from ..profile.fields import SECTIONS, Section
from ..profile.kinds import Choice, Field, Line, Number, Places, Rich, Several, Topics, Word
from ..profile.rich_texts import links_in, to_html
from ..profile.rows import Rows
from ..profile.words import Words
from .rows import RowForms, row_forms

INPUT = {"class": "input"}
LONGEST = 8_000
# What a column holds on every database, not only on this one.
LARGEST = {"PositiveSmallIntegerField": 2**15 - 1}


class WholeNumber(forms.IntegerField):
    """A number as people write it: 18,200."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.replace(",", "") if isinstance(value, str) else value)


class ProfileForm(forms.Form):
    """One field for each answer of one value. `known`: links that editors have put in before."""

    def __init__(
        self,
        *args: Any,
        fields: Iterable[Field],
        words: Words,
        known: Collection[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        self.asked = [field for field in fields if not isinstance(field, Rows)]
        for field in self.asked:
            self.fields[field.name] = form_field(field, words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field in self.asked:
            if isinstance(field, Rich | Body) and field.name in cleaned:
                self._check_links(field, cleaned[field.name])
        self._check_ending(cleaned)
        return cleaned

    def _check_links(self, field: Field, text: str) -> None:
        try:
            blocks_of(text, self.known) if isinstance(field, Body) else to_html(
                text, known=self.known
            )
        except ValidationError as error:
            self.add_error(field.name, error)

    def _check_ending(self, cleaned: dict[str, Any]) -> None:
        has_ended = cleaned.get("program_status") == MentorSitePage.ProgramStatus.ENDED
        if has_ended and not cleaned.get("ended"):
            self.add_error("ended", "Say when it ended. A year is enough.")
        ended, began = cleaned.get("ended") or "", cleaned.get("launched") or ""
        # 2021 and 2021-07 say nothing against each other: only what both say is compared.
        known = min(len(ended), len(began))
        if ended[:known] < began[:known]:
            self.add_error("ended", "It cannot have ended before it began.")


def form_field(field: Field, words: Words) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "help_text": field.hint, "required": False}
    if isinstance(field, Several | Topics | Places):
        return forms.TypedMultipleChoiceField(
            **common,
            coerce=int,
            choices=field.choices(words),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Choose from the list."},
        )
    if isinstance(field, Word):
        return forms.TypedChoiceField(
            **common,
            coerce=int,
            empty_value=None,
            choices=[("", "Not said"), *field.choices(words)],
            widget=forms.Select(attrs=INPUT),
        )
    if isinstance(field, Rich | Body):
        area = forms.Textarea(attrs={**INPUT, "rows": 6})
        return forms.CharField(**common, max_length=LONGEST, widget=area)
    return _of_the_model(field, common)


def _of_the_model(field: Field, common: dict[str, Any]) -> forms.Field:
    column: Any = MentorSitePage._meta.get_field(field.name)
    options = common | {"required": not column.blank}
    if isinstance(field, Number):
        options["form_class"] = WholeNumber
        options["max_value"] = LARGEST.get(column.get_internal_type(), 2**31 - 1)
    widget: forms.Widget = forms.TextInput(attrs=INPUT)
    if isinstance(field, Choice):
        widget = forms.Select(attrs=INPUT)
    elif isinstance(field, Number):
        # A field of the type “number” shows nothing where somebody typed words.
        widget = forms.TextInput(attrs={**INPUT, "inputmode": "numeric"})
    elif isinstance(field, Line) and column.max_length > 255:
        widget = forms.Textarea(attrs={**INPUT, "rows": 3})
    made = column.formfield(**options, widget=widget)
    # A column's own rules, said beside the field; lengths and limits come along already.
    known = (MaxLengthValidator, MaxValueValidator, MinValueValidator)
    made.validators += [rule for rule in column.validators if not isinstance(rule, known)]
    return made


class WholeProfile:
    """The form and the forms of its rows, filled from a page's values or from what was typed."""

    def __init__(
        self,
        page: Any,
        *,
        fields: list[Field],
        values: dict[str, Any],
        words: Words,
        typed: Any = None,
        adds: str = "",
    ) -> None:
        """`typed`: a QueryDict; `adds`: the name of the rows that get one more."""
        known = frozenset(_links_on(page, fields))
        self.form = ProfileForm(typed, initial=values, fields=fields, words=words, known=known)
        self.rows: dict[str, RowForms] = {
            field.name: row_forms(field, values[field.name], typed=typed, adds=adds == field.name)
            for field in fields
            if isinstance(field, Rows)
        }

    def unchecked(self) -> "WholeProfile":
        """Shown as it was typed, right or wrong, without a word about it."""
        self.form._errors = ErrorDict()  # type: ignore[attr-defined]  # untyped in Django
        for forms_of_rows in self.rows.values():
            forms_of_rows.leave_unchecked()
        return self

    def is_valid(self) -> bool:
        # Each is asked, so that everything that is wrong is said at once.
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def answers(self) -> dict[str, Any]:
        """The values by name, comparable with those of a page. Only when all is valid."""
        single = {name: _comparable(value) for name, value in self.form.cleaned_data.items()}
        return single | {name: rows.values() for name, rows in self.rows.items()}

    def good_answers(self) -> dict[str, Any]:
        """The values that are right so far: what a preview can show."""
        self.is_valid()
        single = getattr(self.form, "cleaned_data", {})
        good = {name: _comparable(value) for name, value in single.items()}
        return good | {
            name: rows.values() for name, rows in self.rows.items() if not rows.has_errors
        }

    @property
    def sections(self) -> Iterator[tuple[Section, list[Any]]]:
        for section in SECTIONS:
            yield section, [self._bound(field) for field in section.fields if self._has(field)]

    def _has(self, field: Field) -> bool:
        return field.name in self.form.fields or field.name in self.rows

    def _bound(self, field: Field) -> Any:
        return self.rows.get(field.name) or self.form[field.name]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """(id of the control, what it is called, what is wrong) for each field."""
        found = [
            (self.form[name].id_for_label or f"id_{name}", str(self.form[name].label), str(error))
            for name, errors in self.form.errors.items()
            if name != NON_FIELD_ERRORS
            for error in errors
        ]
        for rows in self.rows.values():
            found += rows.all_errors()
        return found


def _comparable(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def _links_on(page: Any, fields: list[Field]) -> Iterator[str]:
    for field in fields:
        if isinstance(field, Rich):
            yield from links_in(getattr(page, field.name))
        elif isinstance(field, Body):
            for block in page.body:
                if block.block_type == "paragraph":
                    yield from links_in(block.value.source)
