"""The editors' report on searches, beside Wagtail's promoted results."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .usage import DAYS, FEWEST_PEOPLE, clicks_by_position, unanswered_terms

# Whoever looks after promoted results looks after what was not found.
MAY_SEE = "wagtailsearchpromotions.view_searchpromotion"


@permission_required(MAY_SEE, raise_exception=True)
def report(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "terms": unanswered_terms(today),
        "clicks": clicks_by_position(today),
        "fewest": FEWEST_PEOPLE,
        "days": DAYS,
    }
    return render(request, "search/admin/report.html", context)


@hooks.register("register_admin_urls")
def register_report() -> list:
    return [path("reports/searches/", report, name="search_report")]


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_SEE)


@hooks.register("register_reports_menu_item")
def register_report_menu_item() -> MenuItem:
    return ReportMenuItem(
        "Searches", reverse("search_report"), name="searches", icon_name="search", order=900
    )
