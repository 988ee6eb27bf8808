from django.db import models

from hub.taxonomy.models import Term, Vocabulary
from hub.taxonomy.models.terms import terms_of


def term_column(vocabulary: Vocabulary, **options) -> models.ForeignKey:
    """A column for one word of a vocabulary."""
    return models.ForeignKey(
        Term,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        limit_choices_to=terms_of(vocabulary),
        related_name="+",
        **options,
    )


def slug_of(term: Term | None) -> str:
    return term.slug if term else ""
