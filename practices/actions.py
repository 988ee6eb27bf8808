"""Reporting how a practice fared, changing that, and hiding it from others."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from hub.accounts.models import User
from hub.notifications.actions import announce, notify
from hub.notifications.models import Notification

from .models import AdoptionReport, PracticePage
from .permissions import moderators, speaks_for

Kind, State = Notification.Kind, AdoptionReport.State


class UnableToReport(Exception):
    """They have reported on this practice already. `kept` is what they said then."""

    def __init__(self, kept: AdoptionReport) -> None:
        super().__init__("You have told us about this practice already.")
        self.kept = kept


def report_adoption(
    practice: PracticePage,
    *,
    answers: Mapping[str, Any],
    by: User,
    at: datetime,
    form_key: str = "",
    must_wait: bool = False,
) -> AdoptionReport:
    """What `by` says of their program: `answers` are fields of AdoptionReport and their values.

    Followers of the practice are told, unless it `must_wait` for a moderator. The same form sent
    twice gives the same report. Raises UnableToReport when there is another one of theirs.
    """
    try:
        with transaction.atomic():
            report = AdoptionReport(
                practice=practice,
                reporter=by,
                state=State.HELD if must_wait else State.LIVE,
                created_at=at,
                form_key=form_key,
            )
            _fill(report, answers)
            report.save(force_insert=True)
            _fill_many(report, answers)
            _tell(report, by=by, at=at)
            return report
    except IntegrityError:
        kept = AdoptionReport.objects.filter(practice=practice, reporter=by).first()
        if kept is None:
            raise
        if form_key and kept.form_key == form_key:
            return kept
        raise UnableToReport(kept) from None


@transaction.atomic
def edit_report(
    report: AdoptionReport,
    *,
    answers: Mapping[str, Any],
    by: User,
    at: datetime,
    must_wait: bool = False,
) -> AdoptionReport:
    """Other answers. What was hidden or waits goes before a moderator again.

    It keeps a site's name only while `by` still acts for that site.
    """
    kept = _locked(report)
    if must_wait or not kept.is_live:
        kept.state = State.HELD
        kept.hidden_at, kept.hidden_by = None, None
    _fill(kept, answers)
    if kept.site_id and not speaks_for(by, kept.site_id):
        kept.site = None
    kept.edited_at = at
    kept.save()
    _fill_many(kept, answers)
    if not kept.is_live:
        _tell(kept, by=by, at=at)
    return kept


@transaction.atomic
def remove_report(report: AdoptionReport, *, by: User, at: datetime) -> None:
    """Gone for good, with all its words; without effect when it was before.

    Of one that was hidden an empty row stays: else it could be written again at once, unseen.
    """
    rows = AdoptionReport.objects.select_for_update().filter(pk=report.pk)
    kept = rows.first()
    # It keeps its reason when it waits again after a change.
    if kept is not None and (kept.is_hidden or kept.hidden_reason):
        _empty(kept, at=at)
    else:
        rows.delete()


def _empty(report: AdoptionReport, *, at: datetime) -> None:
    words = dict.fromkeys(("result", "what_changed", "cost", "started", "program_name"), "")
    _fill(report, words | {"place": None, "population_band": None, "site": None})
    report.state, report.hidden_at = State.HIDDEN, report.hidden_at or at
    report.save()
    report.community_types.clear()


@transaction.atomic
def hide_report(report: AdoptionReport, *, reason: str, by: User, at: datetime) -> AdoptionReport:
    """Nobody sees it but its author, who reads the reason, and who looks after the practice."""
    kept = _locked(report)
    if kept.is_hidden:
        return kept
    kept.state = State.HIDDEN
    kept.hidden_at, kept.hidden_by, kept.hidden_reason = at, by, reason[:500]
    kept.save(update_fields=["state", "hidden_at", "hidden_by", "hidden_reason"])
    _tell_author(kept, by=by, at=at)
    return kept


@transaction.atomic
def show_report(report: AdoptionReport, *, by: User, at: datetime) -> AdoptionReport:
    """For everybody from now on: after it waited, or after it was hidden by mistake."""
    kept = _locked(report)
    if kept.is_live or kept.is_emptied:
        return kept
    kept.state = State.LIVE
    kept.hidden_at, kept.hidden_by, kept.hidden_reason = None, None, ""
    kept.save(update_fields=["state", "hidden_at", "hidden_by", "hidden_reason"])
    _tell_author(kept, by=by, at=at)
    _tell(kept, by=kept.reporter, at=at)
    return kept


def _locked(report: AdoptionReport) -> AdoptionReport:
    rows = AdoptionReport.objects.select_for_update(of=("self",)).select_related("practice")
    return rows.get(pk=report.pk)


def _fill(report: AdoptionReport, answers: Mapping[str, Any]) -> None:
    for name, value in answers.items():
        if name != "community_types":
            setattr(report, name, value)


def _fill_many(report: AdoptionReport, answers: Mapping[str, Any]) -> None:
    if "community_types" in answers:
        report.community_types.set(answers["community_types"])


def _tell(report: AdoptionReport, *, by: User | None, at: datetime) -> None:
    """Followers of the practice, once; moderators when it waits for them."""
    if not report.is_live:
        notify(
            moderators(),
            kind=Kind.REVIEW,
            subject=report,
            by=by,
            at=at,
            is_for_me=True,
            is_private=True,
        )
    elif report.announced_at is None:
        announce(report, to_followers_of=[report.practice], kind=Kind.PUBLISHED, by=by, at=at)
        report.announced_at = at
        report.save(update_fields=["announced_at"])


def _tell_author(report: AdoptionReport, *, by: User, at: datetime) -> None:
    if report.reporter is not None and report.reporter != by:
        notify(
            [report.reporter],
            kind=Kind.SYSTEM,
            subject=report,
            by=by,
            at=at,
            is_for_me=True,
            is_private=True,
        )
