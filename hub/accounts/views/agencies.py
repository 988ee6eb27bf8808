import logging

from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from requests import RequestException

log = logging.getLogger(__name__)


@require_POST
def agency_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On the way to an agency's sign-in.

    A page instead of a redirect: our policy lets forms go to this site only, and browsers hold the
    redirect after a form to it.
    """
    try:
        response = login(request, provider_id)
    except RequestException as error:
        return _not_there(request, error)
    if response.status_code != 302:
        return response
    return render(request, "accounts/to_agency.html", {"address": response.headers["Location"]})


def agency_callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return callback(request, provider_id)
    except RequestException as error:
        return _not_there(request, error)


def _not_there(request: HttpRequest, error: RequestException) -> HttpResponse:
    log.error("An agency's sign-in cannot be reached: %s", type(error))
    return render(request, "socialaccount/authentication_error.html", status=503)
