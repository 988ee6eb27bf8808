"""How somebody wants to be named on a page that grew out of what they wrote."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hub.accounts.requests import MemberRequest
from hub.notifications.actions import mark_subject_read
from hub.people.posted import posted

from ..actions.promoting import answer_credit
from ..growing import grown_pages
from ..models import Credit, Post

Consent = Credit.Consent


class CreditForm(forms.Form):
    consent = forms.ChoiceField(
        label="How shall we name you?",
        choices=[
            (Consent.NAME, "By my name"),
            (Consent.ROLE, "By my role only"),
            (Consent.NONE, "Not at all"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the three."},
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def credit(request: MemberRequest, pk: int) -> HttpResponse:
    mine = Credit.objects.visible_to(request.user).select_related("promotion__thread")
    found = get_object_or_404(mine, pk=pk)
    answered = found.consent if found.answered_at else None
    form = CreditForm(posted(request), initial={"consent": answered})
    if request.method == "POST" and form.is_valid():
        answer_credit(
            found, consent=form.cleaned_data["consent"], by=request.user, at=timezone.now()
        )
        messages.success(request, "Thank you. You can change it here whenever you like.")
        return redirect(found)
    mark_subject_read(found, by=request.user, at=timezone.now())
    thread = found.promotion.thread
    context = {
        "credit": found,
        "form": form,
        "posts": Post.objects.visible_to(request.user).filter(
            pk__in=found.promotion.posts.filter(author=request.user).values("pk")
        ),
        "pages": [
            one for one in grown_pages(thread, request.user) if one.pk == found.promotion.page_id
        ],
    }
    return render(request, "forums/credit.html", context, status=422 if form.errors else 200)
