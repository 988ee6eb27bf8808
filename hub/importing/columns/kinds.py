"""The types that can be imported, and the columns of each."""

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from hub.directory.models import OrganizationPage, PartnerIndexPage
from hub.library.models import LibraryIndexPage, LibraryItemPage
from hub.taxonomy.models import Vocabulary
from mentorsites.models import MentorSiteIndexPage, MentorSitePage
from practices.models import PracticeIndexPage, PracticePage

from .chosen import ManyColumn
from .making import Kind, columns_of, rows_of, with_examples
from .prose import BodyColumn
from .resources import heads, tails, who_and_where

PRACTICES = Kind(
    "practices",
    "Promising practices",
    PracticePage,
    PracticeIndexPage,
    with_examples(
        (
            *heads(PracticePage),
            *columns_of(PracticePage, "problem what_it_is how_it_works"),
            rows_of(PracticePage, "roles", "role does"),
            *columns_of(PracticePage, "core_elements adaptable_elements evidence"),
            rows_of(PracticePage, "outcomes", "outcome direction level studies note"),
            rows_of(PracticePage, "evidence_items", "citation design finding limits url"),
            *columns_of(
                PracticePage,
                "equity risks when_not_to_use startup_cost yearly_cost cost_year time_to_start "
                "staff training data_to_collect starting sustaining",
            ),
            *who_and_where(),
            *tails(PracticePage),
        ),
        {"problem": "Nobody calls the day after.", "roles": "Clinician | Makes the call"},
    ),
)
CASE_STUDIES = Kind(
    "case-studies",
    "Case studies",
    CaseStudyPage,
    CaseStudyIndexPage,
    with_examples(
        (
            *heads(CaseStudyPage),
            *columns_of(
                CaseStudyPage,
                "outcome period_start period_end residents lead_agency_type context problem "
                "what_they_did",
                residents={"field": "population"},
            ),
            rows_of(CaseStudyPage, "measures", "name baseline latest period source"),
            rows_of(CaseStudyPage, "timeline", "when what"),
            *columns_of(
                CaseStudyPage,
                "partners_and_funding equity what_went_wrong do_differently advice",
            ),
            *who_and_where(population="people_served"),
            *tails(CaseStudyPage),
        ),
        {"context": "Three counties.", "what_they_did": "One team for all.", "residents": "18,200"},
    ),
)
LIBRARY = Kind(
    "library",
    "Library items",
    LibraryItemPage,
    LibraryIndexPage,
    with_examples(
        (
            *heads(LibraryItemPage),
            *columns_of(
                LibraryItemPage,
                "resource_type link length version publisher published is_accessible adapted_from",
                # A file cannot stand in a sheet; it can be added to the draft.
                link={"is_required": True},
            ),
            *who_and_where(),
            *tails(LibraryItemPage),
        ),
        {"resource_type": "template", "link": "https://example.org/template"},
    ),
)
PARTNERS = Kind(
    "partners",
    "Partners and organizations",
    OrganizationPage,
    PartnerIndexPage,
    with_examples(
        (
            *heads(OrganizationPage),
            *columns_of(OrganizationPage, "acronym role website partner_since"),
            ManyColumn(
                "disciplines",
                help="Names or slugs, with ; between them.",
                words_of=Vocabulary.DISCIPLINE.value,
            ),
            BodyColumn("about", help="Who they are. A line that begins with # is a heading."),
            BodyColumn("positions", help="What this organization holds; its own position."),
        ),
        {"title": "Sample County EMS", "address": "sample-county-ems"},
    ),
)
MENTOR_SITES = Kind(
    "mentor-sites",
    "Mentor sites",
    MentorSitePage,
    MentorSiteIndexPage,
    with_examples(
        (
            *heads(MentorSitePage),
            *columns_of(MentorSitePage, "lead_agency lead_agency_type"),
            rows_of(MentorSitePage, "partners", "organization role"),
            *columns_of(
                MentorSitePage,
                "service_area square_miles residents population_band program_status launched "
                "ended why_ended hours hours_note",
                residents={"field": "population"},
            ),
            rows_of(MentorSitePage, "staffing", "role fte employer credential"),
            *columns_of(
                MentorSitePage,
                "staffing_band supervision dispatch call_types transport encounters "
                "call_volume_band",
            ),
            rows_of(MentorSitePage, "outcomes", "name result period source"),
            *columns_of(
                MentorSitePage,
                "budget data_and_evaluation lived_experience_roles lessons takes_requests "
                "agreed_on agreement_expires mentors_on suited_for calls_per_quarter "
                "visits_per_quarter languages cost_terms who_may_ask contact_route",
            ),
            *who_and_where(
                population="people_served",
                more=(
                    Vocabulary.MENTOR_OFFER,
                    Vocabulary.PARTNERSHIP_CONFIGURATION,
                    Vocabulary.FUNDING_SOURCE,
                ),
            ),
            *tails(MentorSitePage),
        ),
        {"title": "Sample County", "address": "sample-county", "lead_agency": "Sample County EMS"},
    ),
)
KINDS = {kind.name: kind for kind in (PRACTICES, CASE_STUDIES, LIBRARY, PARTNERS, MENTOR_SITES)}
