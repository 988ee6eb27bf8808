"""The report for funders: on the screen, on paper, as files."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hub.accounts.requests import MemberRequest

from ..reports.exports import to_csv, to_workbook
from ..reports.figures import make_report
from ..reports.period import Period
from .staff_only import for_staff

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_staff
@require_safe
def report(request: MemberRequest) -> HttpResponse:
    period = Period.read(request.GET.dict(), today=localdate())
    is_exact = request.GET.get("exact") == "yes"
    context = {
        "period": period,
        "typed": {"from": request.GET.get("from"), "until": request.GET.get("until")},
        "report": make_report(period, is_exact=is_exact),
    }
    status = 422 if period.mistakes else 200
    return render(request, "mentoring/report.html", context, status=status)


@for_staff
@require_safe
def report_csv(request: MemberRequest) -> HttpResponse:
    period = Period.read(request.GET.dict(), today=localdate())
    # A mark at its beginning tells spreadsheets that this is UTF-8.
    text = "\ufeff" + to_csv(make_report(period), period)
    return _file(text.encode(), "text/csv; charset=utf-8", period, "csv")


@for_staff
@require_safe
def report_workbook(request: MemberRequest) -> HttpResponse:
    period = Period.read(request.GET.dict(), today=localdate())
    return _file(to_workbook(make_report(period), period), WORKBOOK, period, "xlsx")


def _file(content: bytes, kind: str, period: Period, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"mentoring-{period.first.isoformat()}-{period.last.isoformat()}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
