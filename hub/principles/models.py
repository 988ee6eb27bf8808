from itertools import groupby

from django.core.paginator import Paginator
from django.db import models
from django.utils.text import slugify
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from hub.core.blocks import BodyBlock
from hub.core.briefs import Briefed
from hub.core.models import BaseIndexPage, BasePage, BasePageManager
from hub.core.open_data import open_as, open_fields
from hub.core.structured_data import CONSORTIUM, Absolute, Node, Shown, node, organization, site
from hub.core.visibility import VisiblePageQuerySet
from hub.taxonomy.models import Topic

from .forms import PrinciplePageForm

# Of what carries out a principle, so many stand on one page of it.
RESOURCES_SHOWN = 24


class PrincipleQuerySet(VisiblePageQuerySet):
    def in_order(self):
        return self.order_by("sort_order", "pk")


class PrincipleIndexPage(BaseIndexPage):
    introduction = RichTextField(blank=True, features=["bold", "italic", "link"])

    kind_label = "Principles"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["principles.PrinciplePage"]
    content_panels = [*BaseIndexPage.content_panels, "introduction"]

    def rows_shown(self, shown):
        sections = [page for one in shown.get("sections", ()) for page in one["principles"]]
        return [*shown.get("core_principles", ()), *sections], 1

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        principles = list(PrinciplePage.objects.child_of(self).visible_to(request.user).in_order())
        counts = resource_counts(request.user)
        for principle in principles:
            principle.resource_count = counts.get(principle.pk, 0)
        context["core_principles"] = [page for page in principles if page.is_core]
        sections = in_sections(page for page in principles if not page.is_core)
        context["sections"] = sections
        context["contents"] = [{"id": "core", "title": "Six commitments"}, *sections]
        return context


def in_sections(principles):
    """The principles under the headings of the brief, both in the brief's order."""
    sections: dict[str, list] = {}
    for principle in principles:
        sections.setdefault(principle.section, []).append(principle)
    return [
        {"id": slugify(title), "title": title.capitalize(), "principles": pages}
        for title, pages in sections.items()
    ]


def resource_counts(reader) -> dict[int, int]:
    """Principle → how many published things that `reader` may see carry it out."""
    resources = PrinciplePage._meta.get_field("resources").related_model
    visible = resources.objects.visible_to(reader).filter(principles__isnull=False).order_by()
    return dict(visible.values_list("principles").annotate(n=models.Count("pk")))


def by_kind(resources):
    """Published things that lie in the order of their kinds, under a heading for each kind."""
    groups = groupby(resources, key=lambda page: page.specific_class._meta.verbose_name_plural)
    return [{"title": title.capitalize(), "resources": list(pages)} for title, pages in groups]


class PrincipleTopic(ItemBase):
    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="principle_topics")
    content_object = ParentalKey(
        "principles.PrinciplePage", on_delete=models.CASCADE, related_name="tagged_topics"
    )


class PrinciplePage(Briefed, BasePage):
    """One thing the Consortium holds to, in its own words."""

    quotation = models.TextField(
        help_text="The brief's own words. They are locked: ask the Consortium to change them."
    )
    section = models.CharField("section of the brief", max_length=80, blank=True)
    is_core = models.BooleanField("one of the six commitments", default=False)
    sort_order = models.PositiveIntegerField("order", default=0)
    adopted_on = models.DateField(null=True, blank=True)
    explanation = StreamField(BodyBlock(), blank=True)
    topics = ClusterTaggableManager(through=PrincipleTopic, blank=True)

    objects = BasePageManager.from_queryset(PrincipleQuerySet)()

    base_form_class = PrinciplePageForm
    kind_label = "Principle"
    kind_icon = "star"
    brief_fields = {"explanation": "What it means", "section": "In the brief"}
    open_columns = ("quotation", "section", "is_core", "adopted_on")
    api_fields = [
        *open_fields(open_columns, blocks=["explanation"]),
        open_as("topics", "topic_slugs"),
    ]
    parent_page_types = ["principles.PrincipleIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *BasePage.content_panels,
        "quotation",
        "explanation",
        MultiFieldPanel(["section", "is_core", "sort_order", "adopted_on"], heading="In the brief"),
        "topics",
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("quotation"),
        index.SearchField("explanation"),
    ]

    class Meta:
        verbose_name = "principle"

    def describe_in_brief(self) -> str:
        return self.search_description or self.quoted

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        return node(
            "Quotation",
            name=self.title,
            text=self.quotation,
            author=organization(CONSORTIUM, url=absolute("/")),
            dateModified=self.last_published_at,
            isPartOf=site(absolute),
        )

    @property
    def topic_slugs(self) -> list[str]:
        return [tagged.tag.slug for tagged in self.tagged_topics.all()]

    @property
    def quoted(self) -> str:
        """Word for word; a commitment is the middle of a sentence and says so."""
        return f"… {self.quotation}" if self.is_core else self.quotation

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        resources = self.resources.visible_to(request.user)
        principles = list(
            PrinciplePage.objects.sibling_of(self).visible_to(request.user).in_order()
        )
        here = next((n for n, page in enumerate(principles) if page.pk == self.pk), 0)
        ordered = resources.order_by("content_type", "title", "pk").with_cards()
        shown = Paginator(ordered, RESOURCES_SHOWN).get_page(request.GET.get("page"))
        context["resources"] = shown
        context["kinds"] = by_kind(shown)
        context["topics"] = list(self.topics.all())
        context["quoted_from"] = "Founding brief of the Consortium"
        context["previous"] = principles[here - 1] if here else None
        context["next"] = principles[here + 1] if here + 1 < len(principles) else None
        return context
