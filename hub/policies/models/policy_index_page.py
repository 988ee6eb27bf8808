from hub.core.keeping import kept
from hub.resources.facets import ChoiceFacet, PlaceFacet, TermColumnFacet, TermFacet, TopicFacet
from hub.resources.models import ResourceIndexPage
from hub.resources.orders import BY_TITLE, Sort
from hub.taxonomy.models import Vocabulary

from .choices import PolicyLevel, PolicyStatus
from .policy_page import PolicyPage

BY_DATE = Sort(
    "date",
    "Latest date first",
    lambda policies: policies.latest_first(),
    ("-latest_date", "-resourcepage_ptr_id"),
)
BY_PLACE = Sort(
    "place", "By place", lambda policies: policies.order_by("jurisdiction__name", "title", "pk")
)


class PolicyIndexPage(ResourceIndexPage):
    kind_label = "Policy tracker"
    listed_model = PolicyPage
    facets = (
        ChoiceFacet(
            "level", "Level", is_open=True, field="level", choices=tuple(PolicyLevel.choices)
        ),
        ChoiceFacet("status", "Status", field="status", choices=tuple(PolicyStatus.choices)),
        PlaceFacet(),
        TopicFacet(),
        TermColumnFacet("policy_type", "Legal form", vocabulary=Vocabulary.POLICY_TYPE),
        TermFacet(Vocabulary.RESPONSE_MODEL, "Response model"),
        TermFacet(Vocabulary.POPULATION, "Population"),
    )
    sorts = (BY_DATE, BY_PLACE, BY_TITLE)
    subpage_types = ["policies.PolicyPage"]

    def get_context(self, request, *args, **kwargs):
        from ..tile_map import LEGEND, draw_tiles, statuses_by_place

        context = super().get_context(request, *args, **kwargs)
        context["tiles"] = draw_tiles(statuses_by_place(request.user))
        context["legend"] = LEGEND
        policies = self.get_pages(request)
        context["levels"] = kept("shelf-levels", request.user, policies.count_by_level)
        context["policy_total"] = sum(context["levels"].values())
        return context
