"""Two editors on one page: the second is told before anything is overwritten."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page

from . import admin_guards  # noqa: F401 – registers its hooks

# What the confirmation adds to the form; anything but this word keeps asking.
KEEP_MINE = "keep-mine"


@hooks.register("insert_global_admin_css")
def add_our_colors() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/editors.css"))


@hooks.register("before_edit_page")
def ask_before_overwriting(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail refuses a stale autosave but lets a stale Save or Publish win without a word."""
    if request.method != "POST" or _is_autosave(request) or not is_stale(request, page):
        return None
    if request.POST.get("stale") == KEEP_MINE:
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "page": page,
        "theirs": page.latest_revision,
        # Everything typed goes along, so that choosing costs nobody a word.
        "sent": [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"],
        "keep_mine": KEEP_MINE,
    }
    return render(request, "core/newer_version.html", context, status=409)


def is_stale(request: HttpRequest, page: Page) -> bool:
    """Whether the form was filled in on an older version than the one stored now."""
    known = request.POST.get("overwrite_revision_id") or request.POST.get("loaded_revision_id")
    return bool(known and page.latest_revision_id and known != str(page.latest_revision_id))


def _is_autosave(request: HttpRequest) -> bool:
    return not request.accepts("text/html")
