"""How the network reaches a site: for its managers and the staff, and for nobody else."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hub.accounts.requests import MemberRequest
from hub.people.posted import posted

from ..actions.contacting import (
    ContactHasChanged,
    UnableToKeepContact,
    keep_contact,
    remove_contact,
    version_of,
)
from ..forms.people import PrivateContactForm
from ..models import MentorSitePage, PrivateContact
from ..permissions import can_see_contacts


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: MemberRequest, pk: int, contact: int | None = None) -> HttpResponse:
    """The list with a form for one more, or for one that is there."""
    site = _site(request, pk)
    one = get_object_or_404(PrivateContact, pk=contact, site=site) if contact else None
    form = PrivateContactForm(posted(request), instance=one)
    seen = request.POST.get("seen", "") or (version_of(one) if one else "")
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, site, one, form, seen)
        except UnableToKeepContact as error:
            form.add_error(None, str(error))
            # Having read what it says now, they decide.
            seen = version_of(error.now) if isinstance(error, ContactHasChanged) else seen
        else:
            messages.success(request, "Kept. Only this site’s managers and the staff see it.")
            return redirect("mentorsites:contacts", site.pk)
    return _page(request, site, one, form, seen)


def _keep(
    request: MemberRequest,
    site: MentorSitePage,
    one: PrivateContact | None,
    form: PrivateContactForm,
    seen: str,
) -> None:
    answers, at = form.cleaned_data, timezone.now()
    keep_contact(site, answers=answers, by=request.user, at=at, contact=one, seen=seen)


def _page(
    request: MemberRequest,
    site: MentorSitePage,
    one: PrivateContact | None,
    form: PrivateContactForm,
    seen: str,
) -> HttpResponse:
    context = {
        "site": site,
        "contacts": site.private_contacts.all(),
        "form": form,
        "one": one,
        "seen": seen,
    }
    status = 422 if form.errors else 200
    return render(request, "mentorsites/contacts.html", context, status=status)


@login_required
@require_POST
def remove(request: MemberRequest, pk: int, contact: int) -> HttpResponse:
    site = _site(request, pk)
    one = get_object_or_404(PrivateContact, pk=contact, site=site)
    remove_contact(one, by=request.user, at=timezone.now())
    messages.success(request, "Removed.")
    return redirect("mentorsites:contacts", site.pk)


def _site(request: MemberRequest, pk: int) -> MentorSitePage:
    site = get_object_or_404(MentorSitePage, pk=pk)
    if not can_see_contacts(request.user, site):
        raise Http404
    return site
