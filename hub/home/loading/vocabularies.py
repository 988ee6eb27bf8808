"""The controlled lists and the glossary."""

from hub.taxonomy.models import GlossaryEntry, Term, Topic, Vocabulary

from .context import Loading
from .reading import ContentError, Record, blamed, read_json, read_records, refuse_doubles

FILE = "vocabularies.json"
# Its words are rows of their own, because pages are tagged with them.
TOPICS = "topic"


def load_vocabularies(loading: Loading) -> None:
    for record in _read(loading):
        vocabulary, slug = record.name.split(":")
        with blamed(record):
            if vocabulary == TOPICS:
                _load_topic(loading, record, slug)
            else:
                _load_term(loading, record, vocabulary, slug)
    loading.words.refresh()


def _read(loading: Loading) -> list[Record]:
    vocabularies = read_json(loading.folder, FILE).get("vocabularies")
    if not isinstance(vocabularies, dict):
        raise ContentError(f"{FILE}: it must hold an object called “vocabularies”.")
    records: list[Record] = []
    for name, vocabulary in vocabularies.items():
        if name != TOPICS and name not in Vocabulary.values:
            raise ContentError(f"{FILE}: the hub has no vocabulary “{name}”.")
        for order, word in enumerate(vocabulary.get("values", []), 1):
            number = len(records) + 1
            slug = str(word.get("slug", "")) if isinstance(word, dict) else ""
            if not slug:
                raise ContentError(f"{FILE}, record {number} (in {name}): “slug” is missing.")
            records.append(Record(FILE, number, f"{name}:{slug}", word | {"sort_order": order}))
    refuse_doubles(records)
    return records


def _load_term(loading: Loading, record: Record, vocabulary: str, slug: str) -> None:
    existing = Term.objects.filter(vocabulary=vocabulary, slug=slug)
    term = loading.ledger.open(record, Term, existing)
    if term is None:
        return
    term.vocabulary, term.slug, term.label = vocabulary, slug, record["label"]
    term.definition = record.get("definition", "")
    term.sort_order = record["sort_order"]
    term.full_clean()
    term.save()
    loading.ledger.close(record, term)


def _load_topic(loading: Loading, record: Record, slug: str) -> None:
    topic = loading.ledger.open(record, Topic, Topic.objects.filter(slug=slug))
    if topic is None:
        return
    topic.slug, topic.name = slug, record["label"]
    topic.definition = record.get("definition", "")
    topic.sort_order = record["sort_order"]
    topic.full_clean()
    topic.save()
    loading.ledger.close(record, topic)


def load_glossary(loading: Loading) -> None:
    for file in ("terms.json", "shorthand.json"):
        for record in read_records(loading.folder, file, within="terms", named_by="term"):
            with blamed(record):
                _load_entry(loading, record)


def _load_entry(loading: Loading, record: Record) -> None:
    existing = GlossaryEntry.objects.filter(term=record.name)
    entry = loading.ledger.open(record, GlossaryEntry, existing)
    if entry is None:
        return
    entry.term = record.name
    for name in ("definition", "category", "prefer", "ambiguity"):
        setattr(entry, name, record.get(name, ""))
    for name in ("abbreviations", "synonyms", "search_only", "see_also"):
        setattr(entry, name, record.get(name, []))
    entry.is_shown = record.get("display", True)
    entry.full_clean()
    entry.save()
    loading.ledger.close(record, entry)
