from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.models import Page

from hub.core.routing import complete
from hub.core.visibility import visible_pages
from hub.directory.models import OrganizationPage
from hub.principles.models import PrinciplePage
from hub.resources.citing import FILES, Citation
from hub.resources.models import ResourcePage
from hub.resources.presentation import visible_owner
from paths.models import StagePathPage

# What has a box that says how to cite it.
CITED = (ResourcePage, PrinciplePage, OrganizationPage, StagePathPage)


@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """The address to cite: it leads to the page wherever the page is now."""
    pages = visible_pages(Page.objects.filter(depth__gte=2), request.user)
    page = get_object_or_404(pages, pk=pk)
    return redirect(page.get_url(request) or "/")


@require_safe
def cite(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    """One page for a reference manager."""
    if ending not in FILES:
        raise Http404
    pages = visible_pages(Page.objects.filter(depth__gte=2), request.user)
    page = complete(get_object_or_404(pages, pk=pk))
    if not isinstance(page, CITED):
        raise Http404
    owner = visible_owner(page, request.user) if isinstance(page, ResourcePage) else None
    address = request.build_absolute_uri(reverse("syndication:permalink", args=[page.pk]))
    content_type, write = FILES[ending]
    content = write(Citation.of(page, owner, address))
    response = HttpResponse(content, content_type=f"{content_type}; charset=utf-8")
    name = content_disposition_header(True, f"{page.slug}.{ending}")
    response.headers["Content-Disposition"] = name or "attachment"
    return response
