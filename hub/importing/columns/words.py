"""Words that cells may name, found by any of their names, fetched once for a whole sheet."""

from collections.abc import Callable, Iterable
from typing import Any

from rapidfuzz import fuzz, process

from hub.core.admin_guards import pages_known_to
from hub.directory.models import OrganizationPage
from hub.principles.models import PrinciplePage
from hub.taxonomy.models import Jurisdiction, Term, Topic

# Below this two words have little to do with each other.
LIKENESS = 65


def nearest(text: str, known: Iterable[str]) -> str:
    """The one of `known` that is most like `text`; empty when none is."""
    found = process.extractOne(
        text.casefold(), list(known), scorer=fuzz.ratio, score_cutoff=LIKENESS
    )
    return found[0] if found else ""


class WordList:
    """Rows by all their names; the first of each is the one to show."""

    def __init__(self, rows: Iterable[tuple[Any, list[str]]]) -> None:
        self.by_name: dict[str, Any] = {}
        self.shown: dict[str, str] = {}
        for row, names in rows:
            for name in names:
                if name and name.casefold() not in self.by_name:
                    self.by_name[name.casefold()] = row
                    self.shown[name.casefold()] = names[0]

    def find(self, text: str) -> Any:
        return self.by_name.get(" ".join(text.casefold().split()))

    def nearest(self, text: str) -> str:
        return self.shown.get(nearest(text, self.by_name), "")

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(self.shown.values()))


def _terms(vocabulary: str) -> WordList:
    terms = Term.objects.of(vocabulary).in_order()
    return WordList((term, [term.label, term.slug]) for term in terms)


def _topics(by: Any) -> WordList:
    return WordList((topic, [topic.name, topic.slug]) for topic in Topic.objects.all())


def _places(by: Any) -> WordList:
    places = Jurisdiction.objects.by_name()
    return WordList(
        (place, [place.name, place.code, place.slug, place.postal, *place.aliases])
        for place in places
    )


def _organizations(by: Any) -> WordList:
    pages = pages_known_to(by, OrganizationPage.objects.order_by("title", "pk"))
    return WordList((page, [page.title, page.slug, page.acronym]) for page in pages)


def _principles(by: Any) -> WordList:
    pages = pages_known_to(by, PrinciplePage.objects.order_by("path"))
    return WordList((page, [page.title, page.slug]) for page in pages)


LISTS: dict[str, Callable[[Any], WordList]] = {
    "topics": _topics,
    "places": _places,
    "organizations": _organizations,
    "principles": _principles,
}


class Words:
    """All lists as `by` may know them, each fetched when it is first asked for."""

    def __init__(self, *, by: Any) -> None:
        self.by = by
        self._lists: dict[str, WordList] = {}

    def of(self, name: str) -> WordList:
        if name not in self._lists:
            make = LISTS.get(name)
            self._lists[name] = make(self.by) if make else _terms(name)
        return self._lists[name]
