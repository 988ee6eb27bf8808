from typing import Any, Self

from django.conf import settings
from django.db import models


class SavedSearchQuerySet(models.QuerySet):
    def visible_to(self, reader: Any) -> Self:
        """A saved search is its owner's alone."""
        return self.filter(owner=reader) if reader.is_authenticated else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-saved_at", "-pk")


class SavedSearch(models.Model):
    """A search somebody wants to keep, and maybe to hear about when something new fits."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches"
    )
    name = models.CharField(max_length=120)
    # The query part of the address, in a fixed order: words, filters, sort.
    parameters = models.CharField(max_length=1000)
    has_alert = models.BooleanField("tell me about new results", default=True)
    saved_at = models.DateTimeField()
    # Everything published up to then was seen or told.
    told_until = models.DateTimeField()

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "parameters"], name="search_saved_once")
        ]
        verbose_name_plural = "saved searches"

    def __str__(self) -> str:
        return self.name
