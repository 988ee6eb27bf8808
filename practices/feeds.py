"""Sites and programs that use a practice, as an Atom feed. Looks at the address only."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from hub.core.visibility import NOBODY

from .models import AdoptionReport, PracticePage

MOST = 30


class AdoptionFeed(Feed):
    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, practice: int) -> PracticePage:
        return get_object_or_404(PracticePage.objects.visible_to(NOBODY), pk=practice)

    def title(self, practice: PracticePage) -> str:
        return f"Co-Responder Hub: sites and programs that use “{practice.title}”"

    def subtitle(self, practice: PracticePage) -> str:
        return "What members say became of it in their programs."

    def link(self, practice: PracticePage) -> str:
        return reverse("practices:adoptions", args=[practice.pk])

    def items(self, practice: PracticePage) -> list[AdoptionReport]:
        reports = AdoptionReport.objects.listed_for(NOBODY).filter(practice=practice)
        rows = list(reports.newest_first().with_rows(NOBODY)[:MOST])
        for report in rows:
            report.practice = practice
        return rows

    def item_title(self, item: AdoptionReport) -> str:
        sample = "Sample: " if item.is_sample else ""
        return f"{sample}{item.get_verdict_display()} by {item.byline}"

    def item_description(self, item: AdoptionReport) -> str:
        return item.result

    def item_author_name(self, item: AdoptionReport) -> str:
        return item.byline

    def item_pubdate(self, item: AdoptionReport) -> datetime:
        return item.created_at

    def item_updateddate(self, item: AdoptionReport) -> datetime:
        return item.edited_at or item.created_at

    def item_link(self, item: AdoptionReport) -> str:
        return f"{reverse('practices:adoptions', args=[item.practice_id])}#report-{item.pk}"
