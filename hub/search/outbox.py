"""What the index does not have yet, kept in the database with the change itself.

A change that is rolled back leaves no note; a note that was written is worked off even after
kill -9. hub.search.draining does that.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db.models import Model

from .adapter.extraction import document_of
from .engine.layout import Document
from .models import IndexChange

# One commit writes at most so many: a bulk import does not hold up what follows it.
BATCH = 500


def note(index: str, objects: Iterable[Model]) -> None:
    """Notes that the index of that name does not have these objects as they are now."""
    IndexChange.objects.bulk_create(
        IndexChange(index=index, model=obj._meta.label_lower, key=str(obj.pk)) for obj in objects
    )


def pending(index: str) -> list[IndexChange]:
    """The oldest notes of an index that are not worked off, a batch at most."""
    return list(IndexChange.objects.filter(index=index, is_done=False).order_by("pk")[:BATCH])


def documents_for(changes: Iterable[IndexChange]) -> dict[str, Document | None]:
    """Key → the document as it is to be now, None where the object is gone or not to be indexed."""
    keys: dict[str, set[str]] = {}
    for change in changes:
        keys.setdefault(change.model, set()).add(change.key)
    found: dict[str, Document | None] = {key: None for group in keys.values() for key in group}
    for label, group in keys.items():
        found |= {str(obj.pk): document_of(obj) for obj in _objects(label, group)}
    return found


def _objects(label: str, keys: set[str]) -> list[Any]:
    model: Any = apps.get_model(label)
    return list(model.get_indexed_objects().filter(pk__in=keys))


@contextmanager
def caught_up(index: str) -> Iterator[dict[str, Document | None]]:
    """Everything noted for an index, also what was worked off while a rebuild was running.

    The notes are removed when the block ends well. Call it under the writer's lock.
    """
    changes = list(IndexChange.objects.filter(index=index).order_by("pk"))
    yield documents_for(changes)
    forget(changes)


def forget(changes: Iterable[IndexChange]) -> None:
    IndexChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
