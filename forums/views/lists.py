from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.page_cache import same_for_everyone

from ..lists import LEAF_SIZE, LISTS, STATES, pinned_rows, threads_in, turn_to
from ..models import ThreadKind
from ..permissions import can_review_anything, kinds_to_start
from .finding import access_for, forum_or_404

# On the front page of the forums, above the list of all forums.
FIRST_FEW = 10


@require_safe
@same_for_everyone
def index(request: HttpRequest) -> HttpResponse:
    return _named_list(request, "latest", "forums/index.html", size=FIRST_FEW)


@require_safe
@same_for_everyone
def named_list(request: HttpRequest, name: str) -> HttpResponse:
    return _named_list(request, name, "forums/list.html")


def _named_list(
    request: HttpRequest, name: str, template: str, size: int = LEAF_SIZE
) -> HttpResponse:
    wanted = LISTS.get(name)
    if wanted is None:
        raise Http404
    if wanted.for_members and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    at, access = timezone.now(), access_for(request)
    before = request.GET.get("before", "")
    leaf = turn_to(wanted.make(access, at=at), access, before=before, at=at, size=size)
    context = {
        "leaf": leaf,
        "forums": access.seen(),
        "name": name,
        "wanted": wanted,
        "lists": LISTS,
        "may_review": can_review_anything(request.user),
    }
    return render(request, template, context)


@require_safe
@same_for_everyone
def forum(request: HttpRequest, slug: str) -> HttpResponse:
    at, access = timezone.now(), access_for(request)
    found = forum_or_404(slug, access)
    chosen = {name: request.GET.get(name, "") for name in ("kind", "state", "topic")}
    before = request.GET.get("before", "")
    is_whole = not before and not any(chosen.values())
    context = {
        "forum": found,
        "leaf": turn_to(threads_in(found, access, chosen), access, before=before, at=at),
        "pinned": pinned_rows(found, access, at=at) if is_whole else [],
        "is_whole": is_whole,
        "chosen": chosen,
        "kinds": [kind for kind in ThreadKind if kind in found.kinds],
        "states": STATES,
        "may_start": kinds_to_start(request.user, found, at=at),
    }
    return render(request, "forums/forum.html", context)
