from django.db import models
from django.urls import reverse
from taggit.models import TagBase


class Topic(TagBase):
    """A subject. One list for everything that is published or discussed; editors keep it."""

    # Wagtail offers what exists and never makes a new topic from what somebody typed.
    free_tagging = False

    definition = models.TextField(blank=True)
    sort_order = models.PositiveIntegerField("order", default=0)

    class Meta:
        ordering = ["sort_order", "name", "pk"]

    def get_absolute_url(self) -> str:
        return reverse("home:topic", args=[self.slug])
