from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from modelsearch.queryset import SearchableQuerySetMixin
from wagtail.search import index

from hub.resources.standing import Standing

# Who may read a document; see hub.search.audiences.
EVERYONE = "everyone"


class SearchDocumentQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def open_at(self, at: datetime) -> Self:
        """Those whose time has come and is not over."""
        return self.filter(
            Q(visible_from=None) | Q(visible_from__lte=at),
            Q(visible_until=None) | Q(visible_until__gt=at),
        )


class SearchDocument(index.Indexed, models.Model):
    """One findable thing, whatever it is: what is found by, what a row shows, who may see it.

    Written by hub.search.describing from the thing itself, never by hand. One table, so that one
    search ranks and counts pages, places and whatever comes later; docs/adr/0014 says why.
    """

    source = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    summary = models.CharField(max_length=600, blank=True)
    # The names of topics, places and terms: they find as well as words in the text do.
    keywords = models.TextField(blank=True)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    audience = models.CharField(max_length=200, default=EVERYONE)
    visible_from = models.DateTimeField(null=True, blank=True)
    visible_until = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=40, blank=True)
    standing_as_of = models.DateField(null=True, blank=True)
    place_names = models.CharField(max_length=500, blank=True)
    is_sample = models.BooleanField(default=False)
    # Otherwise it is only offered while somebody types.
    is_listed = models.BooleanField(default=True)

    objects = SearchDocumentQuerySet.as_manager()

    search_fields = [
        index.SearchField("title", boost=6.0),
        index.SearchField("keywords", boost=2.5),
        index.SearchField("summary", boost=2.0),
        index.SearchField("text"),
        index.AutocompleteField("title"),
        index.FilterField("source"),
        index.FilterField("kind"),
        index.FilterField("is_listed"),
        index.FilterField("audience"),
        index.FilterField("visible_from"),
        index.FilterField("visible_until"),
        index.FilterField("published_at"),
        index.FilterField("reviewed_on"),
        index.RelatedFields("facets", [index.FilterField("value")]),
    ]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "object_id"], name="one_document_per_thing")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url

    @property
    def standing_badge(self) -> Standing | None:
        return Standing.from_key(self.standing, self.standing_as_of) if self.standing else None

    @classmethod
    def get_indexed_objects(cls) -> Any:
        return cls.objects.prefetch_related("facets")


class SearchFacet(models.Model):
    """One value that a document can be narrowed by: `topic:mobile-integrated-health`."""

    document = models.ForeignKey(SearchDocument, on_delete=models.CASCADE, related_name="facets")
    value = models.CharField(max_length=140)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "value"], name="facet_once_per_document")
        ]
        indexes = [models.Index(fields=["value"], name="facet_value")]

    def __str__(self) -> str:
        return self.value
