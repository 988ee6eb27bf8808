"""A hub of any size in a throwaway database, written row by row past the models for speed."""

from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Site

from hub.home.models import HomePage
from hub.taxonomy.models import Jurisdiction, Term, Topic
from practices.models import PracticeIndexPage, PracticePage

TOPICS = 39
PLACES = 62
COMMUNITY_TYPES = ("urban", "suburban", "rural", "frontier", "tribal")


def build_hub() -> PracticeIndexPage:
    """A home with one empty shelf of practices, and the words to tag with."""
    home = HomePage(title="Home", slug="bench", hero_text="Bench")
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update(root_page=home)
    shelf = PracticeIndexPage(title="Practices", slug="practices")
    home.add_child(instance=shelf)
    Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TOPICS))
    Jurisdiction.objects.bulk_create(
        Jurisdiction(code=f"P{n}", slug=f"place-{n}", name=f"Place {n}", kind="state")
        for n in range(PLACES)
    )
    Term.objects.bulk_create(
        Term(vocabulary="community_type", slug=slug, label=slug.title()) for slug in COMMUNITY_TYPES
    )
    return shelf


def fill_shelf(shelf: PracticeIndexPage, count: int) -> None:
    """Adds `count` practices. Copies one real row of each table, so that it follows the models."""
    first = PracticePage(
        title="Practice 0", slug="practice-0", summary="Bench.", problem="<p>Bench.</p>"
    )
    first.topics.add(Topic.objects.first())
    first.jurisdictions = [Jurisdiction.objects.first()]
    first.terms = [Term.objects.first()]
    shelf.add_child(instance=first)
    now = timezone.now()
    for n in range(1, count):
        pk = first.pk + n
        _copy("wagtailcore_page", "id", first.pk, id=pk, **_page_columns(first, n, now))
        _copy("resources_resourcepage", "page_ptr_id", first.pk, page_ptr_id=pk)
        _copy("practices_practicepage", "resourcepage_ptr_id", first.pk, resourcepage_ptr_id=pk)
        _link("resources_resourcetopic", "content_object_id", "tag_id", pk, 1 + n % TOPICS)
        _link(
            "resources_resourcepage_jurisdictions",
            "resourcepage_id",
            "jurisdiction_id",
            pk,
            1 + n % PLACES,
        )
        _link(
            "resources_resourcepage_terms",
            "resourcepage_id",
            "term_id",
            pk,
            1 + n % len(COMMUNITY_TYPES),
        )
    Page.objects.filter(pk=shelf.pk).update(numchild=count)


def _page_columns(first: PracticePage, n: int, now) -> dict:
    step = first.steplen
    place = PracticePage._int2str(PracticePage._str2int(first.path[-step:]) + n).rjust(step, "0")
    return {
        "path": first.path[:-step] + place,
        "slug": f"practice-{n}",
        "title": f"Practice {n}",
        "url_path": f"{first.url_path.rsplit('/', 2)[0]}/practice-{n}/",
        "translation_key": f"{n:032x}",
        "first_published_at": now.isoformat(sep=" "),
    }


def _copy(table: str, key: str, source: int, **changes) -> None:
    columns = _columns(table)
    chosen = ", ".join("%s" if column in changes else f'"{column}"' for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    values = [changes[column] for column in columns if column in changes]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {chosen} FROM "{table}" WHERE "{key}" = %s',  # noqa: S608 – names of our own tables
            [*values, source],
        )


def _link(table: str, owner: str, other: str, pk: int, target: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ("{owner}", "{other}") VALUES (%s, %s)',  # noqa: S608 – as above
            [pk, target],
        )


_KNOWN: dict[str, list[str]] = {}


def _columns(table: str) -> list[str]:
    if table not in _KNOWN:
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description(cursor, table)
        _KNOWN[table] = [column.name for column in described]
    return _KNOWN[table]
