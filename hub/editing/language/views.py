"""The check while writing, and the same as a page of its own."""

from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils.datastructures import MultiValueDictKeyError
from django.views.decorators.http import require_POST
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from hub.core.models import BasePage

from .checking import check_form


@require_POST
def check_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What to look at in the posted form of a page that exists."""
    page = _editable(request, pk)
    return _answer(_form(request, page, page.get_parent(), data=request.POST))


@require_POST
def check_new_page(request: HttpRequest, parent: int, app: str, model: str) -> HttpResponse:
    """What to look at in the posted form of a page that is not stored yet."""
    above = get_object_or_404(Page, pk=parent).specific
    may_add = above.permissions_for_user(request.user).can_add_subpage()
    for kind in above.creatable_subpage_models() if may_add else []:
        if (kind._meta.app_label, kind._meta.model_name) == (app, model):
            return _answer(_form(request, kind(), above, data=request.POST))
    raise Http404


def show_page(request: HttpRequest, pk: int) -> HttpResponse:
    page = _editable(request, pk)
    remarks = check_form(_form(request, page, page.get_parent()))
    context = {
        "page": page,
        "remarks": [one for one in remarks if not one.is_quoted],
        "quoted": [one for one in remarks if one.is_quoted],
    }
    return render(request, "editing/language.html", context)


def _editable(request: HttpRequest, pk: int) -> BasePage:
    page = get_object_or_404(Page, pk=pk)
    if not page.permissions_for_user(request.user).can_edit():
        raise Http404
    return page.get_latest_revision_as_object()


def _form(request: HttpRequest, page: Any, parent: Page, data: Any = None) -> WagtailAdminPageForm:
    form_class = page.get_edit_handler().get_form_class()
    return form_class(data, instance=page, parent_page=parent, for_user=request.user)


def _answer(form: WagtailAdminPageForm) -> HttpResponse:
    try:
        remarks = check_form(form)
    except MultiValueDictKeyError:
        # Blocks are numbered by the editor's script; a form sent before it ran has no numbers.
        return HttpResponseBadRequest("The form is not complete.")
    return JsonResponse({"remarks": [remark.as_dict() for remark in remarks]})
