"""What Wagtail shows to any editor is shown here only to those who may see or edit that very thing.

Found by asking every address of the editors' side as an editor of another section; the same test
will find what a new version of Wagtail adds.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from .visibility import visible_pages


def pages_known_to(user: Any, pages: QuerySet) -> QuerySet:
    """`pages` that `user` may read on the site or reach in the page tree of the admin."""
    explorable = page_permission_policy.explorable_instances(user).values("pk")
    readable = visible_pages(Page.objects.all(), user).order_by().values("pk")
    return pages.filter(pk__in=explorable) | pages.filter(pk__in=readable)


@hooks.register("construct_page_chooser_queryset")
def offer_only_known_pages(pages: QuerySet, request: HttpRequest) -> QuerySet:
    return pages_known_to(request.user, pages)


@hooks.register("before_move_page")
def move_only_with_permission(request: HttpRequest, page: Page, destination: Page) -> None:
    # Wagtail asks when it moves, but shows the title of any page when it asks to confirm.
    if not page.permissions_for_user(request.user).can_move():
        raise Http404


@require_admin_access
def choose_page(request: HttpRequest, parent_page_id: int) -> HttpResponseBase:
    if not pages_known_to(request.user, Page.objects.filter(pk=parent_page_id)).exists():
        raise Http404
    return BrowseView.as_view()(request, parent_page_id)


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponseBase:
    """For parts of the admin's API that editors do not need and that ask nobody's permission."""
    raise Http404
