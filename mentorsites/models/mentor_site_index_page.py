from hub.resources.facets import ChoiceFacet, PlaceFacet, TermColumnFacet, TermFacet, TopicFacet
from hub.resources.models import ResourceIndexPage
from hub.resources.orders import BY_REVIEW, BY_TITLE, Sort
from hub.taxonomy.models import Vocabulary

from ..facets import StateFacet
from .mentor_site_page import MentorSitePage

BY_OPEN = Sort("open", "Open to requests first", lambda sites: sites.open_first())


class MentorSiteIndexPage(ResourceIndexPage):
    kind_label = "Mentor sites"
    listed_model = MentorSitePage
    facets = (
        ChoiceFacet(
            "standing",
            "Requests",
            is_open=True,
            field="standing",
            choices=(
                ("mentor:open", "Open to requests"),
                ("mentor:closed", "Not taking requests"),
                ("mentor:ended", "Program ended"),
            ),
        ),
        TermFacet(Vocabulary.COMMUNITY_TYPE, "Community", is_open=True),
        StateFacet(),
        TermFacet(Vocabulary.RESPONSE_MODEL, "Response model"),
        TermColumnFacet("lead_agency_type", "Lead agency", vocabulary=Vocabulary.LEAD_AGENCY_TYPE),
        TermColumnFacet("population_band", "Residents", vocabulary=Vocabulary.POPULATION_BAND),
        TermFacet(Vocabulary.MENTOR_OFFER, "What they offer"),
        TopicFacet(),
        TermFacet(Vocabulary.STAGE, "Stage"),
        PlaceFacet(),
    )
    sorts = (BY_OPEN, BY_TITLE, BY_REVIEW)
    subpage_types = ["mentorsites.MentorSitePage"]

    def get_pages(self, request):
        from ..directory import view_of

        sites = super().get_pages(request)
        # The table shows words that cards do not.
        return sites.prefetch_related("terms") if view_of(request) == "table" else sites

    def get_sorts(self, request):
        from ..directory import TABLE_SORTS, view_of

        return (BY_OPEN, *TABLE_SORTS) if view_of(request) == "table" else self.sorts

    def rows_shown(self, shown):
        # On the map there are no rows to name.
        return ((), 1) if shown.get("view") == "map" else super().rows_shown(shown)

    def get_context(self, request, *args, **kwargs):
        from ..directory import LEGEND, NUMBER_ON_TILES, draw_sites, headings, view_of, ways

        context = super().get_context(request, *args, **kwargs)
        context["view"] = view_of(request)
        # The list is the view without a word in the address.
        context["kept_view"] = "" if context["view"] == "list" else context["view"]
        context["ways"] = ways(request)
        context["headings"] = headings(request)
        if context["view"] == "map":
            context["tiles"] = draw_sites(context["listing"], request)
            context["legend"], context["legend_note"] = LEGEND, NUMBER_ON_TILES
        return context
