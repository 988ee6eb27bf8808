from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from hub.principles.models import PrinciplePage
from hub.resources.facets import KindFacet, PlaceFacet, TermFacet
from hub.resources.listing import Listing
from hub.resources.models import ResourcePage
from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Term, Topic, Vocabulary

from .kinds import RESOURCE_MODELS
from .places import describe_place, with_counts
from .tile_map import LEGEND, draw_tiles
from .topics import with_resource_counts

TOPIC_FACETS = (
    KindFacet(models=RESOURCE_MODELS, is_open=True),
    TermFacet(Vocabulary.COMMUNITY_TYPE, "Community", is_open=True),
    TermFacet(Vocabulary.RESPONSE_MODEL, "Response model"),
    TermFacet(Vocabulary.STAGE, "Stage"),
    TermFacet(Vocabulary.DISCIPLINE, "Discipline"),
    PlaceFacet(),
)


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    context = {
        "tiles": draw_tiles(request.user),
        "legend": LEGEND,
        "places": with_counts(Jurisdiction.objects.by_name(), request.user),
    }
    return render(request, "home/places.html", context)


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Jurisdiction, slug=slug)
    context = {"place": here, **describe_place(here, request.user)}
    return render(request, "home/place.html", context)


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "home/topics.html", {"topics": with_resource_counts(request.user)})


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Topic, slug=slug)
    principles = PrinciplePage.objects.visible_to(request.user).filter(tagged_topics__tag=here)
    context = {
        "topic": here,
        "principles": principles.in_order(),
        "listing": Listing(
            ResourcePage.objects.visible_to(request.user).about(here),
            request.GET,
            facets=TOPIC_FACETS,
        ),
    }
    return render(request, "home/topic.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    entries = GlossaryEntry.objects.filter(is_shown=True).order_by("term", "pk")
    return render(request, "home/glossary.html", {"entries": entries})


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    lists = Term.objects.of(Vocabulary.EVIDENCE_LEVEL, Vocabulary.EVIDENCE_TYPE).in_order()
    return render(
        request,
        "home/evidence.html",
        {
            "levels": [term for term in lists if term.vocabulary == Vocabulary.EVIDENCE_LEVEL],
            "types": [term for term in lists if term.vocabulary == Vocabulary.EVIDENCE_TYPE],
        },
    )
