"""Federal, state and local policies, each with its status and where that was read."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from hub.policies.models import PolicyLevel, PolicyPage, PolicyStatus
from hub.policies.models.choices import PENDING
from hub.resources.models import RelationKind
from hub.taxonomy.models import Vocabulary

from .context import Loading
from .reading import Record, blamed, read_records
from .trees import Link
from .values import prose, stream

FILE = "policies.json"
SHELF = "pages/policies"
SUMMARY_LENGTH = PolicyPage._meta.get_field("summary").max_length or 0
GUIDANCE = {"guidance", "funding", "model_law"}


def load_policies(loading: Loading) -> None:
    shelf = loading.ledger.row(SHELF)
    records = read_records(loading.folder, FILE, within="policies", named_by="id")
    ids = {record.name for record in records}
    for record in records:
        with blamed(record):
            loading.tree.put(
                record,
                PolicyPage,
                shelf,
                _values(loading, record, ids),
                links=_links(record, ids),
                note=_note(record),
            )
    loading.tree.finish()


def _values(loading: Loading, record: Record, ids: set[str]) -> dict[str, Any]:
    return {
        "title": record.get("short_title") or record["title"],
        "slug": record.name,
        "official_title": record["title"],
        "jurisdiction": loading.words.place(record, record["jurisdiction"]),
        "level": _choice(record, "level", PolicyLevel.values),
        "identifier": record["identifier"],
        "session": record.get("session", ""),
        "policy_type": loading.words.term(record, Vocabulary.POLICY_TYPE, record["policy_type"]),
        "citation": record.get("citation", ""),
        "sponsors": ", ".join(record.get("sponsors", [])),
        "companions": ", ".join(name for name in record.get("companions", []) if name not in ids),
        **_words(record),
        **_standing(record),
        **_facets(loading, record),
        "sources": _sources(record),
    }


def _words(record: Record) -> dict[str, Any]:
    """The summary; one that is too long for lists ends with a sentence and goes on in the body."""
    text = record["summary"]
    if len(text) <= SUMMARY_LENGTH:
        return {"summary": text, "body": stream(_field("body"), [])}
    cut = text.rfind(". ", 0, SUMMARY_LENGTH) + 1
    if not cut:
        raise record.error(f"its summary begins with over {SUMMARY_LENGTH} characters of sentence.")
    body = stream(_field("body"), [{"paragraph": prose(text)}])
    return {"summary": text[:cut], "body": body}


def _standing(record: Record) -> dict[str, Any]:
    dates = record["dates"]
    as_of = record.get("as_of")
    status = _choice(record, "status", PolicyStatus.values)
    if status in PENDING and not as_of:
        raise record.error("“as_of” is missing, and a pending status says as of when.")
    single = ("introduced", "passed", "enacted", "expires")
    return {
        "status": status,
        "as_of": _first_day(as_of) if as_of else None,
        "effective": stream(_field("effective"), _effective(dates.get("effective"))),
        **{name: dates.get(name) or "" for name in single},
    }


def _first_day(text: str) -> date:
    # Of a month alone the first day: it never claims to be fresher than it is.
    return date.fromisoformat(text if len(text) > 7 else f"{text}-01")


def _effective(dates: str | Sequence[str] | None) -> list[dict[str, str]]:
    days = [dates] if isinstance(dates, str) else dates or []
    return [{"date": day, "note": ""} for day in days]


def _facets(loading: Loading, record: Record) -> dict[str, Any]:
    chosen = {
        Vocabulary.RESPONSE_MODEL.value: record.get("response_models", []),
        Vocabulary.POPULATION.value: record.get("populations", []),
    }
    return {
        "terms": loading.words.terms(record, chosen),
        "topics": loading.words.topics(record, record.get("topics", [])),
    }


def _sources(record: Record) -> Any:
    url = record["source_url"]
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    as_of = record.get("as_of") or ""
    source = {
        "label": f"{record['identifier']}, at {host}"[:200],
        "url": url,
        "accessed": as_of if len(as_of) == len("2025-01-31") else None,
        "kind": _source_kind(record, host),
    }
    return stream(_field("sources"), [source])


def _source_kind(record: Record, host: str) -> str:
    is_official = host.endswith((".gov", ".us"))
    if not is_official:
        return "other"
    return "agency" if record["policy_type"] in GUIDANCE else "law"


def _links(record: Record, ids: set[str]) -> list[Link]:
    kinds = {"amends": RelationKind.AMENDS, "companions": RelationKind.COMPANION_OF}
    return [
        Link(kind, f"policies/{name}")
        for field, kind in kinds.items()
        for name in record.get(field, [])
        # A companion that is not here is named in words; what a policy amends must be here.
        if field == "amends" or name in ids
    ]


def _note(record: Record) -> str:
    """What editors should know about where this comes from."""
    read = "Source read" if record.get("verified_source") else "Source not yet read"
    confidence = record.get("confidence", "unknown")
    parts = [f"{read}; confidence: {confidence}.", record.get("verified_how"), record.get("notes")]
    return " ".join(part.rstrip(".") + "." for part in parts if part)


def _choice(record: Record, name: str, choices: Sequence[str]) -> str:
    if record[name] not in choices:
        raise record.error(f"“{record[name]}” is not a {name}; there are {', '.join(choices)}.")
    return record[name]


def _field(name: str) -> Any:
    return PolicyPage._meta.get_field(name)
