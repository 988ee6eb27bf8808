from django import forms

from ..models import User
from ..name_checks import checked_name


class NameForm(forms.ModelForm):
    """One's own name, on the editors' account page."""

    class Meta:
        model = User
        fields = ["name"]

    def clean_name(self) -> str:
        return checked_name(self.cleaned_data["name"], of=self.instance)
