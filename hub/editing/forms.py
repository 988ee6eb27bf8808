from django import forms


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Why",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The reviewers read it, and the page's history keeps it. Name nobody.",
        error_messages={"required": "Say why, so that the reviewers know what to look at."},
    )
