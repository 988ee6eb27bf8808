"""The words that a profile is answered with, fetched once for a whole form."""

from dataclasses import dataclass
from functools import cached_property

from hub.taxonomy.models import Jurisdiction, Term, Topic

Choices = list[tuple[int, str]]


@dataclass
class Words:
    """Vocabularies, topics and places: one statement each, when they are first asked for."""

    @cached_property
    def _terms(self) -> list[Term]:
        return list(Term.objects.in_order())

    def terms_of(self, vocabulary: str) -> Choices:
        return [(term.pk, term.label) for term in self._terms if term.vocabulary == vocabulary]

    def term(self, number: int) -> str:
        return next((term.label for term in self._terms if term.pk == number), "")

    @cached_property
    def topics(self) -> Choices:
        return list(Topic.objects.order_by("name", "pk").values_list("pk", "name"))

    @cached_property
    def places(self) -> Choices:
        return list(Jurisdiction.objects.by_name().values_list("pk", "name"))
