"""Fields of forms that Django's own are a little too trusting for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


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
