"""The home page, the shelves and the plain pages."""

from typing import Any

from django.apps import apps
from wagtail.models import Page, Site

from ..models import HomePage, PlainPage
from .context import Loading
from .reading import Record, blamed, read_records
from .values import field_value

FILE = "pages.json"
HOME = "pages/home"
SITE_NAME = "Co-Responder Hub"
WELCOME = "welcome-to-wagtail"


def load_pages(loading: Loading) -> None:
    _load_home(loading)
    home = loading.ledger.row(HOME)
    for record in read_records(loading.folder, FILE, within="shelves", named_by="slug"):
        with blamed(record):
            model = apps.get_model(record["model"])
            loading.tree.put(
                record,
                model,
                home,
                _values(loading, record, model) | {"slug": record.name},
                existing=model.objects.all(),
            )
    loading.tree.finish()
    for record in read_records(loading.folder, FILE, within="plain", named_by="path"):
        _load_plain(loading, record, home)


def _load_home(loading: Loading) -> None:
    (record,) = read_records(loading.folder, FILE, within="home", named_by="slug")
    welcome = _welcome_page()
    loading.tree.put(
        record,
        HomePage,
        Page.get_first_root_node(),
        _values(loading, record, HomePage) | {"slug": record.name},
        existing=HomePage.objects.all(),
    )
    loading.tree.finish()
    home = loading.ledger.row(HOME)
    if welcome and home:
        Site.objects.filter(root_page=welcome).update(root_page=home, site_name=SITE_NAME)
        Site.clear_site_root_paths_cache()
        welcome.delete()


def _welcome_page() -> Page | None:
    """The page that Wagtail's own set-up made, if nobody has made anything of it."""
    pages = Page.objects.filter(depth=2, numchild=0, latest_revision=None)
    page = pages.filter(content_type__app_label="wagtailcore").first()
    if page:
        # It has the slug that our home page wants, and the site hangs on it until then.
        Page.objects.filter(pk=page.pk).update(slug=WELCOME)
        page.refresh_from_db()
    return page


def _load_plain(loading: Loading, record: Record, home: Page | None) -> None:
    above, _, slug = record.name.rpartition("/")
    parent = loading.ledger.row(f"pages/{above}") if above else home
    values = _values(loading, record, PlainPage) | {"slug": slug}
    loading.tree.put(record, PlainPage, parent, values)
    # At once, because the next one may go below it.
    loading.tree.finish()


def _values(loading: Loading, record: Record, model: type[Page]) -> dict[str, Any]:
    named = [name for name in record.data if name not in ("slug", "path", "model")]
    with blamed(record):
        return {name: field_value(loading, record, model, name) for name in named}
