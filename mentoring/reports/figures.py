"""The figures of a report: counts and times, nobody's name and nobody's words."""

from typing import Any

from django.db.models import Count, Sum

from hub.taxonomy.models import Jurisdiction, Term, Vocabulary

from ..models import (
    Completion,
    FollowUp,
    MentorRequest,
    OffHubHelp,
    Satisfaction,
    Status,
    VisitPlan,
)
from .measures import mean_score, share_of, time_at
from .period import Period
from .tables import Line, Report, Table, counted, hide_small

NOT_SAID = "Not said"
SEVERAL = "A program may name several, so the rows add up to more than the requests."
# After how many days a funder asks what came of it.
LOOKED_AT_AFTER = 90


def make_report(period: Period, *, is_exact: bool = False) -> Report:
    """All tables. The number of statements does not depend on how much there is to count.

    Samples are left out. Counts under eleven are hidden unless `is_exact`, which must not leave
    the network.
    """
    requests = MentorRequest.objects.filter(**period.within("submitted_at"), is_sample=False)
    tables = [
        _overview(requests, period),
        _by_words(requests, "community_types", "By kind of community", "Community", note=SEVERAL),
        _by_term(requests, "stage", "By stage", Vocabulary.STAGE),
        _by_state(requests),
        _by_term(requests, "discipline", "By discipline", Vocabulary.DISCIPLINE),
        _by_words(requests, "wanted_help", "By what would help", "Kind of help", note=SEVERAL),
        _first_answers(requests, is_exact=is_exact),
        _where_they_stand(requests),
        _outcomes(period),
        _visits(period),
        *_satisfaction(period, is_exact=is_exact),
        *_off_hub(period),
    ]
    return Report(tables if is_exact else [hide_small(table) for table in tables], is_exact)


def _overview(requests: Any, period: Period) -> Table:
    done = Completion.objects.filter(request__is_sample=False, **period.on("happened_on"))
    off_hub = OffHubHelp.objects.filter(**period.on("happened_on"))
    counts = [
        ("Requests sent", requests.count()),
        ("Calls and visits carried through", done.count()),
        ("Help outside the hub", off_hub.count()),
    ]
    return counted("overview", "In short", "What", counts, is_drawn=False)


def _by_words(requests: Any, name: str, title: str, column: str, *, note: str) -> Table:
    """By a field that holds several words."""
    through = getattr(MentorRequest, name).through
    links = through.objects.filter(mentorrequest__in=requests.order_by().values("pk"))
    rows = links.order_by().values_list("term__label").annotate(n=Count("*"))
    table_rows = list(rows.order_by("term__sort_order", "term__label"))
    unsaid = requests.filter(**{name: None}).count()
    if unsaid:
        table_rows.append((NOT_SAID, unsaid))
    return counted(f"by_{name}", title, column, table_rows, note=note)


def _by_term(requests: Any, name: str, title: str, vocabulary: str) -> Table:
    """By a field that holds one word; words that nobody chose stand there with a zero."""
    found = dict(requests.order_by().values_list(f"{name}__label").annotate(n=Count("pk")))
    labels = Term.objects.of(vocabulary).in_order().values_list("label", flat=True)
    rows = [(label, found.get(label, 0)) for label in labels]
    if None in found:
        rows.append((NOT_SAID, found[None]))
    if name == "discipline":
        rows = [row for row in rows if row[1]]
    return counted(f"by_{name}", title, title.removeprefix("By ").capitalize(), rows, adds_up=True)


def _by_state(requests: Any) -> Table:
    """By state, district, territory or nation; a county counts for the state it lies in."""
    found = dict(requests.order_by().values_list("place").annotate(n=Count("pk")))
    states = dict(_states_of([pk for pk in found if pk]))
    counts: dict[str, int] = {}
    for place, n in found.items():
        name = states.get(place, NOT_SAID if place is None else "Elsewhere")
        counts[name] = counts.get(name, 0) + n
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return counted("by_state", "By state", "State", rows, adds_up=True)


def _states_of(places: list[int]) -> list[tuple[int, str]]:
    kinds = Jurisdiction.Kind
    own = [kinds.STATE, kinds.DISTRICT, kinds.TERRITORY, kinds.TRIBAL]
    known = Jurisdiction.objects.filter(pk__in=places)
    above = known.filter(parents__kind__in=own).order_by("parents__name")
    return [
        *above.values_list("pk", "parents__name"),
        *known.filter(kind__in=own).values_list("pk", "name"),
    ]


def _first_answers(requests: Any, *, is_exact: bool) -> Table:
    """From sending to the first yes or no of a site or of the network."""
    moments = requests.exclude(first_answer_at=None).values_list("submitted_at", "first_answer_at")
    waits = [(answer - sent).total_seconds() for sent, answer in moments.order_by()]
    said = [
        ("Half of them within (median)", time_at(waits, 0.5, is_exact=is_exact)),
        ("95 of 100 within", time_at(waits, 0.95, is_exact=is_exact)),
    ]
    within = MentorRequest.ANSWERED_WITHIN.total_seconds()
    kept = share_of([one <= within for one in waits], is_exact=is_exact)
    lines = [
        _line("Requests with a first answer", len(waits)),
        _line("No answer yet", requests.count() - len(waits)),
        *(Line(label, None, words) for label, words in said),
        Line("Answered within fourteen days", None, kept),
    ]
    title = "Time to the first answer"
    return Table("first_answer", title, "Measure", lines, adds_up=True, is_drawn=False)


def _where_they_stand(requests: Any) -> Table:
    found = dict(requests.order_by().values_list("status").annotate(n=Count("pk")))
    rows = [(str(label), found.get(value, 0)) for value, label in Status.choices]
    return counted("by_status", "Where they stand today", "Status", rows, adds_up=True)


def _outcomes(period: Period) -> Table:
    """Of those whose ninetieth day fell into the period."""
    asked = FollowUp.objects.filter(
        days=LOOKED_AT_AFTER, request__is_sample=False, **period.within("due_at")
    ).exclude(asked_at=None)
    found = dict(asked.order_by().values_list("outcome").annotate(n=Count("pk")))
    rows = [(str(label), found.get(value, 0)) for value, label in FollowUp.Outcome.choices]
    rows.append(("Not answered", found.get("", 0)))
    title = f"What came of it after {LOOKED_AT_AFTER} days"
    return counted("outcomes", title, "Outcome", rows, adds_up=True)


def _visits(period: Period) -> Table:
    done = Completion.objects.filter(request__is_sample=False, **period.on("happened_on"))
    found = dict(done.order_by().values_list("request__plan__kind").annotate(n=Count("pk")))
    rows = [(str(label), found.get(value, 0)) for value, label in VisitPlan.Kind.choices]
    rows.append(("Without a date in the hub", found.get(None, 0)))
    return counted("visits", "Calls and visits carried through", "Kind", rows, adds_up=True)


def _satisfaction(period: Period, *, is_exact: bool) -> list[Table]:
    """One table for each side: its answers and those that it owes are all that was done."""
    done = Completion.objects.filter(request__is_sample=False, **period.on("happened_on"))
    total = done.count()
    given = Satisfaction.objects.filter(request__in=done.order_by().values("request"))
    scores: dict[str, list[int]] = {}
    for side, score in given.order_by().values_list("side", "score"):
        scores.setdefault(side, []).append(score)
    return [
        _how_it_was(side, label, scores.get(side, []), total, is_exact=is_exact)
        for side, label in Satisfaction.Side.choices
    ]


def _how_it_was(side: str, label: str, scores: list[int], total: int, *, is_exact: bool) -> Table:
    lines = [
        _line("Answers", len(scores)),
        _line("No answer yet", total - len(scores)),
        Line("Mean", None, mean_score(scores, is_exact=is_exact)),
    ]
    title = f"How it was: {label[0].lower()}{label[1:]}"
    return Table(f"satisfaction_{side}", title, "Measure", lines, adds_up=True, is_drawn=False)


def _off_hub(period: Period) -> list[Table]:
    """By kind and by community, and the hours of it."""
    given = OffHubHelp.objects.filter(**period.on("happened_on"))
    found = {
        kind: (n, minutes or 0)
        for kind, n, minutes in given.order_by()
        .values_list("kind")
        .annotate(n=Count("pk"), minutes=Sum("minutes"))
    }
    kinds = OffHubHelp.Kind.choices
    rows = [(str(label), found.get(value, (0, 0))[0]) for value, label in kinds]
    links = OffHubHelp.community_types.through.objects.filter(
        offhubhelp__in=given.order_by().values("pk")
    )
    types = links.order_by().values_list("term__label").annotate(n=Count("*"))
    hours = round(sum(minutes for _, minutes in found.values()) / 60)
    note = f"Together about {hours:,} hours." if hours else ""
    return [
        counted("off_hub", "Help outside the hub", "Kind", rows, note=note, adds_up=True),
        counted(
            "off_hub_communities",
            "Help outside the hub, by kind of community",
            "Community",
            types.order_by("term__sort_order", "term__label"),
            note=SEVERAL,
        ),
    ]


def _line(label: str, n: int) -> Line:
    return Line(label, n, f"{n:,}")
