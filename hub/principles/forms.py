from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class PrinciplePageForm(WagtailAdminPageForm):
    """A quotation is typed once, when the principle is made, and locked from then on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # A disabled field keeps its value whatever a browser sends.
            self.fields["quotation"].disabled = True
