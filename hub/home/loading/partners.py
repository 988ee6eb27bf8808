"""The organizations that make up the Consortium."""

from django.utils.text import slugify

from hub.directory.models import OrganizationPage
from hub.taxonomy.models import Vocabulary

from .context import Loading
from .reading import Record, blamed, read_records

SHELF = "pages/partners"
# How sure somebody was of an address that we are willing to send readers to.
SURE_ENOUGH = {"high", "medium"}


def load_partners(loading: Loading) -> None:
    shelf = loading.ledger.row(SHELF)
    for record in read_records(
        loading.folder, "partners.json", within="partners", named_by="acronym"
    ):
        with blamed(record):
            note = record.get("website_basis", "")
            loading.tree.put(
                record,
                OrganizationPage,
                shelf,
                _values(loading, record),
                note=f"Web address: {note}." if note else "",
            )
    loading.tree.finish()


def _values(loading: Loading, record: Record) -> dict:
    sure = record.get("website_confidence") in SURE_ENOUGH
    disciplines = {Vocabulary.DISCIPLINE.value: record.get("disciplines", [])}
    return {
        "title": record["name"],
        "slug": slugify(record["name"]),
        "acronym": record["acronym"],
        "role": OrganizationPage.Role.PARTNER,
        "website": record.get("website", "") if sure else "",
        "disciplines": loading.words.terms(record, disciplines),
    }
