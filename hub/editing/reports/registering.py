"""The reports in Wagtail's menu, each with its two addresses."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from .gaps import PlacesView, TopicsView
from .links import LinksView
from .reviews import ReviewsView
from .scheduled import ScheduledView
from .sources import SourcesView
from .tables import DeskReport

# The last part of the address of each, in the order of the menu.
REPORTS: dict[str, type[DeskReport]] = {
    "reviews": ReviewsView,
    "sources": SourcesView,
    "scheduled": ScheduledView,
    "links": LinksView,
    "topics": TopicsView,
    "places": PlacesView,
}


class DeskMenuItem(MenuItem):
    """Shown to whoever edits pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        wanted = DeskReport.any_permission_required
        return page_permission_policy.user_has_any_permission(request.user, wanted)


@hooks.register("register_admin_urls")
def register_reports() -> list[URLPattern]:
    patterns = []
    for word, view in REPORTS.items():
        results = view.as_view(results_only=True)
        patterns += [
            path(f"reports/{word}/", view.as_view(), name=view.index_url_name),
            path(f"reports/{word}/results/", results, name=view.index_results_url_name),
        ]
    return patterns


def _menu_item(place: int, view: type[DeskReport]) -> MenuItem:
    return DeskMenuItem(
        view.page_title,
        reverse(view.index_url_name),
        name=view.index_url_name.replace("_", "-"),
        icon_name=view.header_icon,
        order=100 + place,
    )


for place, view in enumerate(REPORTS.values()):
    hooks.register(
        "register_reports_menu_item", lambda place=place, view=view: _menu_item(place, view)
    )
