"""A hub of any size: the Consortium's own content and copies of it, written by whole tables."""

import sys
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Page

from hub.resources.models import ResourcePage
from hub.search.describing import describe_everything
from hub.search.models import IndexChange, SearchDocument, SourceChange
from hub.search.rebuilding import rebuild_indexes
from hub.search.sources import SOURCES

AT_ONCE = 5_000
SPREAD = timedelta(days=1_500)
# Of a hundred things so many are of each type, as in a hub that has been worked in for years.
MIX = {
    "practicepage": 30,
    "policypage": 35,
    "casestudypage": 12,
    "libraryitempage": 13,
    "mentorsitepage": 7,
    "guidelinepage": 2,
    "eventpage": 1,
}
# Table → the column that names the page, for everything that a page consists of.
OWN = {
    "practices_practicepage": "resourcepage_ptr_id",
    "policies_policypage": "resourcepage_ptr_id",
    "casestudies_casestudypage": "resourcepage_ptr_id",
    "library_libraryitempage": "resourcepage_ptr_id",
    "mentorsites_mentorsitepage": "resourcepage_ptr_id",
    "guidelines_guidelinepage": "resourcepage_ptr_id",
    "events_eventpage": "resourcepage_ptr_id",
    "resources_programfacts": "page_id",
    "resources_resourcetopic": "content_object_id",
    "resources_resourcepage_jurisdictions": "resourcepage_id",
    "resources_resourcepage_terms": "resourcepage_id",
    "resources_resourcepage_principles": "resourcepage_id",
    "policies_policyaction": "policy_id",
    "policies_policyprovision": "policy_id",
}
# How far back from itself the things lie that a copy is linked with.
LINKED = (1, 7)


def build_hub() -> None:
    """The content that every hub starts with, samples included."""
    call_command("load_content", verbosity=0)
    for source in SOURCES:
        describe_everything(source)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_copy (source bigint, pk bigint, path varchar(255), "
            "slug varchar(255), title varchar(255), url_path text, translation_key varchar(36), "
            "moment varchar(40), day date)"
        )


def grow_to(size: int) -> None:
    """Copies until there are `size` published items, and builds the search index."""
    missing = size - ResourcePage.objects.count()
    copies = islice(_copies(size), max(missing, 0))
    started, done = time.monotonic(), 0
    while chunk := list(islice(copies, AT_ONCE)):
        with transaction.atomic():
            _write(chunk)
        done += len(chunk)
        _show(done, missing, started)
    _finish()


def _copies(size: int) -> Iterator[tuple[Any, ...]]:
    """Rows of bench_copy: real pages in turn, type by type in the proportions of MIX."""
    sources = {name: cycle(pages) for name, pages in _real_pages().items()}
    order = sorted(
        (share, name)
        for name, count in MIX.items()
        for share in ((number + 0.5) / count for number in range(count))
    )
    kinds = cycle([name for _, name in order])
    first = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    last_paths = {}
    for number in range(first, first + size):
        source = next(sources[next(kinds)])
        parent = source.path[: -source.steplen]
        if parent not in last_paths:
            last = Page.objects.filter(path__startswith=parent, depth=source.depth)
            last_paths[parent] = Page._str2int(last.latest("path").path[-source.steplen :])
        last_paths[parent] += 1
        step = Page._int2str(last_paths[parent]).rjust(source.steplen, "0")
        yield _row(source, number, parent + step, first + size)


def _row(source: ResourcePage, number: int, path: str, last: int) -> tuple[Any, ...]:
    slug = f"{source.slug[:200]}-{number}"
    url = source.url_path.rstrip("/").rpartition("/")[0]
    moment = datetime.now(UTC) - SPREAD * ((last - number) / last)
    key = f"{number:032x}"
    if connection.vendor == "postgresql":
        key = f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
    title = f"{source.title[:200]}, {number}"
    text = moment.replace(tzinfo=None).isoformat(sep=" ")
    return (
        source.pk,
        number,
        path,
        slug,
        title,
        f"{url}/{slug}/",
        key,
        text,
        moment.date().isoformat(),
    )


def _real_pages() -> dict[str, list[ResourcePage]]:
    found: dict[str, list[ResourcePage]] = {}
    loaded = ResourcePage.objects.filter(translation_key__in=_real_keys())
    for page in loaded.select_related("content_type").order_by("pk"):
        found.setdefault(page.content_type.model, []).append(page)
    return found


def _real_keys() -> list[Any]:
    """Copies have keys that are small numbers; real ones are random."""
    keys = Page.objects.values_list("translation_key", flat=True)
    return [key for key in keys.iterator() if key.int > 2**64]


def _write(chunk: list[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM bench_copy")
        cursor.executemany(
            "INSERT INTO bench_copy VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)", chunk
        )
    moment = "CAST(c.moment AS timestamp)" if connection.vendor == "postgresql" else "c.moment"
    names = ("path", "slug", "title", "url_path")
    page = {name: f"c.{name}" for name in names} | {
        "draft_title": "c.title",
        "first_published_at": moment,
        "last_published_at": moment,
        "latest_revision_created_at": moment,
    }
    page["translation_key"] = (
        "CAST(c.translation_key AS uuid)"
        if connection.vendor == "postgresql"
        else "c.translation_key"
    )
    _copy("wagtailcore_page", "id", page)
    listed = {
        "listed_at": moment,
        "changed_at": moment,
        "listed_title": "c.title",
        "listed_fresh": "c.day",
    }
    _copy("resources_resourcepage", "page_ptr_id", listed)
    for table, key in OWN.items():
        _copy(table, key, {"external_id": "''", "uuid": "NULL"})
    _relate()
    _copy_documents(moment)


def _copy(table: str, key: str, changes: Mapping[str, str]) -> None:
    columns = [name for name in _columns(table) if name != "id" or key == "id"]
    changes = {**changes, key: "c.pk"}
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(changes.get(name, f't."{name}"') for name in columns)
    _run(
        f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" t '  # noqa: S608 – names of our own tables
        f'JOIN bench_copy c ON t."{key}" = c.source'
    )


def _relate() -> None:
    for order, back in enumerate(LINKED):
        _run(
            "INSERT INTO resources_resourcerelation (sort_order, kind, note, source_id, target_id) "  # noqa: S608 – numbers of our own
            f"SELECT {order}, 'supports', '', c.pk, r.page_ptr_id FROM bench_copy c "
            f"JOIN resources_resourcepage r ON r.page_ptr_id = c.pk - {back}"
        )


def _copy_documents(moment: str) -> None:
    columns = [name for name in _columns("search_searchdocument") if name != "id"]
    names = ", ".join(f'"{name}"' for name in columns)
    url = "substr(t.url, 1, length(t.url) - length(s.slug) - 1) || c.slug || '/'"
    changes = {"object_id": "c.pk", "title": "c.title", "published_at": moment, "url": url}
    values = ", ".join(changes.get(name, f't."{name}"') for name in columns)
    _run(
        f"INSERT INTO search_searchdocument ({names}) SELECT {values} "  # noqa: S608 – as above
        "FROM bench_copy c JOIN search_searchdocument t "
        "ON t.object_id = c.source AND t.source = 'page' "
        "JOIN wagtailcore_page s ON s.id = c.source"
    )
    _run(
        "INSERT INTO search_searchfacet (document_id, value) SELECT d.id, f.value "
        "FROM bench_copy c JOIN search_searchdocument t "
        "ON t.object_id = c.source AND t.source = 'page' "
        "JOIN search_searchdocument d ON d.object_id = c.pk AND d.source = 'page' "
        "JOIN search_searchfacet f ON f.document_id = t.id"
    )


def _finish() -> None:
    """The counts that treebeard keeps, statistics, and the index of what can be found."""
    _run(
        "UPDATE wagtailcore_page SET numchild = (SELECT count(*) FROM wagtailcore_page b "
        "WHERE b.depth = wagtailcore_page.depth + 1 AND b.path LIKE wagtailcore_page.path || '%%') "
        "WHERE depth < 4"
    )
    SourceChange.objects.all().delete()
    IndexChange.objects.all().delete()
    if connection.vendor == "postgresql":
        _run("ANALYZE")
    rebuild_indexes(lambda line: _say(line), only=SearchDocument._meta.label_lower)
    _say("\n")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _show(done: int, total: int, started: float) -> None:
    width = 30
    full = width * done // max(total, 1)
    seconds = time.monotonic() - started
    _say(f"[{'#' * full}{'.' * (width - full)}] {done:,} of {total:,} pages, {seconds:.0f} s")


def _say(text: str) -> None:
    sys.stderr.write(text if text == "\n" else f"\r\033[K{text}")
    sys.stderr.flush()


_KNOWN: dict[str, list[str]] = {}


def _columns(table: str) -> list[str]:
    if table not in _KNOWN:
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description(cursor, table)
        _KNOWN[table] = [column.name for column in described]
    return _KNOWN[table]
