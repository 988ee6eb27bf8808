from typing import Any

from django import forms

from .columns import Kind
from .reading.files import read_file
from .reading.sheets import MOST_BYTES, MOST_ROWS, UnableToRead


class SheetForm(forms.Form):
    required_css_class = "required"
    kind = forms.ChoiceField(label="What it holds", choices=())
    file = forms.FileField(
        label="The sheet",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=f"CSV or Excel (.xlsx, its first sheet). Up to {MOST_ROWS:,} rows and "
        f"{MOST_BYTES // 2**20} MB. Nothing is imported yet.",
        error_messages={"required": "Choose a file.", "empty": "There is nothing in this file."},
    )

    def __init__(self, *args: Any, kinds: list[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in kinds]  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 5 MB. Send it in parts.")
        try:
            self.cleaned_data["sheet"] = read_file(file.read())
        except UnableToRead as error:
            raise forms.ValidationError(str(error)) from error
        return file


class StartForm(forms.Form):
    leaves_out = forms.TypedChoiceField(
        label="Rows with problems",
        coerce=lambda value: value == "leave",
        choices=[
            ("none", "Import nothing: I mend the sheet and send it again"),
            ("leave", "Leave these rows out and import the others"),
        ],
        initial="none",
        widget=forms.RadioSelect,
    )
    submits = forms.BooleanField(
        label="Submit all drafts for review",
        required=False,
        help_text="Reviewers get one mail for all, and find them on their first screen.",
    )

    def __init__(self, *args: Any, broken: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not broken:
            del self.fields["leaves_out"]
            return
        rows = "this row" if broken == 1 else f"these {broken:,} rows"
        self.fields["leaves_out"].choices = [  # type: ignore[attr-defined]
            ("none", "Import nothing: I mend the sheet and send it again"),
            ("leave", f"Leave {rows} out and import the others"),
        ]
