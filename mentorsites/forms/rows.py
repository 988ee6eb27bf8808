"""The repeating parts of a profile: one small form for each row, one more on request."""

from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet
from django.forms.utils import ErrorDict, ErrorList

from ..profile.rows import Row, Rows

INPUT = {"class": "input"}
MOST_ROWS = 40


class RowForm(forms.Form):
    """A row that is left empty is no row."""

    use_required_attribute = False


class PartnerForm(RowForm):
    organization = forms.CharField(max_length=160, widget=forms.TextInput(attrs=INPUT))
    role = forms.CharField(max_length=160, required=False, widget=forms.TextInput(attrs=INPUT))


class StaffForm(RowForm):
    role = forms.CharField(max_length=120, widget=forms.TextInput(attrs=INPUT))
    fte = forms.DecimalField(
        label="Full-time equivalents",
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=2,
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "decimal"}),
    )
    employer = forms.CharField(
        label="Employed by", max_length=160, required=False, widget=forms.TextInput(attrs=INPUT)
    )
    credential = forms.CharField(
        max_length=120, required=False, widget=forms.TextInput(attrs=INPUT)
    )


class OutcomeForm(RowForm):
    name = forms.CharField(label="Result", max_length=160, widget=forms.TextInput(attrs=INPUT))
    result = forms.CharField(label="Figure", max_length=120, widget=forms.TextInput(attrs=INPUT))
    period = forms.CharField(max_length=80, widget=forms.TextInput(attrs=INPUT))
    source = forms.CharField(max_length=160, widget=forms.TextInput(attrs=INPUT))


class TestimonialForm(RowForm):
    text = forms.CharField(
        label="Their own words", max_length=2_000, widget=forms.Textarea(attrs={**INPUT, "rows": 3})
    )
    by = forms.CharField(
        label="By, as they chose to be named", max_length=160, widget=forms.TextInput(attrs=INPUT)
    )
    consent = forms.CharField(
        label="Where their consent is kept (never shown)",
        max_length=160,
        widget=forms.TextInput(attrs=INPUT),
    )


FORMS: dict[str, type[RowForm]] = {
    "partners": PartnerForm,
    "staffing": StaffForm,
    "outcomes": OutcomeForm,
    "testimonials": TestimonialForm,
}
SINGULAR = {
    "partners": "partner",
    "staffing": "role",
    "outcomes": "result",
    "testimonials": "quotation",
}


class RowForms(BaseFormSet):
    """All rows of one part. `field` says what it is called."""

    field: Rows
    is_rows = True

    def initial_form_count(self) -> int:
        # Whatever was posted is read by itself: what stands on the page may have changed since,
        # and a row that was emptied is a row that was taken out.
        return 0 if self.is_bound else super().initial_form_count()

    def leave_unchecked(self) -> None:
        self._errors: list = [ErrorDict() for _ in self.forms]
        self._non_form_errors = ErrorList()
        for form in self.forms:
            form._errors = ErrorDict()

    @property
    def singular(self) -> str:
        return SINGULAR[self.field.name]

    @property
    def has_errors(self) -> bool:
        return self.is_bound and not self.is_valid()

    def values(self) -> list[Row]:
        kept = [form for form in self.forms if form not in self.deleted_forms]
        rows = [
            {name: _plain(form.cleaned_data.get(name)) for name in self.field.columns}
            for form in kept
            if form.has_changed()
        ]
        return [row for row in rows if any(row.values())]

    def all_errors(self) -> list[tuple[str, str, str]]:
        found = [("", self.field.label, str(error)) for error in self.non_form_errors()]
        for at, form in enumerate(self.forms, 1):
            for name, errors in form.errors.items():
                label = f"{self.singular.capitalize()} {at}, {form[name].label}"
                found += [(form[name].id_for_label, label, str(error)) for error in errors]
        return found


def row_forms(field: Rows, rows: list[Row], *, typed: Any = None, adds: bool = False) -> RowForms:
    """The rows of one part, as they are or as they were typed."""
    made: Any = forms.formset_factory(
        FORMS[field.name],
        formset=RowForms,
        extra=0 if rows else 1,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 1,
        validate_max=True,
    )
    made.field = field
    if typed is None:
        return made(initial=rows, prefix=field.name)
    return made(_with_one_more(field.name, typed) if adds else typed, prefix=field.name)


def _with_one_more(prefix: str, typed: Any) -> Any:
    name = f"{prefix}-TOTAL_FORMS"
    more = typed.copy()
    told = typed.get(name, "0")
    more[name] = str(min(int(told) if told.isdecimal() else 0, MOST_ROWS - 1) + 1)
    return more


def _plain(value: Any) -> Any:
    """As mentorsites.profile.rows reads it from a page."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.replace("\r\n", "\n").strip()
