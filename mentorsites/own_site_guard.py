"""Nobody approves their own site's page, also not on the editors' side: Wagtail would let them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models.signals import pre_save
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page, TaskState

from .models import MentorSitePage, SiteManager

# What the editor's form sends when it would put the page live.
PUBLISHING = ("action-publish", "action-workflow-action")


@hooks.register("before_edit_page")
def save_a_draft_instead(request: HttpRequest, page: Page) -> None:
    """Whoever keeps the site and may publish saves a draft: nothing typed is lost."""
    wants_to = request.method == "POST" and any(name in request.POST for name in PUBLISHING)
    if wants_to and isinstance(page, MentorSitePage) and _keeps(request.user, page.pk):
        kept = request.POST.copy()
        for name in PUBLISHING:
            kept.pop(name, None)
        request.POST = kept  # type: ignore[assignment]
        messages.warning(request, "This is your own site: somebody else has to approve it.")


@hooks.register("before_bulk_action")
def refuse_own_bulk_publishing(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    """Publishing many pages at once, with what is below them, publishes no site of one's own."""
    if action_type != "publish":
        return None
    own = SiteManager.objects.of(request.user).current().select_related("site")
    chosen = [page for page in objects if isinstance(page, Page)]
    if not any(_is_below(manager.site, page) for manager in own for page in chosen):
        return None
    messages.error(
        request,
        "Your own site is among these pages: somebody else has to approve it. "
        "Nothing was published. Leave it out and try again.",
    )
    return redirect(action.next_url)


def _is_below(site: Page, page: Page) -> bool:
    return site.pk == page.pk or site.is_descendant_of(page)


def refuse_own_approval(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Wherever a task of the workflow is approved, its approver is not of the site."""
    if not isinstance(instance, TaskState) or instance.status != TaskState.STATUS_APPROVED:
        return
    page = instance.workflow_state.content_object
    by = instance.finished_by
    if by is None or not isinstance(page, Page):
        return
    if _keeps(by, page.pk):
        raise PermissionDenied("This is your own site: somebody else has to approve it.")


def _keeps(person: Any, number: int) -> bool:
    return SiteManager.objects.of(person).current().filter(site=number).exists()


def connect() -> None:
    pre_save.connect(refuse_own_approval, dispatch_uid="no-own-approval")
