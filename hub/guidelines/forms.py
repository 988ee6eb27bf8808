import json
from typing import Any

from wagtail.blocks import StreamValue

from hub.core.marks import without_marks
from hub.resources.forms import ResourcePageForm


class GuidelinePageForm(ResourcePageForm):
    """Whoever changes a recommendation takes back what was signed: both have to sign again."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk and "recommendations" in cleaned:
            self._ask_both_again(cleaned)
        return cleaned

    def _ask_both_again(self, cleaned: dict[str, Any]) -> None:
        said = _words(cleaned["recommendations"])
        if said != _words(self.instance.recommendations):
            self.instance.clinical_reviewer, self.instance.clinical_review_on = "", None
        # A form that saves by itself sends the old date again and again: the live page knows it.
        signed = type(self.instance).objects.get(pk=self.instance.pk)
        if signed.live and said != _words(signed.recommendations):
            kept = cleaned.get("signed_off_on")
            cleaned["signed_off_on"] = None if kept == signed.signed_off_on else kept


def _words(recommendations: StreamValue) -> str:
    said = [block.block.get_prep_value(block.value) for block in recommendations]
    return without_marks(json.dumps(said, sort_keys=True, default=str))
