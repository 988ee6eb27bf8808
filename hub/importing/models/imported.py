from django.db import models
from wagtail.models import Page

from .imports import Import


class ImportKey(models.Model):
    """By which word in the column "Key" an editor's list knows a page, for good."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    page = models.ForeignKey(Page, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="import_key_once_of_its_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.key}"


class ImportedPage(models.Model):
    """A draft that an import made or changed: to lead there, and to take it back."""

    source = models.ForeignKey(Import, models.CASCADE, related_name="pages")
    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    line = models.PositiveIntegerField()
    is_new = models.BooleanField()
    # Numbers, not links: a revision may be cleared away before the import is forgotten.
    revision_number = models.BigIntegerField()
    earlier_revision = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "page"], name="imported_once_by_an_import")
        ]

    def __str__(self) -> str:
        return f"row {self.line} of import {self.source_id}"
