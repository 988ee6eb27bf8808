from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import filesizeformat
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from hub.core.fields import FuzzyDateField
from hub.core.models import BasePageManager
from hub.core.open_data import open_fields
from hub.core.structured_data import Absolute, Node, Shown, node, organization, whole_day
from hub.resources.contents import Part
from hub.resources.facets import PlaceFacet, TermColumnFacet, TermFacet, TopicFacet
from hub.resources.models import ResourceIndexPage, ResourcePage, ResourceQuerySet
from hub.resources.structured_data import work
from hub.taxonomy.models import Term, Vocabulary
from hub.taxonomy.models.terms import terms_of


class LibraryQuerySet(ResourceQuerySet):
    def with_cards(self):
        return super().with_cards().select_related("resource_type", "document")


class LibraryItemPage(ResourcePage):
    """Something to take away and use: a template, an agreement, a toolkit, data, a recording."""

    resource_type = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        limit_choices_to=terms_of(Vocabulary.RESOURCE_TYPE),
        related_name="+",
    )
    publisher = models.CharField(max_length=160, blank=True)
    published = FuzzyDateField()
    document = models.ForeignKey(
        "media.CustomDocument", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    link = models.URLField("address on the web", blank=True)
    length = models.CharField(
        max_length=60, blank=True, help_text="For example: 4 pages, 52 minutes"
    )
    is_accessible = models.BooleanField("checked for accessibility", default=False)
    version = models.CharField(max_length=20, blank=True)
    adapted_from = models.CharField(max_length=250, blank=True)

    objects = BasePageManager.from_queryset(LibraryQuerySet)()

    brief_fields = {"publisher": "Published by", "license": "License", "body": "How to use it"}
    kind_label = "Library item"
    kind_icon = "file-download"
    parts = (Part("how_to_use", "How to use it", ("body",)),)
    related_headings = {
        "practicepage": "Practices it belongs to",
        "libraryitempage": "Files that go with it",
    }
    fetched_with = [*ResourcePage.fetched_with, "resource_type", "document"]
    open_columns = (
        "resource_type",
        "publisher",
        "published",
        "link",
        "length",
        "version",
        "adapted_from",
        "is_accessible",
    )
    api_fields = [*ResourcePage.api_fields, *open_fields(open_columns)]
    parent_page_types = ["library.LibraryIndexPage"]
    content_panels = [
        *ResourcePage.content_panels[:2],
        MultiFieldPanel(
            ["resource_type", "document", "link", FieldRowPanel(["length", "version"])],
            heading="The item",
        ),
        MultiFieldPanel(
            [FieldRowPanel(["publisher", "published"]), "is_accessible", "adapted_from"],
            heading="Where it comes from",
        ),
        FieldPanel("body", heading="How to use it"),
    ]
    search_fields = [*ResourcePage.search_fields, index.SearchField("publisher")]

    class Meta:
        verbose_name = "library item"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(document__isnull=False) | ~models.Q(link=""),
                name="library_item_can_be_had",
            )
        ]

    def clean(self) -> None:
        super().clean()
        if not self.document_id and not self.link:
            raise ValidationError({"link": "Choose a document or give its address on the web."})

    def structured_data(self, shown: Shown, absolute: Absolute) -> Node:
        file = self.document
        media = (
            node("MediaObject", contentUrl=absolute(file.url), encodingFormat=file.content_type)
            if file
            else None
        )
        return work(
            self,
            "DigitalDocument",
            shown,
            absolute,
            genre=self.resource_type.label,
            version=self.version,
            datePublished=whole_day(self.published),
            publisher=organization(self.publisher) if self.publisher else None,
            isBasedOn=node("CreativeWork", name=self.adapted_from) if self.adapted_from else None,
            sameAs=self.link,
            encoding=media,
        )

    @property
    def file_words(self) -> str:
        """The kind and size of its file: DOCX, 41 KB."""
        if not self.document:
            return ""
        size = filesizeformat(self.document.get_file_size() or 0)
        return f"{self.document.file_extension.upper()}, {size}"

    @property
    def card_kind(self) -> str:
        return self.resource_type.label

    @property
    def row_facts(self) -> list[str]:
        return [fact for fact in (self.file_words, self.length, self.license) if fact]


class LibraryIndexPage(ResourceIndexPage):
    kind_label = "Library"
    listed_model = LibraryItemPage
    facets = (
        TermColumnFacet("resource_type", "Type", is_open=True, vocabulary=Vocabulary.RESOURCE_TYPE),
        TopicFacet(is_open=True),
        TermFacet(Vocabulary.STAGE, "Stage"),
        TermFacet(Vocabulary.COMMUNITY_TYPE, "Community"),
        TermFacet(Vocabulary.RESPONSE_MODEL, "Response model"),
        TermFacet(Vocabulary.DISCIPLINE, "Discipline"),
        PlaceFacet(),
    )
    subpage_types = ["library.LibraryItemPage"]
