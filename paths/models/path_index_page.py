from typing import Any

from wagtail.fields import RichTextField

from hub.core.models import BaseIndexPage


class PathIndexPage(BaseIndexPage):
    """The stages as one road. Where a reader stands comes from “my program”; nothing is kept."""

    introduction = RichTextField(blank=True, features=["bold", "italic", "link"])

    kind_label = "Stage paths"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["paths.StagePathPage"]
    content_panels = [*BaseIndexPage.content_panels, "introduction"]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..roads import road_for

        context = super().get_context(request, *args, **kwargs)
        context["road"] = road_for(request.user)
        return context
