"""Pages and files, handed out only through the gate, and the addresses that machines ask for."""

import json
import logging
import mimetypes
from contextlib import suppress

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from .files import is_file_visible
from .page_cache import same_for_everyone
from .routing import find_page
from .uploads import send_upload

logger = logging.getLogger(__name__)
# Reports of blocked content that are written down in one minute, for the whole process.
REPORTS_PER_MINUTE = 10


@require_safe
@same_for_everyone
def show_page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    page = find_page(request, path)
    return page.serve(request)


@require_safe
def serve_image(request: HttpRequest, name: str) -> HttpResponseBase:
    rendition_model = get_image_model().get_rendition_model()
    rendition = get_object_or_404(rendition_model.objects.select_related("image"), file=name)
    if not is_file_visible(rendition.image, request.user):
        raise Http404
    return send_upload(rendition.file, content_type=mimetypes.guess_type(name)[0])


@require_safe
def serve_document(request: HttpRequest, document_id: int, filename: str) -> HttpResponseBase:
    document = get_object_or_404(get_document_model(), pk=document_id)
    if document.filename != filename or not is_file_visible(document, request.user):
        raise Http404
    return send_upload(
        document.file,
        content_type=document.content_type,
        as_attachment=True,
        filename=document.filename,
    )


@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_GET
@same_for_everyone
def security_txt(request: HttpRequest) -> HttpResponse:
    return render(request, "core/security.txt", content_type="text/plain; charset=utf-8")


@require_GET
@same_for_everyone
def robots_txt(request: HttpRequest) -> HttpResponse:
    return render(request, "core/robots.txt", content_type="text/plain; charset=utf-8")


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    cache.add("csp-reports", 0, timeout=60)
    # Without a count (the minute is just over, or the cache is gone) nothing is written.
    with suppress(ValueError):
        if cache.incr("csp-reports") <= REPORTS_PER_MINUTE:
            _write_down(request.body[:4096])
    return HttpResponse(status=204)


def _write_down(body: bytes) -> None:
    try:
        reports = json.loads(body)
    except (ValueError, RecursionError):
        return
    for report in reports[:REPORTS_PER_MINUTE] if isinstance(reports, list) else [reports]:
        content = report.get("body", {}) if isinstance(report, dict) else {}
        if isinstance(content, dict):
            # Only which rule was broken: the addresses in a report may hold what was searched for.
            # Quoted, so that a line break in it starts no line of the log.
            logger.warning("CSP broken: %r", str(content.get("effectiveDirective", ""))[:80])
