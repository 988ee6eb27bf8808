from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from .calendars import to_calendar
from .models import EventPage


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    event = get_object_or_404(EventPage.objects.visible_to(request.user), slug=slug)
    content = to_calendar(event, request.build_absolute_uri(event.get_absolute_url()))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response
