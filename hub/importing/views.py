"""Bringing in a sheet on the editors' side: send, look, import, take back."""

import csv
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from hub.accounts.staff.pages import StaffFormView
from hub.core.cells import quoted_cell

from .actions import UnableToStart, begin_import, discard_import, start_import, undo_import
from .columns import KINDS, Kind
from .forms import SheetForm, StartForm
from .models import Import
from .permissions import can_carry_on, can_import, kinds_for, shelf_for
from .sheet_templates import csv_template, xlsx_template
from .showing import shown
from .working import work_on

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IMPORTS_SHOWN = 20


class SendSheetView(StaffFormView):
    template_name = "importing/send_sheet.html"
    form_class = SheetForm
    page_title = "Import"
    header_icon = "upload"
    submit_button_label = "Check the sheet"
    error_message = "Nothing was read yet: see the fields below."

    def is_allowed(self) -> bool:
        return can_import(self.me)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kinds": kinds_for(self.me)}

    def form_valid(self, form: SheetForm) -> HttpResponse:
        asked, file = form.cleaned_data, form.cleaned_data["file"]
        one = begin_import(
            asked["sheet"], kind=asked["kind"], file_name=file.name, by=self.me, at=timezone.now()
        )
        return redirect(one)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = kinds_for(self.me)
        mine = Import.objects.visible_to(self.me).filter(kind__in=[kind.name for kind in kinds])
        return {
            **super().get_context_data(**kwargs),
            "kinds": kinds,
            "imports": mine.newest_first().defer("sheet", "report")[:IMPORTS_SHOWN],
        }


def _mine(request: HttpRequest, pk: int, *, without: tuple[str, ...] = ()) -> Import:
    """One's own, on a shelf that one may still fill: asked anew at each step."""
    mine = Import.objects.visible_to(request.user).defer(*without)
    one = get_object_or_404(mine, pk=pk)
    if not can_carry_on(request.user, one):
        raise Http404
    return one


@require_GET
def show_import(request: HttpRequest, pk: int) -> HttpResponse:
    one = _mine(request, pk)
    return render(request, "importing/import.html", shown(one, at=timezone.now()))


@require_GET
def show_progress(request: HttpRequest, pk: int) -> HttpResponse:
    # Asked every second or so: not with five megabytes of words each time.
    one = _mine(request, pk, without=("sheet", "report"))
    return JsonResponse(
        {
            "state": one.state,
            "label": one.get_state_display(),
            "done": one.done_rows,
            "total": one.total_rows,
            "is_under_way": one.is_under_way,
            "is_silent": one.is_silent(timezone.now()),
        }
    )


@require_GET
def download_problems(request: HttpRequest, pk: int) -> HttpResponse:
    one = _mine(request, pk)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="problems-{one.pk}.csv"'
    writer = csv.writer(response)
    writer.writerow(["Row", "Column", "What is wrong", "What would be right", "What stands there"])
    for remark in one.report.get("problems", []):
        names = ("line", "column", "what", "better", "value")
        writer.writerow([quoted_cell(remark[name]) for name in names])
    return response


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    one = _mine(request, pk)
    form = StartForm(request.POST, broken=one.report.get("counts", {}).get("broken", 0))
    form.full_clean()
    chosen = {name: bool(form.cleaned_data.get(name)) for name in ("leaves_out", "submits")}
    try:
        start_import(one, **chosen, by=request.user, at=timezone.now())
    except UnableToStart as error:
        form.add_error(None, str(error))
        context = shown(one, at=timezone.now(), form=form)
        return render(request, "importing/import.html", context, status=422)
    return redirect(one)


@require_POST
def run_now(request: HttpRequest, pk: int) -> HttpResponse:
    """For a hub on which nobody works off what waits; the answer comes when it is done."""
    one = _mine(request, pk)
    if one.is_waiting:
        work_on(one)
    return redirect(one)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    one = _mine(request, pk)
    try:
        undo_import(one, by=request.user, at=timezone.now())
    except UnableToStart as error:
        messages.warning(request, str(error))
    return redirect(one)


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    one = _mine(request, pk)
    try:
        discard_import(one, by=request.user, at=timezone.now())
    except UnableToStart as error:
        messages.warning(request, str(error))
        return redirect(one)
    messages.success(request, f"“{one.file_name}” is thrown away. Imported drafts stay.")
    return redirect(reverse("importing:send"))


@require_GET
def download_template(request: HttpRequest, kind: str, ending: str) -> HttpResponse:
    found = _kind(request, kind)
    make: Any = csv_template if ending == "csv" else xlsx_template
    response = HttpResponse(
        make(found, by=request.user),
        content_type="text/csv; charset=utf-8" if ending == "csv" else XLSX,
    )
    response["Content-Disposition"] = f'attachment; filename="{found.name}-template.{ending}"'
    return response


def _kind(request: HttpRequest, name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None or shelf_for(kind, request.user) is None:
        raise Http404
    return kind
