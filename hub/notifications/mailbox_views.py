"""The mails of a hub on one's own machine; elsewhere these addresses do not exist."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .models import OutgoingMail

LOOPBACK = ("127.0.0.1", "::1")
# A mail may show its own styles and nothing else: no scripts, no pictures from elsewhere.
MAIL_CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def _only_here(request: HttpRequest) -> None:
    if not settings.MAILBOX_SHOWN or request.META.get("REMOTE_ADDR") not in LOOPBACK:
        raise Http404


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    _only_here(request)
    mails = Paginator(OutgoingMail.objects.newest_first(), 30)
    context = {"page_obj": mails.get_page(request.GET.get("page"))}
    return render(request, "notifications/mailbox.html", context)


@require_safe
def mailbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    _only_here(request)
    mail = get_object_or_404(OutgoingMail, pk=pk)
    return render(request, "notifications/mailbox_mail.html", {"mail": mail})


@require_safe
def mailbox_html(request: HttpRequest, pk: int) -> HttpResponse:
    _only_here(request)
    mail = get_object_or_404(OutgoingMail, pk=pk)
    response = HttpResponse(mail.html)
    response.headers["Content-Security-Policy"] = MAIL_CONTENT_SECURITY_POLICY
    return response
