"""The first screen of the editors' side: what waits for this person, a few rows of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.models import TaskState

from .desk import Lateness, broken_uses, overdue, scheduled, today, unsourced
from .reports.tables import edit_url, kind_of
from .waiting import waiting_for

SHOWN = 7


@dataclass(frozen=True)
class Row:
    """One thing to do: what, of which kind, why it is here, and what can be done about it."""

    title: str
    url: str
    kind: str
    why: str
    action_words: str = ""
    action_url: str = ""


class DeskPanel(Component):
    """Up to seven rows and the way to the rest."""

    template_name = "editing/panel.html"
    name = ""
    heading = ""
    icon = ""
    empty = ""
    report = ""
    order = 0

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        request = parent_context["request"]
        rows = self.get_rows(request.user, timezone.now())
        return {
            "panel": self,
            "rows": rows[:SHOWN],
            "has_more": len(rows) > SHOWN,
            "report_url": reverse(self.report),
        }

    def get_rows(self, person: Any, at: datetime) -> Sequence[Row]:
        """One more than is shown, when there are more."""
        raise NotImplementedError


class ToReviewPanel(DeskPanel):
    name, order = "to-review", 100
    heading, icon = "To review", "clipboard-list"
    empty = "Nothing waits for your review."
    report = "wagtailadmin_reports:workflow_tasks"

    def get_rows(self, person: Any, at: datetime) -> Sequence[Row]:
        return [self.row(state) for state in waiting_for(person, SHOWN + 1)]

    def row(self, state: TaskState) -> Row:
        page, writer = state.revision.content_object, state.workflow_state.requested_by
        since = f"waits since {date_format(timezone.localtime(state.started_at), 'F j')}"
        words = f"{state.task.name}, {since}" + (f", from {writer}" if writer else "")
        return Row(str(state.revision.object_str), edit_url(page), kind_of(page), words)


class OverduePanel(DeskPanel):
    name, order = "review-overdue", 110
    heading, icon = "Review overdue", "history"
    empty = "Nothing you may edit is overdue."
    report = "review_report"

    def get_rows(self, person: Any, at: datetime) -> Sequence[Row]:
        pages = overdue(person, at).select_related("content_type")[: SHOWN + 1]
        return [
            Row(
                page.title,
                edit_url(page),
                kind_of(page),
                Lateness(page.review_due, today(at)).words,
                "Still right?",
                reverse("still_right", args=[page.pk]),
            )
            for page in pages
        ]


class ScheduledPanel(DeskPanel):
    name, order = "scheduled", 120
    heading, icon = "Scheduled", "calendar-alt"
    empty = "Nothing appears by itself, and nothing ends in the next 30 days."
    report = "schedule_report"

    def get_rows(self, person: Any, at: datetime) -> Sequence[Row]:
        pages = scheduled(person, at).select_related("content_type")[: SHOWN + 1]
        return [Row(page.title, edit_url(page), kind_of(page), _plan(page)) for page in pages]


class UnsourcedPanel(DeskPanel):
    name, order = "broken-or-unsourced", 130
    heading, icon = "Broken or unsourced", "warning"
    empty = "Every page you may edit says where it comes from, and no broken link is known."
    report = "source_report"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        links = reverse("link_report")
        return super().get_context_data(parent_context) | {"second_report_url": links}

    def get_rows(self, person: Any, at: datetime) -> Sequence[Row]:
        uses = broken_uses(person, at).select_related("page__content_type")[: SHOWN + 1]
        pages = unsourced(person, at).select_related("content_type")[: SHOWN + 1]
        broken = [
            Row(
                use.page.title,
                edit_url(use.page),
                kind_of(use.page),
                f"{use.link.in_words}: {use.link}",
            )
            for use in uses
        ]
        bare = [Row(page.title, edit_url(page), kind_of(page), "No source") for page in pages]
        return [*broken, *bare]


def _plan(page: Any) -> str:
    parts = (("appears", page.appears_at), ("ends", page.expire_at))
    return ", ".join(
        f"{word} {date_format(timezone.localtime(when), 'F j, g:i a')}"
        for word, when in parts
        if when
    )


@hooks.register("construct_homepage_panels")
def show_the_desk(request: HttpRequest, panels: list[Component]) -> None:
    # Ours shows a few of them, and costs the same however many there are.
    panels[:] = [one for one in panels if not isinstance(one, WorkflowObjectsToModeratePanel)]
    panels += [ToReviewPanel(), OverduePanel(), ScheduledPanel(), UnsourcedPanel()]


@hooks.register("insert_global_admin_css")
def add_desk_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/desk.css"))
