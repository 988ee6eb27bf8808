"""The page behind the link in an invitation to keep a site."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hub.people.posted import posted

from ..actions.inviting import UnableToAccept, accept_site_invitation, find_site_invitation
from ..forms.people import TermsForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    invitation = find_site_invitation(token, now)
    if invitation is None:
        return render(request, "mentorsites/invitation_over.html", status=404)
    if request.user.is_anonymous:
        return render(request, "mentorsites/invited.html", {"invitation": invitation})
    form = TermsForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            terms = form.cleaned_data["terms"]
            manager = accept_site_invitation(invitation, by=request.user, at=now, terms=terms)
        except UnableToAccept as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Welcome. You keep the profile of {manager.site.title} now.")
            return redirect("mentorsites:own")
    context = {"invitation": invitation, "form": form}
    status = 422 if form.errors else 200
    return render(request, "mentorsites/invited.html", context, status=status)
