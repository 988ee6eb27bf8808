from django import forms
from django.core.paginator import Paginator
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from hub.core.blocks import BodyBlock
from hub.core.briefs import Briefed
from hub.core.models import BaseIndexPage, BasePage
from hub.core.open_data import open_fields
from hub.core.structured_data import Absolute, Node, Shown, organization
from hub.taxonomy.models import Term, Vocabulary
from hub.taxonomy.models.terms import terms_of

RESOURCES_SHOWN = 24


class PartnerIndexPage(BaseIndexPage):
    introduction = RichTextField(blank=True, features=["bold", "italic", "link"])

    kind_label = "Partners"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["directory.OrganizationPage"]
    content_panels = [*BaseIndexPage.content_panels, "introduction"]

    def rows_shown(self, shown):
        return [*shown.get("partners", ()), *shown.get("other_organizations", ())], 1

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        organizations = (
            OrganizationPage.objects.child_of(self)
            .visible_to(request.user)
            .prefetch_related("disciplines")
            .by_title()
        )
        context["partners"] = [page for page in organizations if page.is_partner]
        context["other_organizations"] = [page for page in organizations if not page.is_partner]
        return context


class OrganizationPage(Briefed, BasePage):
    """A body that takes part: a Consortium partner, or the owner of something published here."""

    class Role(models.TextChoices):
        PARTNER = "partner", "Consortium partner"
        OTHER = "other", "Other organization"

    acronym = models.CharField(
        max_length=30, blank=True, help_text="Never shown alone: several bodies share some."
    )
    role = models.CharField(max_length=20, choices=Role, default=Role.OTHER)
    website = models.URLField(blank=True)
    partner_since = models.DateField(null=True, blank=True)
    logo = models.ForeignKey(
        "media.CustomImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    summary = models.CharField(max_length=300, blank=True)
    about = StreamField(BodyBlock(), blank=True)
    positions = StreamField(
        BodyBlock(),
        blank=True,
        help_text="What this organization holds. Its own position, not the Consortium's.",
    )
    disciplines = ParentalManyToManyField(
        Term,
        blank=True,
        limit_choices_to=terms_of(Vocabulary.DISCIPLINE),
        related_name="organizations",
    )

    kind_label = "Partner organization"
    kind_icon = "groups"
    brief_fields = {
        "about": "Who they are",
        "positions": "What they hold",
        "website": "Their website",
    }
    open_columns = ("acronym", "role", "website", "partner_since")
    api_fields = open_fields(["summary", *open_columns], blocks=["about", "positions"])
    parent_page_types = ["directory.PartnerIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        "acronym",
        "summary",
        MultiFieldPanel(["role", "partner_since", "website", "logo"], heading="Who they are"),
        FieldPanel("disciplines", widget=forms.CheckboxSelectMultiple),
        "about",
        "positions",
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("acronym"),
        index.SearchField("summary"),
        index.SearchField("about"),
    ]

    class Meta:
        verbose_name = "organization"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        kept = self.resources.visible_to(request.user).newest_first().with_cards()
        context["resources"] = Paginator(kept, RESOURCES_SHOWN).get_page(request.GET.get("page"))
        context["disciplines"] = [term.label for term in self.disciplines.all()]
        return context

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        return organization(
            self.title,
            alternateName=self.acronym,
            description=self.describe_in_brief(),
            sameAs=self.website,
            knowsAbout=shown.get("disciplines", []),
        )

    @property
    def is_partner(self) -> bool:
        return self.role == self.Role.PARTNER
