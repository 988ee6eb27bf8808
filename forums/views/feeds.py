from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hub.accounts.requests import MemberRequest

from ..feeds import UnableToMakeKey, make_feed_key, revoke_feed_key
from ..models import FeedKey
from .finding import access_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: MemberRequest) -> HttpResponse:
    """The feeds there are, and a member's own. The address of a new one is shown once."""
    made, status = "", 200
    if request.method == "POST":
        label = request.POST.get("label", "").strip()
        try:
            key = make_feed_key(request.user, label=label, at=timezone.now())
            made = request.build_absolute_uri(reverse("forums:own_feed", args=[key]))
        except UnableToMakeKey as error:
            messages.error(request, str(error))
            status = 422
    context = {
        "made": made,
        "keys": FeedKey.objects.visible_to(request.user).working().order_by("-made_at", "-pk"),
        "forums": [forum for forum in access_for(request).seen() if forum.is_public],
    }
    return render(request, "forums/feeds.html", context, status=status)


@login_required
@require_POST
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(FeedKey.objects.visible_to(request.user), pk=pk)
    revoke_feed_key(key, at=timezone.now())
    messages.success(request, "That feed has ended. Its address opens nothing any more.")
    return redirect("forums:feeds")
