"""Two editors on one page: the second is told before anything is overwritten."""

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page

from . import admin_guards  # noqa: F401 – registers its hooks
from .page_editor import ask, is_autosave, is_stale, settle


@hooks.register("insert_global_admin_css")
def add_our_colors() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/editors.css"))


@hooks.register("before_edit_page")
def ask_before_overwriting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail refuses a stale autosave but lets a stale Save or Publish win without a word."""
    if request.method != "POST" or is_autosave(request) or _is_locked(request, page):
        return None
    if is_stale(request, page.latest_revision):
        return ask(request, page)
    if request.POST.get("stale") in ("keep-theirs", "merge"):
        return settle(request, page)
    return None


def _is_locked(request: HttpRequest, page: Page) -> bool:
    # Wagtail says so itself, and saves nothing.
    lock = page.get_lock()
    return lock is not None and lock.for_user(request.user)
