from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forums.discussing import threads_of_place, threads_on_topic
from hub.core.page_cache import same_for_everyone
from hub.policies.tile_map import LEGEND, draw_tiles, statuses_by_place
from hub.principles.models import PrinciplePage
from hub.search.asked import Asked
from hub.search.finding import find
from hub.search.kinds import POST, THREAD
from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary

from .desk import describe_desk
from .glossary import describe_glossary, terms_in_data
from .places import describe_place, describe_places
from .topics import with_resource_counts


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "home/desk.html", describe_desk(request.user, at=timezone.now()))


@require_safe
@same_for_everyone
def places(request: HttpRequest) -> HttpResponse:
    statuses = statuses_by_place(request.user)
    context = {
        "tiles": draw_tiles(statuses),
        "legend": LEGEND,
        "groups": describe_places(request.user, statuses),
    }
    return render(request, "home/places.html", context)


@require_safe
def place_chooser(request: HttpRequest) -> HttpResponse:
    """Where the form on the home page leads: to the place's own address."""
    here = Jurisdiction.objects.filter(slug=request.GET.get("place", "")).first()
    return redirect(here or "home:places")


@require_safe
@same_for_everyone
def place(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Jurisdiction, slug=slug)
    statuses = statuses_by_place(request.user)
    context = {
        "place": here,
        "tiles": draw_tiles(statuses, here=here),
        "threads": threads_of_place(here, request.user, at=timezone.now()),
        **describe_place(here, request.user, statuses),
    }
    return render(request, "home/place.html", context)


@require_safe
@same_for_everyone
def topics(request: HttpRequest) -> HttpResponse:
    all_topics = with_resource_counts(request.user)
    context = {
        "topics": [topic for topic in all_topics if topic.resource_count],
        "waiting": [topic for topic in all_topics if not topic.resource_count],
    }
    return render(request, "home/topics.html", context)


@require_safe
@same_for_everyone
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    here = get_object_or_404(Topic, slug=slug)
    asked = Asked.read(request.GET)
    principles = PrinciplePage.objects.visible_to(request.user).filter(tagged_topics__tag=here)
    # What is said about it has a list of its own below what was published.
    said, only = (THREAD, POST), {"topic": [slug]}
    context = {
        "topic": here,
        "principles": principles.in_order(),
        "results": find(asked, reader=request.user, within=only, left_out=said),
        "sorts": asked.sorts,
        "threads": threads_on_topic(here, request.user, at=timezone.now()),
    }
    return render(request, "home/topic.html", context)


@require_safe
@same_for_everyone
def glossary(request: HttpRequest) -> HttpResponse:
    letters = describe_glossary()
    context = {"letters": letters, "glossary_data": terms_in_data(letters)}
    return render(request, "home/glossary.html", context)


@require_safe
@same_for_everyone
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
