from django.db import models


class GlossaryEntry(models.Model):
    """A word of the field: what it means, what else people call it, how we prefer to say it."""

    term = models.CharField(max_length=120, unique=True)
    definition = models.TextField(blank=True)
    category = models.CharField(max_length=40, blank=True)
    abbreviations = models.JSONField(default=list, blank=True)
    synonyms = models.JSONField(default=list, blank=True)
    # Outdated or hurtful words that people still type. They must find, and must never be shown.
    search_only = models.JSONField(default=list, blank=True)
    see_also = models.JSONField(default=list, blank=True)
    is_shown = models.BooleanField("show in the glossary", default=True)
    prefer = models.CharField("say instead", max_length=120, blank=True)
    ambiguity = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["term", "pk"]
        verbose_name_plural = "glossary entries"

    def __str__(self) -> str:
        return self.term
