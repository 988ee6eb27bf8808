from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from . import urls


@hooks.register("register_admin_urls")
def register_urls() -> list:
    return [path("import/", include(urls))]


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        # On every page of the editors' side: whether they may add pages somewhere, which is known.
        return page_permission_policy.user_has_permission(request.user, "add")


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    return ImportMenuItem("Import", reverse("importing:send"), icon_name="upload", order=650)
