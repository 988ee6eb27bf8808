from typing import Any

from allauth.account.forms import AddEmailForm
from django.utils import timezone

from ..limits import allow, refuse_form
from .looks import OurLooks


class ChangeEmailForm(OurLooks, AddEmailForm):
    labels = {"email": "New e-mail address"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors or not self.user:
            return cleaned
        if refusal := allow("email_change", self.user.pk, at=timezone.now()):
            refuse_form(self, refusal)
        return cleaned
