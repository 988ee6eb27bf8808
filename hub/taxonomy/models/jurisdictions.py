from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from wagtail.fields import RichTextField

from hub.core.structured_data import Node, node


class JurisdictionQuerySet(models.QuerySet):
    def by_name(self) -> Self:
        return self.order_by("name", "pk")

    def on_the_map(self) -> Self:
        """States, the district and the territories: what the tile map draws."""
        kinds = Jurisdiction.Kind
        return self.filter(kind__in=[kinds.STATE, kinds.DISTRICT, kinds.TERRITORY])


class Jurisdiction(models.Model):
    """A place with its own law: the nation, a state, a tribal nation, a county, a city."""

    class Kind(models.TextChoices):
        FEDERAL = "federal", "Federal"
        STATE = "state", "State"
        DISTRICT = "district", "District"
        TERRITORY = "territory", "Territory"
        TRIBAL = "tribal", "Tribal nation"
        COUNTY = "county", "County"
        CITY = "city", "City"
        CONSOLIDATED = "consolidated", "Consolidated city-county"
        REGION = "region", "Region"

    code = models.CharField(
        max_length=60, unique=True, help_text="Postal code, or for localities US-NM-albuquerque."
    )
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(
        max_length=160, help_text="For a tribal nation: the name it uses for itself."
    )
    kind = models.CharField(max_length=20, choices=Kind)
    # Many: a city may lie in two counties, a tribal nation may cross states.
    parents = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="children")
    neighbors = models.ManyToManyField("self", blank=True)
    postal = models.CharField("postal code", max_length=2, blank=True)
    fips = models.CharField("FIPS or census code", max_length=12, blank=True)
    ocd_division = models.CharField("Open Civic Data division", max_length=160, blank=True)
    openstates_jurisdiction = models.CharField("Open States id", max_length=160, blank=True)
    legiscan_state_id = models.PositiveSmallIntegerField("LegiScan id", null=True, blank=True)
    census_region = models.CharField(max_length=40, blank=True)
    census_division = models.CharField(max_length=60, blank=True)
    hhs_region = models.PositiveSmallIntegerField("HHS region", null=True, blank=True)
    aliases = models.JSONField("also called", default=list, blank=True)
    population = models.PositiveIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    overview = RichTextField(
        blank=True,
        features=["bold", "italic", "link", "ul"],
        help_text="How crisis response is organized here, and how the law here defines it.",
    )

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("ocd_division"),
                condition=~models.Q(ocd_division=""),
                name="jurisdiction_once_by_ocd_division",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("home:place", args=[self.slug])

    @property
    def described(self) -> str:
        return f"Law, mentor sites, cases and practices in {self.name}."

    @property
    def structured_data(self) -> Node:
        """The place itself, in the words of schema.org."""
        return node("AdministrativeArea", name=self.name, alternateName=self.postal)

    @property
    def is_federal(self) -> bool:
        return self.kind == self.Kind.FEDERAL

    @property
    def is_local(self) -> bool:
        return self.kind in (self.Kind.COUNTY, self.Kind.CITY, self.Kind.CONSOLIDATED)
