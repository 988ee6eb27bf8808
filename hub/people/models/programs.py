from typing import Any

from django.conf import settings
from django.db import models

from hub.taxonomy.models import Jurisdiction, Term, Vocabulary


def _one_of(vocabulary: Vocabulary, name: str, **options: Any) -> Any:
    return models.ForeignKey(
        Term,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=name,
        limit_choices_to={"vocabulary": vocabulary.value},
        **options,
    )


class Program(models.Model):
    """“My program”: what a member told us of their work, once; whatever is left out is unknown.

    It sorts what is new and finds programs alike. Others see it only as far as the profile says.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="program")
    discipline = _one_of(Vocabulary.DISCIPLINE, "your role or discipline")
    community_types = models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name="the community you serve",
        limit_choices_to={"vocabulary": Vocabulary.COMMUNITY_TYPE.value},
    )
    population_band = _one_of(Vocabulary.POPULATION_BAND, "how many people live there")
    stage = _one_of(Vocabulary.STAGE, "where your program stands")
    place = models.ForeignKey(
        Jurisdiction,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="your state, territory or tribal nation",
    )
    to_solve = models.CharField("one thing you want to solve", max_length=300, blank=True)
    # Empty until the questions were answered or passed over for the first time.
    answered_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return f"Program of {self.person}"
