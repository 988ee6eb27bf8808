from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.conditional import shared
from hub.core.visibility import NOBODY
from hub.events.calendars import to_subscription
from hub.events.models import EventPage

# What is over stays so long, so that a calendar does not forget last month.
KEPT = timedelta(days=90)
MOST = 1_000


@require_safe
@shared
def calendar(request: HttpRequest) -> HttpResponse:
    """All coming events as everybody may see them, for a calendar program to subscribe to."""
    known = EventPage.objects.visible_to(NOBODY).upcoming(timezone.now() - KEPT)
    content = to_subscription(known.soonest_first()[:MOST], request.build_absolute_uri)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
