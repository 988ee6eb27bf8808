from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.accounts.limits import allow, network_key, too_many
from hub.resources.listing import Listing

from .exports import to_csv
from .models import PolicyIndexPage, PolicyPage


@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    if refusal := allow("list_file", network_key(request), at=timezone.now()):
        return too_many(request, refusal)
    shelf = get_object_or_404(PolicyIndexPage.objects.visible_to(request.user))
    listing = Listing(
        PolicyPage.objects.child_of(shelf).visible_to(request.user),
        request.GET,
        facets=PolicyIndexPage.facets,
        sorts=PolicyIndexPage.sorts,
    )
    policies = listing.sort.apply(listing.narrowed()).with_cards()
    lines = to_csv(policies.iterator(chunk_size=200), request.build_absolute_uri("/").rstrip("/"))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="policies.csv"'
    return response
