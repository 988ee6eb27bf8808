"""Filters of lists, and fields that Django's own are a little too trusting for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class FilterForm(forms.Form):
    """The filters of a list, read from its address. What cannot be a choice is ignored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": "input", "id": f"filter-{name}"}

    @property
    def chosen(self) -> dict[str, Any]:
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RowsField(forms.ModelMultipleChoiceField):
    """Rows by their numbers; a number that no database can hold is no row either.

    Django asks the database for all numbers at once, and SQLite then raises OverflowError.
    """

    default_error_messages = {"no_row": "Choose from the list."}

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            raise ValidationError(self.error_messages["no_row"], code="no_row") from error


class RowField(forms.ModelChoiceField):
    """One row by its number, with the same care: a page's number goes through its parent's."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except OverflowError as error:
            raise ValidationError("Choose from the list.") from error
