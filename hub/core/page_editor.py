"""Wagtail's page editor; of two saves at the same instant the second is asked.

Nothing is locked while a form is read, two versions are compared or a page is drawn: only from
the last look at the newest version until the next one is stored.
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page, Revision
from wagtail.permissions import page_permission_policy

from .newer_versions import TwoVersions, keep_theirs, merge

# What a form knows of the version it was filled in on; the question asks anew with the newest.
KNOWN = ("loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id")
ASKED = ("csrfmiddlewaretoken", "loaded_without_revision", "stale", *KNOWN)

MERGED = "Both are in this draft now, as you chose. Look at it, then publish or submit it."
KEPT = "Theirs is kept. What you wrote is in the page's history, just below it."


class UnableToSave(Exception):
    """Somebody has stored a newer version since the form was filled in."""


def edit_page(request: HttpRequest, page_id: int, **kwargs: Any) -> Any:
    view = RevertOnNewest if "revision_id" in kwargs else EditOnNewest
    return view.as_view()(request, page_id, **kwargs)


class EditOnNewest(EditView):
    _is_holding = False
    _postponed: tuple[Any, ...] | None = None

    def form_valid(self, form: Any) -> Any:
        save = form.save

        def save_on_newest(commit: bool = True) -> Any:
            hold_newest(self.request, self.page)
            return save(commit=commit)

        form.save = save_on_newest
        try:
            # Wagtail stores a draft in a transaction of its own, and draws its answer after it.
            is_draft = self.action_name == "save"
            return super().form_valid(form) if is_draft else self._store_at_once(form)
        except UnableToSave:
            if self.expects_json_response:
                told = "Saving will overwrite a newer version."
                return self.json_error_response("invalid_revision", told)
            return ask(self.request, _newest(self.page))

    def _store_at_once(self, form: Any) -> Any:
        self._is_holding = True
        with transaction.atomic():
            answer = super().form_valid(form)
        self._is_holding = False
        other = super().run_hook(*self._postponed) if self._postponed else None
        return other or answer

    def run_hook(self, hook_name: str, *args: Any, **kwargs: Any) -> Any:
        if self._is_holding and hook_name == "after_edit_page":
            self._postponed = (hook_name, *args)
            return None
        return super().run_hook(hook_name, *args, **kwargs)

    def redirect_away(self) -> HttpResponse:
        # Wagtail goes to the list of pages, and who only approves has none.
        if self.next_url or page_permission_policy.explorable_root_instance(self.request.user):
            return super().redirect_away()
        return redirect("wagtailadmin_home")


class RevertOnNewest(EditOnNewest, RevisionsRevertView):
    pass


def is_stale(request: HttpRequest, newest: Revision | None) -> bool:
    """Whether the form was filled in on an older version than the newest one."""
    if newest is None:
        return False
    if autosaved := request.POST.get("overwrite_revision_id"):
        return autosaved != str(newest.pk)
    if known := request.POST.get("loaded_revision_id"):
        # An autosave writes over its own version and leaves a later moment on it.
        moment = request.POST.get("loaded_revision_created_at")
        return known != str(newest.pk) or moment not in (None, "", newest.created_at.isoformat())
    return "loaded_without_revision" in request.POST


def is_autosave(request: HttpRequest) -> bool:
    return not request.accepts("text/html")


def hold_newest(request: HttpRequest, page: Page) -> None:
    """Holds the page until the transaction ends. Raises UnableToSave if the form is stale."""
    held = Page.objects.select_for_update().filter(pk=page.pk).values_list("latest_revision_id")
    newest = Revision.objects.filter(pk__in=[pk for (pk,) in held]).first()
    if is_stale(request, newest):
        raise UnableToSave


def ask(request: HttpRequest, page: Page) -> HttpResponse:
    versions = TwoVersions(request, page)
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "page": page,
        "theirs": page.latest_revision,
        "versions": versions,
        # Everything typed goes along, so that choosing costs nobody a word.
        "sent": [(name, value) for name, value in sent if name not in ASKED],
        "newest": page.latest_revision,
        "newest_moment": page.latest_revision.created_at.isoformat(),
    }
    return render(request, "core/newer_version.html", context, status=409)


def settle(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Stores what was chosen; None when what was typed has to be mended in the form first."""
    versions = TwoVersions(request, page)
    if not versions.is_whole:
        return None
    try:
        told = _store_choice(request, versions)
    except UnableToSave:
        return ask(request, _newest(page))
    messages.success(request, told)
    return redirect("wagtailadmin_pages:edit", page.pk)


def _store_choice(request: HttpRequest, versions: TwoVersions) -> str:
    # Compared before anything is held.
    names = {one.name for one in versions.differences}
    taken = {name for name in names if request.POST.get(f"keep-{name}") == "theirs"}
    with transaction.atomic():
        hold_newest(request, versions.page)
        if request.POST["stale"] == "merge":
            merge(versions, taken=taken, by=request.user)
            return MERGED
        keep_theirs(versions, by=request.user)
        return KEPT


def _newest(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()
