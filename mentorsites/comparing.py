"""Two to four sites side by side: facts in rows, sites in columns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.taxonomy.models import Vocabulary

from .matching import Match, facts_of_program, load_words, match_of, rank_sites
from .models import MentorSitePage

LEAST, MOST = 2, 4
# More than anybody ticks by hand; the rest of a hostile address is dropped.
MOST_READ = 20
SUGGESTED = 6
NOT_KNOWN = "Not known"

Fact = tuple[str, Callable[[MentorSitePage], Any]]


def chosen_sites(numbers: Iterable[str], reader: Any, *, at: datetime) -> list[MentorSitePage]:
    """The sites with these numbers that `reader` may see, in the order of choosing."""
    asked = [int(number) for number in numbers if number.isascii() and number.isdigit()]
    asked = list(dict.fromkeys(number for number in asked if number < 2**31))[:MOST_READ]
    sites = MentorSitePage.objects.visible_to(reader, at).filter(pk__in=asked).with_comparison()
    found = {site.pk: site for site in sites}
    return [found[number] for number in asked if number in found]


def suggested_sites(
    sites: list[MentorSitePage], reader: Any, *, at: datetime
) -> list[MentorSitePage]:
    """What to compare with a single site: those most like it."""
    if len(sites) != 1:
        return []
    matches = rank_sites(sites[0].match_facts(), reader, at=at, limit=SUGGESTED + 1)
    numbers = [str(match.page_id) for match in matches if match.page_id != sites[0].pk]
    return chosen_sites(numbers[:SUGGESTED], reader, at=at)


@dataclass(frozen=True)
class Row:
    """One fact of every site. `differs` when not all say the same."""

    label: str
    cells: list[str]

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class Group:
    heading: str
    rows: list[Row]


def groups_of(sites: list[MentorSitePage], *, only_different: bool) -> list[Group]:
    """Facts that at least one of the sites states, or only those in which they differ."""
    groups = []
    for heading, facts in FACTS:
        rows = [_row(label, read, sites) for label, read in facts]
        told = [row for row in rows if any(cell != NOT_KNOWN for cell in row.cells)]
        shown = [row for row in told if row.differs or not only_different]
        if shown:
            groups.append(Group(heading, shown))
    return groups


def _row(label: str, read: Callable[[MentorSitePage], Any], sites: list[MentorSitePage]) -> Row:
    return Row(label, [_cell(read(site)) for site in sites])


def _cell(value: Any) -> str:
    """A stated 0 is an answer: “no visits a quarter”."""
    return NOT_KNOWN if value is None or str(value) == "" else str(value)


def beside_program(sites: list[MentorSitePage], program: Any) -> list[Match]:
    """How like the member's own program each is; nothing for who told of none. Two statements."""
    if program is None:
        return []
    words = load_words()
    facts = facts_of_program(program, words=words)
    return [] if facts.is_empty else [match_of(site, facts, words=words) for site in sites]


def _words(vocabulary: str) -> Callable[[MentorSitePage], str]:
    return lambda site: ", ".join(term.label for term in site.terms_in(vocabulary))


def _status(site: MentorSitePage) -> str:
    status = site.get_program_status_display()
    if site.has_ended:
        return f"{status} {site.ended[:4]}".strip()
    return f"{status}, since {site.launched[:4]}" if site.launched else status


def _hours(site: MentorSitePage) -> str:
    return ": ".join(filter(None, [str(site.hours or ""), site.hours_note]))


def _encounters(site: MentorSitePage) -> str:
    return _number(site.encounters) or str(site.call_volume_band or "")


def _number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


FACTS: tuple[tuple[str, tuple[Fact, ...]], ...] = (
    (
        "The program",
        (
            ("Place", lambda site: site.place_names),
            ("Community", lambda site: site.community),
            ("Residents", lambda site: site.residents),
            ("Service area", lambda site: site.service_area),
            ("Square miles", lambda site: _number(site.square_miles)),
            ("Lead agency", lambda site: site.lead_agency_type),
            ("Response model", lambda site: site.models),
            ("Status", _status),
            ("Stage", _words(Vocabulary.STAGE)),
        ),
    ),
    (
        "How it works",
        (
            ("Hours", _hours),
            ("How calls arrive", lambda site: site.dispatch),
            ("How teams are joined", _words(Vocabulary.PARTNERSHIP_CONFIGURATION)),
            ("Full-time staff", lambda site: site.staffing_band),
            ("Supervision and medical direction", lambda site: site.supervision),
            ("Transport", lambda site: site.transport),
            ("Encounters a year", _encounters),
            ("Budget", lambda site: site.budget),
            ("Funding", _words(Vocabulary.FUNDING_SOURCE)),
        ),
    ),
    (
        "As a mentor",
        (
            ("Requests", lambda site: site.get_standing().text),
            ("Offers", _words(Vocabulary.MENTOR_OFFER)),
            ("Best suited for", lambda site: site.suited_for),
            ("Calls a quarter", lambda site: site.calls_per_quarter),
            ("Visits a quarter", lambda site: site.visits_per_quarter),
            ("Languages", lambda site: site.languages),
            ("Travel", lambda site: site.cost_terms),
            ("Who may ask", lambda site: site.who_may_ask),
        ),
    ),
)
