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


def _some_of(vocabulary: Vocabulary, name: str) -> Any:
    return models.ManyToManyField(
        Term,
        blank=True,
        related_name="+",
        verbose_name=name,
        limit_choices_to={"vocabulary": vocabulary.value},
    )


class Program(models.Model):
    """“My program”: what a member told us of their work, once; whatever is left out is unknown.

    It sorts what is new and finds programs alike. Others see it only as far as the profile says.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="program")
    discipline = _one_of(Vocabulary.DISCIPLINE, "your role or discipline")
    community_types = _some_of(Vocabulary.COMMUNITY_TYPE, "the community you serve")
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
    # More about it, for finding programs alike.
    name = models.CharField("what your program is called", max_length=120, blank=True)
    population = models.PositiveIntegerField("residents, as a number", null=True, blank=True)
    response_models = _some_of(Vocabulary.RESPONSE_MODEL, "how you respond")
    lead_agency_type = _one_of(Vocabulary.LEAD_AGENCY_TYPE, "who leads it")
    staffing_band = _one_of(Vocabulary.STAFFING_BAND, "full-time staff")
    call_volume_band = _one_of(Vocabulary.CALL_VOLUME_BAND, "encounters a year")
    hours = _one_of(Vocabulary.HOURS, "when your team is there")
    # Empty until the questions were answered or passed over for the first time.
    answered_at = models.DateTimeField(null=True, editable=False)

    MANY = ("community_types", "response_models")

    def __str__(self) -> str:
        return f"Program of {self.person}"

    def chosen_terms(self) -> dict[str, list[int]]:
        """The keys of the chosen words of each many-valued question, in one statement."""
        links = [
            getattr(Program, name)
            .through.objects.filter(program=self.pk)
            .values_list(models.Value(name), "term_id")
            for name in self.MANY
        ]
        chosen: dict[str, list[int]] = {name: [] for name in self.MANY}
        for name, term in links[0].union(*links[1:], all=True):
            chosen[name].append(term)
        return chosen
