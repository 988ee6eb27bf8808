"""“Take off the site” where editors meet a page: the menu below the form and its history."""

from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.log_actions import LogFormatter

from .views import take_off
from .withdrawing import WITHDRAWN, can_withdraw


@hooks.register("register_admin_urls")
def register_take_off() -> list[URLPattern]:
    return [path("editing/take-off/<int:pk>/", take_off, name="take_off")]


@hooks.register("register_page_action_menu_item")
class TakeOffMenuItem(ActionMenuItem):
    label = "Take off the site"
    name = "action-take-off"
    icon_name = "download"
    order = 25

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For those to whom Wagtail does not offer to unpublish, and while a review locks it."""
        if context["view"] != "edit":
            return False
        person, page = context["request"].user, context["page"]
        unpublishes = self.get_user_page_permissions_tester(context).can_unpublish()
        return (context["locked_for_user"] or not unpublishes) and can_withdraw(person, page)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("take_off", args=[context["page"].pk])


@hooks.register("register_log_actions")
def name_withdrawing_in_histories(actions: Any) -> None:
    @actions.register_action(WITHDRAWN)
    class WithdrawFormatter(LogFormatter):
        label = "Take off the site"
        message = "Taken off the site"

        def format_message(self, log_entry: Any) -> str:
            return f"Taken off the site: {log_entry.data.get('reason', '')}"
