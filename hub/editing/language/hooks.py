"""Where editors meet the language check: beside the form, in the page's menu, and after saving."""

import logging
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from . import views
from .checking import check_form

logger = logging.getLogger(__name__)


@hooks.register("register_admin_urls")
def register_language_check() -> list:
    new = "editing/language/new/<int:parent>/<slug:app>/<slug:model>/"
    return [
        path("editing/language/<int:pk>/", views.show_page, name="language"),
        path("editing/language/<int:pk>/check/", views.check_page, name="language_check"),
        path(new, views.check_new_page, name="language_check_new"),
    ]


@hooks.register("insert_global_admin_css")
def add_language_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/language.css"))


@hooks.register("insert_editor_js")
def add_language_script() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/admin/language.js"))


@hooks.register("register_page_header_buttons")
def offer_language_check(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    if view_name == "edit" and page.permissions_for_user(user).can_edit():
        address = reverse("language", args=[page.pk])
        yield Button("Check the words", url=address, icon_name="openquote", priority=80)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_of_words(request: HttpRequest, page: Page) -> None:
    """Advice with the answer to a save, a submission or an approval; it never stops one."""
    if request.method != "POST" or not request.accepts("text/html"):
        return
    try:
        # The page is stored by now: a transaction here would only make other writers wait.
        number = _places_to_look_at(request, page)
    except Exception:
        logger.exception("The words of page %s could not be checked.", page.pk)
        return
    if number:
        words = "One place" if number == 1 else f"{number} places"
        button = messages.button(reverse("language", args=[page.pk]), "Check the words")
        text = f"{words} to look at: hurtful words, or what could identify somebody."
        messages.info(request, text, buttons=[button])


def _places_to_look_at(request: HttpRequest, page: Page) -> int:
    latest = page.get_latest_revision_as_object()
    form_class = latest.get_edit_handler().get_form_class()
    form = form_class(instance=latest, parent_page=page.get_parent(), for_user=request.user)
    return sum(not remark.is_quoted for remark in check_form(form))
