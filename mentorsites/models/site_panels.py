"""What an editor of a mentor site is asked for, in order."""

from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from hub.resources.models import ResourcePage

CONTENT_PANELS = [
    *ResourcePage.content_panels[:2],
    MultiFieldPanel(
        [
            FieldRowPanel(["lead_agency", "lead_agency_type"]),
            "partners",
            FieldRowPanel(["service_area", "square_miles"]),
            FieldRowPanel(["population", "population_band"]),
            FieldRowPanel(["program_status", "launched", "ended"]),
            "why_ended",
        ],
        heading="The program",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(["hours", "hours_note"]),
            "staffing",
            "staffing_band",
            "supervision",
            "dispatch",
            "call_types",
            "transport",
        ],
        heading="How it works",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(["encounters", "call_volume_band"]),
            "outcomes",
            "budget",
            "data_and_evaluation",
            "lived_experience_roles",
            "lessons",
        ],
        heading="What came of it",
    ),
    MultiFieldPanel(
        [
            "takes_requests",
            FieldRowPanel(["agreed_on", "agreement_expires"]),
            "mentors_on",
            "suited_for",
            FieldRowPanel(["calls_per_quarter", "visits_per_quarter"]),
            FieldRowPanel(["languages", "cost_terms"]),
            FieldRowPanel(["who_may_ask", "contact_route"]),
            "testimonials",
            "pictures",
        ],
        heading="As a mentor",
    ),
    FieldPanel("body", heading="More"),
]
FACET_PANELS = [
    *(panel for panel in ResourcePage.facet_panels if panel.field_name != "population"),
    FieldPanel("served"),
    FieldPanel("mentor_offer"),
    FieldPanel("partnership_configuration"),
    FieldPanel("funding_source"),
]
