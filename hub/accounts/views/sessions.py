from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ..actions import log_event
from ..devices import name_of
from ..models import SecurityEvent, User
from ..security_receivers import end_other_sessions

MOST_SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where somebody is signed in, and a button that ends all of it but here."""
    at = timezone.now()
    if request.method == "POST":
        person: User = request.user  # type: ignore[assignment]
        end_other_sessions(request, of=person, at=at)
        log_event(SecurityEvent.Kind.SIGNED_OUT_OTHERS, person=person, by=person, at=at)
        messages.success(request, "You are signed out everywhere else.")
        return redirect("usersessions_list")
    running = Session.objects.filter(expire_date__gt=at).values("session_key")
    mine = UserSession.objects.filter(user=request.user, session_key__in=running)
    newest = list(mine.order_by("-created_at", "-pk")[:MOST_SHOWN])
    shown = {"here": [], "others": []}  # type: dict[str, list[dict[str, object]]]
    for one in newest:
        place = "here" if one.session_key == request.session.session_key else "others"
        shown[place].append({"device": name_of(one.user_agent), "since": one.created_at})
    return render(request, "usersessions/usersession_list.html", shown)
