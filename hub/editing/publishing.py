"""Nobody publishes their own without a review, by whatever door of the editors' side."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem
from wagtail.log_actions import log
from wagtail.models import Page

from .models.tasks import ALONE
from .permissions import can_publish, needs_somebody_else

NAMED_AT_MOST = 5
OTHERS_FIRST = (
    "Somebody else has to read it first. It is a draft: submit it for review, "
    "and whoever approves it publishes it."
)


@hooks.register("register_log_actions")
def name_publishing_alone(actions: Any) -> None:
    words = "Put live by an administrator without a second person"
    actions.register_action(ALONE, "Publish alone", words)


@hooks.register("construct_page_action_menu")
def offer_publishing_to_others(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """A new page is always the own one of whoever writes it."""
    offered = [item for item in items if isinstance(item, PublishMenuItem)]
    page = context.get("page")
    person = request.user
    if offered and not (can_publish(person, page) if page else person.is_superuser):
        items.remove(offered[0])


@hooks.register("before_create_page")
def save_new_pages_as_drafts(request: HttpRequest, *asked: Any) -> None:
    """Wagtail puts a new page live with its first row, before it asks whether it may publish."""
    if request.method != "POST" or request.user.is_superuser:
        return
    sent = request.POST.copy()
    if sent.pop("action-publish", None):
        messages.warning(request, OTHERS_FIRST)
    request.POST = sent  # type: ignore[assignment]


@hooks.register("before_publish_page")
def save_instead_of_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail asks after it has saved the version: everything typed is kept."""
    if can_publish(request.user, page):
        _note_alone(request.user, page)
        return None
    messages.warning(request, OTHERS_FIRST)
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("before_bulk_action")
def refuse_bulk_publishing(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    """Of many pages, with what is below them, none is published when one is their own."""
    if action_type != "publish":
        return None
    chosen = [page for page in objects if isinstance(page, Page)]
    pages = list(_to_be_published(chosen, bool(request.POST.get("include_descendants"))))
    refused = [page for page in pages if not can_publish(request.user, page)]
    if not refused:
        for page in pages:
            _note_alone(request.user, page)
        return None
    messages.error(request, _why_not(refused))
    return redirect(action.next_url)


@hooks.register("before_copy_page")
def copy_as_drafts(request: HttpRequest, page: Page) -> None:
    """A copy gets a title of its own, so it is new: somebody else reads it first."""
    if request.method == "POST" and not request.user.is_superuser:
        sent = request.POST.copy()
        if sent.pop("publish_copies", None):
            messages.info(request, "The copy is a draft: submit it for review.")
        request.POST = sent  # type: ignore[assignment]


def _to_be_published(chosen: list[Page], with_below: bool) -> Iterator[Page]:
    for page in chosen:
        yield page
        if with_below:
            below = page.get_descendants().specific(defer=True)
            yield from (one for one in below if not one.live)


def _note_alone(person: Any, page: Page) -> None:
    if person.is_superuser and needs_somebody_else(person, page):
        log(instance=page.specific, action=ALONE, user=person)


def _why_not(refused: list[Page]) -> str:
    named = ", ".join(f"“{page.get_admin_display_title()}”" for page in refused[:NAMED_AT_MOST])
    more = f" and {len(refused) - NAMED_AT_MOST} more" if len(refused) > NAMED_AT_MOST else ""
    return (
        f"Somebody else has to approve {named}{more} first. Nothing was published. "
        "Leave them out and try again, or submit them for review."
    )
