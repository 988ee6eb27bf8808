from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from hub.core.blocks import PROSE_FEATURES
from hub.core.fields import FuzzyDateField
from hub.core.open_data import open_fields
from hub.resources.contents import Part
from hub.resources.facets import ChoiceFacet, PlaceFacet, TermFacet, TopicFacet
from hub.resources.facts import Facts
from hub.resources.models import ResourceIndexPage, ResourcePage
from hub.resources.standing import Standing
from hub.taxonomy.bands import population_band
from hub.taxonomy.models import Term, Vocabulary
from hub.taxonomy.models.terms import terms_of

from .blocks import ConsentedQuoteBlock, MeasureBlock, MomentBlock


class CaseStudyPage(ResourcePage):
    """What one community did and what came of it, told with its failures."""

    class Outcome(models.TextChoices):
        SUCCEEDED = "succeeded", "Succeeded"
        MIXED = "mixed", "Mixed result"
        STOPPED = "stopped", "Stopped"

    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.MIXED)
    period_start = FuzzyDateField("period covered, from")
    period_end = FuzzyDateField("period covered, to")
    population = models.PositiveIntegerField("residents", null=True, blank=True)
    lead_agency_type = models.ForeignKey(
        Term,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        limit_choices_to=terms_of(Vocabulary.LEAD_AGENCY_TYPE),
        related_name="+",
    )
    context = RichTextField("the place", features=PROSE_FEATURES)
    problem = RichTextField(features=PROSE_FEATURES, blank=True)
    what_they_did = RichTextField(features=PROSE_FEATURES)
    measures = StreamField([("measure", MeasureBlock())], blank=True)
    timeline = StreamField([("moment", MomentBlock())], blank=True)
    partners_and_funding = RichTextField(features=PROSE_FEATURES, blank=True)
    equity = RichTextField(features=PROSE_FEATURES, blank=True)
    what_went_wrong = RichTextField(features=PROSE_FEATURES, blank=True)
    do_differently = RichTextField(
        "what they would do differently", features=PROSE_FEATURES, blank=True
    )
    advice = RichTextField("advice to others", features=PROSE_FEATURES, blank=True)
    quotes = StreamField([("quote", ConsentedQuoteBlock())], blank=True)

    brief_fields = {
        "context": "The place",
        "problem": "The problem",
        "what_they_did": "What they did",
        "what_went_wrong": "What went wrong",
        "do_differently": "What they would do differently",
        "advice": "Advice to others",
    }
    kind_label = "Case study"
    kind_icon = "insights"
    parts = (
        Part("context", "The place"),
        Part("problem", "The problem"),
        Part("what_they_did", "What they did"),
        Part("measures", "Did it work?"),
        Part("timeline", "How it went"),
        Part("partners_and_funding", "Partners and funding"),
        Part("equity", "Equity"),
        Part("what_went_wrong", "What went wrong"),
        Part("do_differently", "What they would do differently"),
        Part("advice", "Advice to others"),
        Part("other_quotes", "In their own words"),
    )
    related_headings = {
        "practicepage": "Practices it shows",
        "mentorsitepage": "The teams, as mentors",
        "casestudypage": "Other cases",
    }
    fetched_with = [*ResourcePage.fetched_with, "lead_agency_type"]
    open_columns = ("outcome", "period_start", "period_end", "population", "lead_agency_type")
    api_fields = [
        *ResourcePage.api_fields,
        *open_fields(
            open_columns,
            blocks=["measures", "timeline", "quotes"],
            prose=[
                "context",
                "problem",
                "what_they_did",
                "partners_and_funding",
                "equity",
                "what_went_wrong",
                "do_differently",
                "advice",
            ],
        ),
    ]
    parent_page_types = ["casestudies.CaseStudyIndexPage"]
    content_panels = [
        *ResourcePage.content_panels[:2],
        MultiFieldPanel(
            [
                "outcome",
                FieldRowPanel(["period_start", "period_end"]),
                FieldRowPanel(["population", "lead_agency_type"]),
            ],
            heading="In brief",
        ),
        MultiFieldPanel(["context", "problem", "what_they_did"], heading="The story"),
        MultiFieldPanel(["measures"], heading="Did it work?"),
        MultiFieldPanel(["timeline", "partners_and_funding", "equity"], heading="How"),
        MultiFieldPanel(
            ["what_went_wrong", "do_differently", "advice"], heading="What others can learn"
        ),
        FieldPanel("quotes"),
        FieldPanel("body", heading="More"),
    ]
    search_fields = [
        *ResourcePage.search_fields,
        index.SearchField("context"),
        index.SearchField("what_they_did"),
        index.SearchField("what_went_wrong"),
    ]

    class Meta:
        verbose_name = "case study"
        verbose_name_plural = "case studies"

    def get_standing(self) -> Standing:
        return Standing(f"outcome:{self.outcome}")

    def match_facts(self) -> Facts:
        return Facts(
            **self.facts_in_terms(),
            population_band=population_band(self.population),
            population=self.population,
            lead_agency_type=self.lead_agency_type.slug if self.lead_agency_type else "",
        )

    @property
    def measures_in_brief(self) -> list:
        return [block.value for block in self.measures if block.value["in_brief"]][:4]

    @property
    def opening_quote(self) -> Any:
        """The quotation that stands within the story, if there is one."""
        return self.quotes[0].value if self.quotes else None

    @property
    def other_quotes(self) -> list:
        return [block.value for block in list(self.quotes)[1:]]

    @property
    def years(self) -> str:
        known = dict.fromkeys(day[:4] for day in (self.period_start, self.period_end) if day)
        return " to ".join(known)

    @property
    def row_facts(self) -> list[str]:
        residents = f"{self.population:,} residents" if self.population else ""
        return [fact for fact in (residents, self.years) if fact]


class CaseStudyIndexPage(ResourceIndexPage):
    kind_label = "Case studies"
    listed_model = CaseStudyPage
    facets = (
        TermFacet(Vocabulary.COMMUNITY_TYPE, "Community", is_open=True),
        ChoiceFacet(
            "outcome",
            "Result",
            is_open=True,
            field="outcome",
            choices=tuple(CaseStudyPage.Outcome.choices),
        ),
        TopicFacet(),
        TermFacet(Vocabulary.RESPONSE_MODEL, "Response model"),
        TermFacet(Vocabulary.STAGE, "Stage"),
        TermFacet(Vocabulary.DISCIPLINE, "Discipline"),
        TermFacet(Vocabulary.POPULATION, "Population"),
        PlaceFacet(),
    )
    subpage_types = ["casestudies.CaseStudyPage"]
