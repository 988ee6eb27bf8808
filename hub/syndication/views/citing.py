from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.models import Page

from hub.core.visibility import visible_pages
from hub.resources.citing import FILES, Citation
from hub.resources.models import ResourcePage
from hub.resources.presentation import visible_owner


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """The address to cite: it leads to the page wherever the page is now."""
    pages = visible_pages(Page.objects.filter(depth__gte=2), request.user)
    page = get_object_or_404(pages, pk=pk)
    return redirect(page.get_url(request) or "/")


@require_safe
def cite(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """One published thing for a reference manager."""
    if ending not in FILES:
        raise Http404
    pages = ResourcePage.objects.visible_to(request.user).select_related("owner_organization")
    page = get_object_or_404(pages, pk=pk)
    address = request.build_absolute_uri(reverse("syndication:permalink", args=[page.pk]))
    content_type, write = FILES[ending]
    citation = Citation.of(page, visible_owner(page, request.user), address)
    response = HttpResponse(write(citation), content_type=f"{content_type}; charset=utf-8")
    name = content_disposition_header(True, f"{page.slug}.{ending}")
    response.headers["Content-Disposition"] = name or "attachment"
    return response
