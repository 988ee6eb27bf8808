"""The words of the lists that are compared, all in one statement."""

from dataclasses import dataclass, field

from hub.taxonomy.models import Term

from .weights import CRITERIA, TOLD_ONLY

LISTS = (*(criterion.vocabulary for criterion in CRITERIA), TOLD_ONLY)


@dataclass(frozen=True)
class Words:
    """Labels and order of terms; a slug that no list has any more is unknown."""

    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    slugs: dict[int, str] = field(default_factory=dict)

    def label(self, vocabulary: str, slug: str) -> str:
        return self.labels.get(vocabulary, {}).get(slug, "")

    def choices(self, vocabulary: str) -> list[tuple[str, str]]:
        """(slug, label) in the editors' order."""
        return list(self.labels.get(vocabulary, {}).items())

    def position(self, vocabulary: str, slug: str) -> int | None:
        """The place of a word in its list, from 0; None when the list does not have it."""
        known = self.labels.get(vocabulary, {})
        return list(known).index(slug) if slug in known else None

    def known(self, vocabulary: str, slugs: frozenset[str]) -> frozenset[str]:
        return slugs & self.labels.get(vocabulary, {}).keys()


def load_words() -> Words:
    words = Words()
    terms = Term.objects.of(*LISTS).in_order()
    for pk, vocabulary, slug, label in terms.values_list("pk", "vocabulary", "slug", "label"):
        words.labels.setdefault(vocabulary, {})[slug] = label
        words.slugs[pk] = slug
    return words
