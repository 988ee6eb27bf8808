"""The facets of a search: what can be narrowed, and what the values are called."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from forums.models import Forum, ThreadKind
from hub.accounts.models import User
from hub.resources.standing import STANDINGS
from hub.taxonomy.models import Jurisdiction, Term, Topic, Vocabulary

from .kinds import kinds
from .sources.talks import ANSWERED, TO_ANSWER

# More choices than anybody makes by hand; the rest of a hostile address is dropped.
MOST_VALUES = 50
LONGEST_VALUE = 80
AUTHORS_SHOWN = 12

KIND = "kind"
YEAR = "year"
FORUM = "forum"
AUTHOR = "author"
LISTED = (
    Vocabulary.COMMUNITY_TYPE,
    Vocabulary.RESPONSE_MODEL,
    Vocabulary.STAGE,
    Vocabulary.DISCIPLINE,
)
# Name in the address → legend, in the order of the panel. In the index a value is "name:value".
FACETS: dict[str, str] = {
    KIND: "Kind",
    "topic": "Topic",
    "place": "Place",
    Vocabulary.COMMUNITY_TYPE.value: "Community",
    Vocabulary.RESPONSE_MODEL.value: "Response model",
    Vocabulary.DISCIPLINE.value: "Discipline",
    Vocabulary.STAGE.value: "Stage",
    "evidence": "Evidence",
    "policy": "Policy status",
    "open": "Mentor sites",
    FORUM: "Forum",
    "thread": "In the forums",
    "question": "Questions",
    AUTHOR: "Written by",
    YEAR: "Year added",
}
OPEN_AT_FIRST = frozenset({KIND, "topic", Vocabulary.COMMUNITY_TYPE.value})
FIXED: dict[str, dict[str, str]] = {
    "evidence": {
        key.partition(":")[2]: words[0]
        for key, words in STANDINGS.items()
        if key.startswith("evidence:")
    },
    "policy": {
        key.partition(":")[2]: words[0]
        for key, words in STANDINGS.items()
        if key.startswith("policy:")
    },
    "open": {"yes": "Open to requests"},
    "thread": {str(value): str(label) for value, label in ThreadKind.choices},
    "question": {ANSWERED: "Answered", TO_ANSWER: "Needs an answer"},
}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    is_selected: bool


@dataclass(frozen=True)
class Facet:
    """A facet as the panel shows it."""

    name: str
    label: str
    is_open: bool
    options: list[Option] = field(default_factory=list)


def chosen_in(parameters: QueryDict) -> dict[str, list[str]]:
    """Facet → the values asked for; whatever cannot be a value is dropped."""
    found = {}
    for name in FACETS:
        values = [one for one in parameters.getlist(name) if 0 < len(one) <= LONGEST_VALUE]
        if values := list(dict.fromkeys(values))[:MOST_VALUES]:
            found[name] = values
    return found


def label_facets(
    counts: Mapping[str, Mapping[str, int]],
    chosen: Mapping[str, list[str]],
    topics: Iterable[Topic],
    hidden: Iterable[str] = (),
) -> list[Facet]:
    """The panel: every value with its words and its count, in the order of its list.

    Values that would find nothing stay, greyed, where the list is short and known; places, topics
    and years are listed when something has them. `hidden` facets are left out. Two statements.
    """
    words = _words(counts, chosen, topics)
    found = []
    for name, legend in FACETS.items():
        if name in hidden:
            continue
        here, selected = counts.get(name, {}), chosen.get(name, [])
        options = [
            Option(value, label, here.get(value, 0), value in selected)
            for value, label in words[name].items()
        ]
        if any(option.count or option.is_selected for option in options):
            is_open = name in OPEN_AT_FIRST or bool(selected)
            found.append(Facet(name, legend, is_open, options))
    return found


def _words(
    counts: Mapping[str, Mapping[str, int]],
    chosen: Mapping[str, list[str]],
    topics: Iterable[Topic],
) -> dict[str, dict[str, str]]:
    def used(name: str) -> set[str]:
        return {*counts.get(name, {}), *chosen.get(name, [])}

    words: dict[str, dict[str, str]] = {name: {} for name in FACETS} | FIXED
    words[KIND] = {kind.name: kind.label for kind in kinds().values()}
    words["topic"] = {topic.slug: topic.name for topic in topics if topic.slug in used("topic")}
    places = Jurisdiction.objects.filter(slug__in=used("place")).by_name()
    words["place"] = dict(places.values_list("slug", "name"))
    for vocabulary, slug, label in (
        Term.objects.of(*LISTED).in_order().values_list("vocabulary", "slug", "label")
    ):
        words[vocabulary][slug] = label
    words[FORUM] = _forum_names(counts.get(FORUM, {}), chosen.get(FORUM, []))
    words[AUTHOR] = _author_names(counts.get(AUTHOR, {}), chosen.get(AUTHOR, []))
    words[YEAR] = {year: year for year in sorted(used(YEAR), reverse=True) if year.isdigit()}
    return words


def _forum_names(counts: Mapping[str, int], chosen: Iterable[str]) -> dict[str, str]:
    """Names of forums in which something was found that the reader may see.

    One that was only typed into the address stays as it was typed: it may not be theirs to know.
    """
    if not counts:
        return {slug: slug for slug in chosen}
    forums = Forum.objects.filter(slug__in=list(counts)).in_order()
    names = dict(forums.values_list("slug", "name"))
    return names | {slug: slug for slug in chosen if slug not in names}


def _author_names(counts: Mapping[str, int], chosen: Iterable[str]) -> dict[str, str]:
    """The same for who wrote most of what was found."""
    most = sorted(counts, key=lambda handle: (-counts[handle], handle))[:AUTHORS_SHOWN]
    wanted = list(dict.fromkeys([*(one for one in chosen if one in counts), *most]))
    people = User.objects.filter(handle__in=wanted) if wanted else []
    names = {person.handle: str(person) for person in people}
    found = {handle: names[handle] for handle in wanted if handle in names}
    return found | {handle: handle for handle in chosen if handle not in found}


def split_counts(values: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Counts of "facet:value" by facet."""
    found: dict[str, dict[str, int]] = {}
    for value, count in values.items():
        name, _, rest = value.partition(":")
        found.setdefault(name, {})[rest] = count
    return found
