from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentorsites.matching import CRITERIA, NEXT_BAND, UNKNOWN, VERDICTS, load_words

from ..forms.like_mine import LikeMineForm, as_typed
from ..like_mine import describe_alike, own_facts


@require_safe
def like_mine(request: HttpRequest) -> HttpResponse:
    words = load_words()
    is_typed = bool(set(request.GET) & set(LikeMineForm.base_fields))
    if is_typed:
        form = LikeMineForm(request.GET, words=words)
        facts = form.facts
    else:
        facts = own_facts(request.user, words)
        form = LikeMineForm(initial=as_typed(facts), words=words)
    leaf = request.GET.get("page")
    context = {
        "form": form,
        "is_typed": is_typed,
        **describe_alike(facts, request.user, words, leaf=leaf, at=timezone.now()),
    }
    status = 422 if form.errors else 200
    return render(request, "mentoring/like_mine.html", context, status=status)


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    context = {
        "criteria": CRITERIA,
        "unknown": round(UNKNOWN * 100),
        "next_band": round(NEXT_BAND * 100),
        "verdicts": VERDICTS,
        "total": sum(criterion.weight for criterion in CRITERIA),
    }
    return render(request, "mentoring/how_alike.html", context)
