"""Terms, topics and places by the names that content files use for them."""

from collections.abc import Iterable
from typing import Any

from hub.taxonomy.models import Jurisdiction, Term, Topic

from .reading import Record
from .records import Ledger


class Words:
    """Finds rows for records. A word that an editor deleted is passed over; one that no file knows
    is an error of the record.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.refresh()

    def refresh(self) -> None:
        self._terms = {(term.vocabulary, term.slug): term for term in Term.objects.all()}
        self._topics = {topic.slug: topic for topic in Topic.objects.all()}
        self._places = {place.code: place for place in Jurisdiction.objects.all()}

    def term(self, record: Record, vocabulary: str, slug: str | None) -> Term | None:
        if not slug:
            return None
        key = f"vocabularies/{vocabulary}:{slug}"
        return self._find(record, self._terms, (vocabulary, slug), key)

    def terms(self, record: Record, chosen: dict[str, list[str]]) -> list[Term]:
        """`chosen` gives for each vocabulary the slugs of its words."""
        found = [
            self.term(record, vocabulary, slug)
            for vocabulary, slugs in chosen.items()
            for slug in slugs
        ]
        return [term for term in found if term]

    def topics(self, record: Record, slugs: Iterable[str]) -> list[Topic]:
        found = [
            self._find(record, self._topics, slug, f"vocabularies/topic:{slug}") for slug in slugs
        ]
        return [topic for topic in found if topic]

    def place(self, record: Record, code: str) -> Jurisdiction | None:
        return self._find(record, self._places, code, f"jurisdictions/{code}")

    def places(self, record: Record, codes: Iterable[str]) -> list[Jurisdiction]:
        found = [self.place(record, code) for code in codes]
        return [place for place in found if place]

    def _find(self, record: Record, rows: dict[Any, Any], name: Any, key: str) -> Any:
        if name in rows:
            return rows[name]
        if key in self._ledger.entries:
            return None
        file, _, wanted = key.partition("/")
        raise record.error(f"nothing is called “{wanted}” in {file}.json.")
