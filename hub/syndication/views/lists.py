"""Each list of the hub as a file, for this reader."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from hub.core.routing import find_page
from hub.directory.models import PartnerIndexPage
from hub.principles.models import PrincipleIndexPage
from hub.resources.models import ResourceIndexPage
from hub.taxonomy.models import Jurisdiction, Topic
from practices.models import PracticePage

from .. import lists
from ..writing import send_list
from .often import not_too_many

# What lies on a shelf, by the class of the shelf.
SHELVES = (
    (ResourceIndexPage, lists.list_of_shelf),
    (PartnerIndexPage, lists.list_of_partners),
    (PrincipleIndexPage, lists.list_of_principles),
)


@require_safe
@not_too_many
def shelf_list(request: HttpRequest, shelf: str, ending: str) -> HttpResponse:
    page = find_page(request, shelf)
    for model, list_of in SHELVES:
        if isinstance(page, model):
            return send_list(request, list_of(page, request), ending)
    raise Http404


@require_safe
@not_too_many
def topic_list(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    topic = get_object_or_404(Topic, slug=slug)
    return send_list(request, lists.list_on_topic(topic, request), ending)


@require_safe
@not_too_many
def place_list(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    place = get_object_or_404(Jurisdiction, slug=slug)
    return send_list(request, lists.list_at_place(place, request), ending)


@require_safe
@not_too_many
def reports_list(request: HttpRequest, practice: int, ending: str) -> HttpResponse:
    page = get_object_or_404(PracticePage.objects.visible_to(request.user), pk=practice)
    return send_list(request, lists.list_of_reports(page, request), ending)


@require_safe
@not_too_many
def topics_list(request: HttpRequest, ending: str) -> HttpResponse:
    return send_list(request, lists.list_of_topics(request), ending)


@require_safe
@not_too_many
def places_list(request: HttpRequest, ending: str) -> HttpResponse:
    return send_list(request, lists.list_of_places(request), ending)


@require_safe
@not_too_many
def glossary_list(request: HttpRequest, ending: str) -> HttpResponse:
    return send_list(request, lists.list_of_glossary(request), ending)
