"""“Still right?” where editors meet a page: its menu, its history, and many pages at once."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from .still_right import CONFIRMED, UnableToConfirm, can_confirm, confirm
from .views import still_right

# Pages changed in one request by one press: more takes longer than a request may.
MOST_AT_ONCE = 100


@hooks.register("register_admin_urls")
def register_still_right() -> list[URLPattern]:
    return [path("editing/still-right/<int:pk>/", still_right, name="still_right")]


@hooks.register("register_page_header_buttons")
def offer_still_right(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> list[Button]:
    if page.pk is None or not can_confirm(user, page):
        return []
    address = reverse("still_right", args=[page.pk])
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    return [Button("Still right?", address + query, icon_name="history", priority=36)]


@hooks.register("register_log_actions")
def name_confirming_in_histories(actions: Any) -> None:
    @actions.register_action(CONFIRMED)
    class ConfirmFormatter(LogFormatter):
        label = "Confirm"
        message = "Confirmed: still right"

        def format_message(self, log_entry: Any) -> str:
            return f"Confirmed as still right until {log_entry.data.get('due', '')}"


@hooks.register("register_bulk_action")
class ConfirmBulkAction(PageBulkAction):
    display_name = "Still right"
    action_type = "still-right"
    aria_label = "Confirm that the selected pages are still right"
    template_name = "editing/confirm_many.html"
    action_priority = 60

    def check_perm(self, page: Page) -> bool:
        return can_confirm(self.request.user, page)

    @classmethod
    def execute_action(
        cls, objects: list[Page], user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        done = 0
        for page in objects:
            try:
                confirm(page, by=user, at=timezone.now())
            except UnableToConfirm:
                continue
            done += 1
        return done, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        number = num_parent_objects
        return f"{number} page is confirmed." if number == 1 else f"{number} pages are confirmed."


@hooks.register("before_bulk_action")
def refuse_too_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponseBase | None:
    """A hundred pages at once, with those below them: a slip must not publish a whole shelf."""
    if request.method != "POST" or not issubclass(action.model, Page):
        return None
    number = len(objects)
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        number += sum(page.get_descendant_count() for page in objects)
    if number <= MOST_AT_ONCE:
        return None
    words = f"That would be {number} pages. Please choose {MOST_AT_ONCE} or fewer at a time."
    messages.error(request, words)
    return redirect(action.next_url)
