"""The files that samples offer for download."""

from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Collection

from hub.media.models import CustomDocument

from .context import Loading
from .reading import Record

FOLDER = "files"


def load_document(loading: Loading, owner: Record) -> CustomDocument | None:
    """The document that a sample offers; None when an editor has deleted it."""
    record = _read(loading, owner)
    document = loading.ledger.open(record, CustomDocument, CustomDocument.objects.none())
    if document is not None:
        _store(loading, record, document)
    return loading.ledger.row(record.key)


def _read(loading: Loading, owner: Record) -> Record:
    about: dict[str, Any] = owner["document"]
    path = loading.folder / FOLDER / about["file"]
    try:
        content = path.read_bytes()
    except OSError as error:
        raise owner.error(f"its file {about['file']} cannot be read.") from error
    # Text kinds only, so that what a file says can be read where it is kept.
    text = content.decode("utf-8")
    return Record(owner.file, owner.number, f"file:{about['file']}", about | {"content": text})


def _store(loading: Loading, record: Record, document: CustomDocument) -> None:
    replaced = document.file.name if document.pk else None
    document.title = record["title"]
    document.credit = record.get("credit", "")
    document.license = record.get("license", "")
    document.accessible = record.get("accessible", False)
    document.collection = document.collection if document.pk else Collection.get_first_root_node()
    document.file = ContentFile(record["content"].encode(), name=record["file"])
    document.full_clean()
    document._set_document_file_metadata()
    document.save()
    loading.stored_files.append(document.file)
    if replaced:
        transaction.on_commit(partial(document.file.storage.delete, replaced))
    loading.ledger.close(record, document)
