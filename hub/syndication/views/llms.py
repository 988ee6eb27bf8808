from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hub.core.conditional import shared

from ..llms import describe_hub


@require_safe
@shared
def llms_txt(request: HttpRequest) -> HttpResponse:
    """What the hub is, for programs that read it for people."""
    content = describe_hub(request.build_absolute_uri)
    return HttpResponse(content, content_type="text/plain; charset=utf-8")
