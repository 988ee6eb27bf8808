from typing import Self

from django.core.exceptions import ValidationError
from django.db import models


class Vocabulary(models.TextChoices):
    """The lists of words that editors keep. The lists are fixed, because pages and filters name
    them; what is in them is data.
    """

    COMMUNITY_TYPE = "community_type", "Community types"
    DISCIPLINE = "discipline", "Disciplines"
    RESPONSE_MODEL = "response_model", "Response models"
    DISPATCH_CLINICIAN_SUBTYPE = "dispatch_clinician_subtype", "Kinds of dispatch clinician"
    DEFLECTION_PATHWAY = "deflection_pathway", "Deflection pathways"
    ENCOUNTER_TYPE = "encounter_type", "Encounter types"
    STAGE = "stage", "Stages"
    PROGRAM_STATUS = "program_status", "Program statuses"
    POPULATION = "population", "Populations"
    SIM_INTERCEPT = "sim_intercept", "Sequential intercepts"
    EVIDENCE_LEVEL = "evidence_level", "Evidence levels"
    EVIDENCE_TYPE = "evidence_type", "Kinds of evidence"
    POLICY_TYPE = "policy_type", "Policy types"
    POLICY_STATUS = "policy_status", "Policy statuses"
    POLICY_PROVISION = "policy_provision", "Policy provisions"
    RESOURCE_TYPE = "resource_type", "Library item types"
    PARTNERSHIP_CONFIGURATION = "partnership_configuration", "How teams are joined"
    LEAD_AGENCY_TYPE = "lead_agency_type", "Lead agency types"
    FUNDING_SOURCE = "funding_source", "Funding sources"
    MENTOR_OFFER = "mentor_offer", "What mentors offer"
    MENTOR_REQUEST_STATUS = "mentor_request_status", "Mentor request statuses"
    POPULATION_BAND = "population_band", "Population bands"
    CALL_VOLUME_BAND = "call_volume_band", "Encounters per year"
    STAFFING_BAND = "staffing_band", "Staffing bands"
    HOURS = "hours", "Hours"


class TermQuerySet(models.QuerySet):
    def of(self, *vocabularies: str) -> Self:
        return self.filter(vocabulary__in=vocabularies)

    def in_order(self) -> Self:
        return self.order_by("vocabulary", "sort_order", "label", "pk")


class Term(models.Model):
    """One word of a vocabulary. Its slug is what addresses, imports and exports hold on to."""

    vocabulary = models.CharField(max_length=40, choices=Vocabulary)
    slug = models.SlugField(max_length=60, help_text="Cannot be changed later.")
    label = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    sort_order = models.PositiveIntegerField("order", default=0)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["vocabulary", "sort_order", "label", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "slug"], name="term_once_in_its_vocabulary"
            )
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        # Addresses and filters in people's bookmarks carry the slug.
        before = Term.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if before and before != self.slug:
            raise ValidationError({"slug": f"The slug stays “{before}”. Change the label instead."})


def terms_of(vocabulary: Vocabulary) -> dict[str, str]:
    """For `limit_choices_to`: only the words of one list."""
    return {"vocabulary": vocabulary.value}
