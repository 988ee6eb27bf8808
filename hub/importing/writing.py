"""Many drafts into the database at once: a few statements for each table, not for each page.

Page.add_child() and save() ask and write some forty times a page. Here everything is built in
memory first, so that the one transaction is short: on SQLite all other writers wait for it.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from wagtail.models import Page, PageLogEntry, Revision

from hub.search import noting

from .columns import Kind
from .finding import parts
from .outcomes import Outcome

# Rows in one statement; a statement may take five seconds at most.
BATCH = 200


class UnableToWrite(Exception):
    """Says in one sentence what somebody else changed meanwhile."""


def prepare(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """What the revisions will say; computed before anybody has to wait."""
    return [plain_data(one.page) for one in outcomes]


def plain_data(page: Any) -> dict[str, Any]:
    # As the database will give it back: dates are texts.
    return json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))


def place_pages(kind: Kind, shelf: Page, pages: list[Any], *, at: datetime) -> None:
    """Puts new pages below `shelf`, not live. Call it in a transaction.

    Raises UnableToWrite when an address is taken meanwhile.
    """
    shelf = Page.objects.select_for_update().get(pk=shelf.pk)
    for part in parts([page.slug for page in pages]):
        if found := Page.objects.child_of(shelf).filter(slug__in=part).first():
            raise UnableToWrite(f"Somebody made a page at “{found.slug}” meanwhile.")
    _give_paths(shelf, pages)
    for page in pages:
        page.live, page.has_unpublished_changes = False, True
        page.draft_title, page.latest_revision_created_at = page.title, at
        page.set_url_path(shelf)
    _insert(kind.model, pages)
    _insert_relations(kind.model, pages)
    Page.objects.filter(pk=shelf.pk).update(numchild=F("numchild") + len(pages))


def _give_paths(shelf: Page, pages: list[Any]) -> None:
    last = shelf.get_last_child()
    path = last.path if last else None
    for page in pages:
        path = _next_path(shelf, path)
        page.path, page.depth, page.numchild = path, shelf.depth + 1, 0


def _next_path(shelf: Page, last: str | None) -> str:
    step = shelf.steplen
    number = Page._str2int(last[-step:]) + 1 if last else 1
    return Page._get_path(shelf.path, shelf.depth + 1, number)


def _insert(model: type[Page], pages: list[Any]) -> None:
    # Django's bulk_create() refuses classes with parents; table by table it is the same insert.
    first = [field for field in Page._meta.concrete_fields if not field.primary_key]
    rows = Page._base_manager.all()
    rows._for_write = True
    for page, (pk,) in zip(pages, rows._batched_insert(pages, first, BATCH), strict=True):
        page.pk = page.id = pk
    for parent in [*reversed(model._meta.get_parent_list()), model]:
        if parent is Page:
            continue
        for page in pages:
            setattr(page, parent._meta.pk.attname, page.id)
        rows = parent._base_manager.all()
        rows._for_write = True
        rows._batched_insert(pages, parent._meta.local_concrete_fields, BATCH)
    for page in pages:
        page._state.adding = False


def _insert_relations(model: type[Page], pages: list[Any]) -> None:
    for field in model._meta.many_to_many:
        through: Any = field.remote_field.through
        if not through._meta.auto_created:
            continue
        own, other = field.m2m_column_name(), field.m2m_reverse_name()
        links = [
            through(**{own: page.pk, other: row.pk})
            for page in pages
            for row in getattr(page, field.name).all()
        ]
        through._base_manager.bulk_create(links, batch_size=BATCH)
    if hasattr(model, "tagged_topics"):
        topics = [link for page in pages for link in page.tagged_topics.all()]
        for page in pages:
            for link in page.tagged_topics.all():
                link.content_object_id = page.pk
        if topics:
            type(topics[0])._base_manager.bulk_create(topics, batch_size=BATCH)


def write_revisions(
    pages: list[Any], contents: list[dict[str, Any]], *, by: Any, at: datetime
) -> list[Revision]:
    """One revision for each page, made its latest draft, and noted in its history."""
    base = ContentType.objects.get_for_model(Page)
    revisions = [
        Revision(
            content_type_id=page.content_type_id,
            base_content_type=base,
            object_id=str(page.pk),
            created_at=at,
            user=by,
            object_str=str(page),
            content=_of_page(content, page),
        )
        for page, content in zip(pages, contents, strict=True)
    ]
    Revision.objects.bulk_create(revisions, batch_size=BATCH)
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision_id = revision.pk
        page.latest_revision_created_at = at
        page.has_unpublished_changes = True
        page.draft_title = page.title
    told = ["latest_revision", "latest_revision_created_at", "has_unpublished_changes"]
    Page.objects.bulk_update(
        [_row(page) for page in pages], [*told, "draft_title"], batch_size=BATCH
    )
    return revisions


def _row(page: Any) -> Page:
    """Only the columns that every page has, so that one statement updates many."""
    row = Page(pk=page.pk)
    for name in (
        "latest_revision_id",
        "latest_revision_created_at",
        "has_unpublished_changes",
        "draft_title",
    ):
        setattr(row, name, getattr(page, name))
    return row


def _of_page(content: dict[str, Any], page: Any) -> dict[str, Any]:
    known = {"pk": page.pk, "path": page.path, "depth": page.depth, "url_path": page.url_path}
    known |= {"content_type": page.content_type_id, "live": page.live}
    content |= known
    for data, link in zip(content.get("tagged_topics", []), _topics_of(page), strict=False):
        data |= {"pk": link.pk, "content_object": page.pk}
    return content


def _topics_of(page: Any) -> list[Any]:
    return list(page.tagged_topics.all()) if hasattr(page, "tagged_topics") else []


def write_log(
    pages: list[Any],
    revisions: list[Revision],
    *,
    new: set[int],
    by: Any,
    at: datetime,
    number: int,
) -> None:
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                content_type_id=page.content_type_id,
                label=page.title,
                action="wagtail.create" if page.pk in new else "wagtail.edit",
                timestamp=at,
                user=by,
                data={"import": number},
                page_id=page.pk,
                revision=revision,
                content_changed=True,
            )
            for page, revision in zip(pages, revisions, strict=True)
        ],
        batch_size=BATCH,
    )


def note_for_search(pages: list[Any]) -> None:
    """Drafts are found by editors; the index hears of them in the same transaction."""
    from wagtail.search.backends import get_search_backend

    noting.note("page", [page.pk for page in pages])
    if pages:
        get_search_backend().get_index_for_model(type(pages[0])).add_items(type(pages[0]), pages)
