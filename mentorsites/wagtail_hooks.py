"""An editor's way from a page to the people who keep it."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets import Button

from .models import MentorSitePage
from .permissions import can_remove


def _buttons(page: Any, user: Any) -> list[Button]:
    """The way to the people who keep `page`, for an editor who may invite some."""
    # By the type's number: rows of a list are not fetched as what they are.
    kind = page.cached_content_type.model_class()
    if kind is not MentorSitePage or page.pk is None or not can_remove(user, page):
        return []
    address = reverse("mentorsites:people", args=[page.pk])
    return [Button("Managers", address, icon_name="group", priority=35)]


@hooks.register("register_page_header_buttons")
def offer_managers(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> list[Button]:
    return _buttons(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_managers_in_lists(page: Any, user: Any, next_url: str | None = None) -> list[Button]:
    return _buttons(page, user)


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet:
    return Permission.objects.filter(
        content_type__app_label="mentorsites", codename="add_siteinvitation"
    )
