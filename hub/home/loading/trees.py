"""Pages into the tree: live, each with a first revision from which editors go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.models import Page

from hub.resources.models import ResourceRelation

from .reading import Record, blamed
from .records import Ledger

LOADED = "hub.load"


@dataclass(frozen=True)
class Link:
    """A typed link to the page of another record."""

    kind: str
    key: str
    note: str = ""


@dataclass(frozen=True)
class Placed:
    """A page that is in the tree and still lacks its links and its revision."""

    record: Record
    page: Page
    links: Sequence[Link]
    note: str


class Tree:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._placed: list[Placed] = []

    def put(
        self,
        record: Record,
        model: type[Page],
        parent: Page | None,
        values: dict[str, Any],
        *,
        links: Sequence[Link] = (),
        note: str = "",
        existing: QuerySet | None = None,
    ) -> None:
        """Makes or updates the page of `record` below `parent`, unless it is an editor's by now.

        `values` may hold lists for relations. `note` goes to the page's history, where only editors
        read it. Links and revision follow with finish(), when everything they name exists.
        """
        if parent is None:
            # An editor deleted the shelf; what stood on it is not wanted either.
            self._ledger.skip()
            return
        with blamed(record):
            if existing is None:
                existing = Page.objects.child_of(parent).filter(slug=values["slug"])
            page = self._ledger.open(record, model, existing)
            if page is not None:
                fill(page, values)
                self._save(page, parent)
                self._placed.append(Placed(record, page, links, note))

    def _save(self, page: Page, parent: Page) -> None:
        page.last_published_at = self._ledger.at
        if page.pk:
            page.save()
        else:
            page.first_published_at = self._ledger.at
            parent.add_child(instance=page)

    def finish(self) -> None:
        for placed in self._placed:
            with blamed(placed.record):
                self._finish(placed)
        self._placed = []

    def _finish(self, placed: Placed) -> None:
        page = placed.page
        if hasattr(page, "relations"):
            page.relations = self._relations(placed)
            page.save(clean=False)
        revision = page.save_revision(clean=False, changed=False)
        Page.objects.filter(pk=page.pk).update(live_revision=revision)
        log(page, LOADED, revision=revision, data={"note": placed.note}, content_changed=True)
        self._ledger.close(placed.record, page)

    def _relations(self, placed: Placed) -> list[ResourceRelation]:
        relations = []
        for order, link in enumerate(placed.links):
            target = self._ledger.row(link.key)
            if target is not None:
                relations.append(
                    ResourceRelation(
                        kind=link.kind, target_id=target.pk, note=link.note, sort_order=order
                    )
                )
            elif link.key not in self._ledger.entries:
                raise placed.record.error(f"it links to “{link.key}”, which is in no file.")
        return relations


def fill(page: Page, values: dict[str, Any]) -> None:
    """Sets fields and, in memory until the page is saved, its many-valued relations."""
    for name, value in values.items():
        if isinstance(value, list) and _is_many(page, name):
            getattr(page, name).set(value)
        else:
            setattr(page, name, value)


def _is_many(page: Page, name: str) -> bool:
    return page._meta.get_field(name).many_to_many
