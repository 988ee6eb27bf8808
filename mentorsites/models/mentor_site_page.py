from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.module_loading import import_string
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from hub.core.blocks import PROSE_FEATURES, ImageBlock
from hub.core.fields import FuzzyDateField
from hub.core.models import BasePageManager
from hub.core.open_data import open_fields
from hub.core.structured_data import Absolute, Node, Shown, organization, whole_day
from hub.resources.contents import Part
from hub.resources.facts import Facts
from hub.resources.models import ResourcePage
from hub.resources.standing import Standing
from hub.resources.structured_data import places, thing, topics
from hub.taxonomy.bands import call_volume_band, population_band
from hub.taxonomy.models import Vocabulary

from ..blocks import (
    PartnerBlock,
    ProgramOutcomeBlock,
    StaffBlock,
    TestimonialBlock,
)
from ..forms import MentorSitePageForm
from .columns import slug_of, term_column
from .site_panels import CONTENT_PANELS, FACET_PANELS
from .site_queryset import MentorSiteQuerySet


class MentorSitePage(ResourcePage):
    """A program that has agreed to help others: what it is, and what it can offer."""

    class ProgramStatus(models.TextChoices):
        PLANNED = "planned", "Planned"
        PILOT = "pilot", "Pilot"
        OPERATING = "operating", "Operating"
        PAUSED = "paused", "Paused"
        ENDED = "ended", "Ended"

    # The program
    lead_agency = models.CharField(max_length=200)
    lead_agency_type = term_column(Vocabulary.LEAD_AGENCY_TYPE)
    partners = StreamField([("partner", PartnerBlock())], blank=True)
    service_area = models.CharField(max_length=250, blank=True)
    square_miles = models.PositiveIntegerField(null=True, blank=True)
    population = models.PositiveIntegerField("residents", null=True, blank=True)
    population_band = term_column(Vocabulary.POPULATION_BAND)
    program_status = models.CharField(
        max_length=12, choices=ProgramStatus, default=ProgramStatus.OPERATING
    )
    launched = FuzzyDateField()
    ended = FuzzyDateField()
    why_ended = RichTextField(features=PROSE_FEATURES, blank=True)
    hours = term_column(Vocabulary.HOURS)
    hours_note = models.CharField(max_length=160, blank=True)
    staffing = StreamField([("staff", StaffBlock())], blank=True)
    staffing_band = term_column(Vocabulary.STAFFING_BAND)
    supervision = models.CharField("supervision and medical direction", max_length=250, blank=True)
    dispatch = models.CharField("how calls arrive", max_length=250, blank=True)
    call_types = RichTextField("calls taken and not taken", features=PROSE_FEATURES, blank=True)
    transport = models.CharField(max_length=250, blank=True)
    encounters = models.PositiveIntegerField("encounters a year", null=True, blank=True)
    call_volume_band = term_column(Vocabulary.CALL_VOLUME_BAND)
    outcomes = StreamField([("outcome", ProgramOutcomeBlock())], blank=True)
    budget = models.CharField(max_length=160, blank=True)
    data_and_evaluation = RichTextField(features=PROSE_FEATURES, blank=True)
    lived_experience_roles = RichTextField(features=PROSE_FEATURES, blank=True)
    lessons = RichTextField("what we are still bad at", features=PROSE_FEATURES, blank=True)
    # The mentor
    takes_requests = models.BooleanField("open to requests", default=False, db_index=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreement_expires = models.DateField(null=True, blank=True)
    mentors_on = RichTextField("what we can help with", features=PROSE_FEATURES, blank=True)
    suited_for = models.CharField("best suited for", max_length=250, blank=True)
    calls_per_quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    visits_per_quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    cost_terms = models.CharField("who pays for travel", max_length=160, blank=True)
    who_may_ask = models.CharField(max_length=160, blank=True)
    contact_route = models.CharField(
        "how requests reach us",
        max_length=200,
        blank=True,
        help_text="In words, for everybody. Addresses and numbers stay with the network.",
    )
    pictures = StreamField([("picture", ImageBlock())], blank=True)
    testimonials = StreamField([("testimonial", TestimonialBlock())], blank=True)

    objects = BasePageManager.from_queryset(MentorSiteQuerySet)()

    brief_fields = {
        "lead_agency": "Lead agency",
        "service_area": "Area",
        "dispatch": "How calls arrive",
        "call_types": "Calls taken and not taken",
        "mentors_on": "What they can help with",
        "lessons": "What they are still bad at",
        "why_ended": "Why it ended",
    }
    kind_label = "Mentor site"
    kind_icon = "people"
    parts = (
        Part("facts", "The facts", ("lead_agency",)),
        Part("why_ended", "Why it ended"),
        Part("mentors_on", "What we can help with"),
        Part("lessons", "What we are still bad at"),
        Part("staffing", "Who is on the team"),
        Part("partners", "Our partners"),
        Part("lived_experience_roles", "People with lived experience"),
        Part("call_types", "Calls we take and do not take"),
        Part("outcomes", "What came of it"),
        Part("data_and_evaluation", "Data and evaluation"),
        Part("testimonials", "From teams they helped"),
    )
    related_headings = {
        "practicepage": "Practices they use",
        "casestudypage": "Their case studies",
        "libraryitempage": "Files they share",
    }
    fetched_with = [
        *ResourcePage.fetched_with,
        "care",
        "promotion",
        "lead_agency_type",
        "population_band",
        "hours",
        "staffing_band",
        "call_volume_band",
    ]
    open_columns = (
        "lead_agency",
        "lead_agency_type",
        "service_area",
        "square_miles",
        "population",
        "population_band",
        "program_status",
        "launched",
        "ended",
        "hours",
        "hours_note",
        "staffing_band",
        "supervision",
        "dispatch",
        "transport",
        "encounters",
        "call_volume_band",
        "budget",
        "takes_requests",
        "suited_for",
        "languages",
        "cost_terms",
        "who_may_ask",
        "contact_route",
    )
    api_fields = [
        *ResourcePage.api_fields,
        *open_fields(
            open_columns,
            blocks=["partners", "staffing", "outcomes", "testimonials"],
            prose=[
                "why_ended",
                "mentors_on",
                "lessons",
                "call_types",
                "data_and_evaluation",
                "lived_experience_roles",
            ],
        ),
    ]
    base_form_class = MentorSitePageForm
    parent_page_types = ["mentorsites.MentorSiteIndexPage"]
    content_panels = CONTENT_PANELS
    facet_panels = FACET_PANELS
    search_fields = [
        *ResourcePage.search_fields,
        index.SearchField("lead_agency"),
        index.SearchField("mentors_on"),
        index.SearchField("service_area"),
    ]

    class Meta:
        verbose_name = "mentor site"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(program_status="ended") | models.Q(takes_requests=False),
                name="an_ended_program_takes_no_requests",
            )
        ]

    def clean(self) -> None:
        if self.has_ended:
            # Whoever marks a program as ended should not also have to remember this.
            self.takes_requests = False
        super().clean()

    def get_standing(self) -> Standing:
        if self.has_ended:
            return Standing("mentor:ended")
        return Standing("mentor:open" if self.takes_requests else "mentor:closed")

    def match_facts(self) -> Facts:
        return Facts(
            **self.facts_in_terms(),
            population_band=slug_of(self.population_band) or population_band(self.population),
            population=self.population,
            lead_agency_type=slug_of(self.lead_agency_type),
            staffing_band=slug_of(self.staffing_band),
            call_volume_band=slug_of(self.call_volume_band) or call_volume_band(self.encounters),
            hours=slug_of(self.hours),
        )

    def get_context(self, request, *args, **kwargs):
        from ..confirmed import confirmed_by_their_site
        from ..matching.beside import match_context

        context = super().get_context(request, *args, **kwargs)
        context.update(match_context(self, request.user))
        facts = dict(context["vocabulary_facts"])
        # What they offer as mentors stands apart from what their program is.
        context["site_number"] = str(self.pk or "")
        context["offers"] = facts.pop(Vocabulary.MENTOR_OFFER.label, "")
        context["vocabulary_facts"] = list(facts.items())
        # Counted upstairs, where requests are.
        count_room = import_string(settings.MENTOR_SITE_ROOM)
        context["room"] = count_room(self, at=timezone.now()) if self.is_askable else None
        care = getattr(self, "care", None) if self.pk else None
        context["is_confirmed_by_site"] = bool(care and confirmed_by_their_site([care]))
        # One more than is shown tells whether there are others. A preview may not be stored yet.
        context["notes"] = list(self.notes.published().newest_first()[:6]) if self.pk else []
        return context

    def first_picture(self) -> Any:
        return self.pictures[0].value if self.pictures else super().first_picture()

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        return thing(
            self,
            "Organization",
            foundingDate=whole_day(self.launched),
            dissolutionDate=whole_day(self.ended),
            parentOrganization=organization(self.lead_agency),
            areaServed=places(shown, absolute),
            knowsAbout=topics(shown, absolute),
        )

    @property
    def is_askable(self) -> bool:
        return bool(self.pk and self.takes_requests)

    @property
    def answers_in(self) -> str:
        """“2 working days”, from the median of its answers; empty when it is not known yet."""
        care = getattr(self, "care", None) if self.pk else None
        if care is None or care.answers_in_hours is None:
            return ""
        days = max(1, round(care.answers_in_hours / 24))
        return "a day" if days == 1 else f"{days} days"

    @property
    def has_ended(self) -> bool:
        return self.program_status == self.ProgramStatus.ENDED

    @property
    def residents(self) -> str:
        """18,200 (10,000 to 49,999), or whichever of the two is known."""
        band = self.population_band.label if self.population_band else ""
        if not self.population:
            return band
        return f"{self.population:,} ({band})" if band else f"{self.population:,}"

    @property
    def community(self) -> str:
        return self._words_in(Vocabulary.COMMUNITY_TYPE)

    @property
    def models(self) -> str:
        return self._words_in(Vocabulary.RESPONSE_MODEL)

    def _words_in(self, vocabulary: str) -> str:
        return ", ".join(term.label for term in self.terms_in(vocabulary))

    @property
    def row_facts(self) -> list[str]:
        agency = self.lead_agency_type.label if self.lead_agency_type else ""
        band = self.population_band.label if self.population_band else ""
        number = f"{self.population:,}" if self.population else band
        residents = f"{number} residents" if number else ""
        return [fact for fact in (agency, residents) if fact]
