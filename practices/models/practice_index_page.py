from hub.resources.evidence import EvidenceLevel
from hub.resources.facets import ChoiceFacet, PlaceFacet, TermFacet, TopicFacet
from hub.resources.models import ResourceIndexPage
from hub.taxonomy.models import Vocabulary

from .practice_page import PracticePage


class PracticeIndexPage(ResourceIndexPage):
    kind_label = "Practices"
    listed_model = PracticePage
    facets = (
        TopicFacet(is_open=True),
        TermFacet(Vocabulary.COMMUNITY_TYPE, "Community", is_open=True),
        TermFacet(Vocabulary.RESPONSE_MODEL, "Response model"),
        ChoiceFacet("evidence", "Evidence", field="evidence", choices=tuple(EvidenceLevel.choices)),
        TermFacet(Vocabulary.STAGE, "Stage"),
        TermFacet(Vocabulary.DISCIPLINE, "Discipline"),
        TermFacet(Vocabulary.ENCOUNTER_TYPE, "Encounter"),
        TermFacet(Vocabulary.POPULATION, "Population"),
        PlaceFacet(),
    )
    subpage_types = ["practices.PracticePage"]
