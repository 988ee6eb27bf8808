from django.db import models
from wagtail.fields import StreamField
from wagtail.search import index

from hub.core.blocks import BodyBlock
from hub.core.models import BasePage
from hub.core.open_data import open_fields
from hub.core.structured_data import (
    CONSORTIUM,
    HUB,
    LANGUAGE,
    Absolute,
    Node,
    Shown,
    node,
    organization,
)


class HomePage(BasePage):
    """The front door. What it lists is fetched in hub/home/front.py."""

    hero_title = models.CharField(max_length=80, default="No one answers a crisis alone.")
    hero_text = models.TextField(max_length=400)
    quotation = models.TextField(blank=True, help_text="From the brief, word for word.")

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    content_panels = [*BasePage.content_panels, "hero_title", "hero_text", "quotation"]

    def describe_in_brief(self) -> str:
        return self.search_description or self.hero_text

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        return node(
            "WebSite",
            name=HUB,
            description=self.describe_in_brief(),
            inLanguage=LANGUAGE,
            publisher=organization(CONSORTIUM, url=absolute("/")),
            potentialAction={
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{absolute('/search/')}?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            },
        )

    def get_breadcrumbs(self, reader):
        return []

    def get_context(self, request, *args, **kwargs):
        from .front import describe_front

        context = super().get_context(request, *args, **kwargs)
        context.update(describe_front(request.user))
        return context


class PlainPage(BasePage):
    """Words without more: about, joining, contact, accessibility. May hold others below it."""

    summary = models.CharField(max_length=300, blank=True)
    body = StreamField(BodyBlock(), blank=True)

    kind_label = "About the hub"
    kind_icon = "info"
    parent_page_types = ["home.HomePage", "home.PlainPage"]
    subpage_types = ["home.PlainPage"]
    content_panels = [*BasePage.content_panels, "summary", "body"]
    api_fields = open_fields(["summary"], blocks=["body"])
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = "plain page"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        pages = PlainPage.objects.child_of(self).visible_to(request.user)
        context["pages_below"] = list(pages.order_by("path"))
        return context


class LoadedRecord(models.Model):
    """What `load_content` put in, so that a second run neither repeats nor overwrites it."""

    key = models.CharField(
        max_length=160, unique=True, help_text="File and record: policies/ga-sb403"
    )
    # Of the fields as they were loaded: when the row no longer fits it, an editor has been there.
    digest = models.CharField(max_length=64)
    model = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    loaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["model", "object_id"], name="loaded_record_of_a_row")]

    def __str__(self) -> str:
        return self.key
