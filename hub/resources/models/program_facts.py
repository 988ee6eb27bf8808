from typing import Self

from django.db import models

from ..facts import Facts, pack, unpack
from .resource_page import ResourcePage


class ProgramFacts(models.Model):
    """What matching asks of a live page, beside it in one narrow row.

    2,000 pages are compared in one statement, without their bodies and without their many terms.
    Drafts do not touch it. A page without a row counts as one of which nothing is known.
    """

    page = models.OneToOneField(
        ResourcePage, models.CASCADE, primary_key=True, related_name="program_facts"
    )
    # Slugs of terms; several are parted by spaces.
    community_types = models.TextField(blank=True)
    response_models = models.TextField(blank=True)
    population_band = models.CharField(max_length=60, blank=True)
    population = models.PositiveIntegerField(null=True)
    lead_agency_type = models.CharField(max_length=60, blank=True)
    staffing_band = models.CharField(max_length=60, blank=True)
    call_volume_band = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=60, blank=True)
    hours = models.CharField(max_length=60, blank=True)

    COLUMNS = (
        "community_types",
        "response_models",
        "population_band",
        "population",
        "lead_agency_type",
        "staffing_band",
        "call_volume_band",
        "stage",
        "hours",
    )

    class Meta:
        verbose_name_plural = "program facts"

    def __str__(self) -> str:
        return f"Facts of page {self.pk}"

    @classmethod
    def of(cls, page: ResourcePage, facts: Facts) -> Self:
        """The row to save for `page`."""
        columns = {name: getattr(facts, name) for name in cls.COLUMNS}
        for name in ("community_types", "response_models"):
            columns[name] = pack(columns[name])
        return cls(page=page, **columns)

    @property
    def as_facts(self) -> Facts:
        columns = {name: getattr(self, name) for name in self.COLUMNS}
        for name in ("community_types", "response_models"):
            columns[name] = unpack(columns[name])
        return Facts(**columns)
