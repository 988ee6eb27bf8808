from hub.resources.facets import ChoiceFacet, PlaceFacet, TermColumnFacet, TermFacet, TopicFacet
from hub.resources.listing import BY_REVIEW, BY_TITLE, Sort
from hub.resources.models import ResourceIndexPage
from hub.taxonomy.models import Vocabulary

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
