from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class TopicsField(forms.ModelMultipleChoiceField):
    """Topics by their numbers; a number that no database can hold is no topic either."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError as error:
            raise ValidationError("Choose topics from the list.") from error
