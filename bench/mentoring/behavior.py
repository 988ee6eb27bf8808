"""Who asks, and how ten sites answer: drawn once from a seed, the same for both ways of asking."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SEED = 20_170_101
# Ten sites in 2017 received 2,536 requests, 121 visits and 236 trainings (domain plan, 0.2). What a
# quarter of these sites holds adds up to 120 visits and 236 other kinds of help a year.
REQUESTS = 2_536
BEGINS, DAYS = datetime(2025, 1, 1, tzinfo=UTC), 365
COMMUNITIES = ("urban", "suburban", "rural", "frontier", "tribal")
BANDS = ("under-10k", "10k-49k", "50k-249k", "250k-999k", "1m-and-over")
VISITS, CALLS = ("site-visit", "ride-along"), ("call", "documents", "peer-review")
WANTS_A_VISIT, VISIT_OR_CALL = 0.3, 0.6
NAMES_SITES, ASKS_FURTHER = 0.6, 0.85


@dataclass(frozen=True)
class Manner:
    """How one site is: `hours` is its middle time to an answer, if it answers at all."""

    name: str
    popularity: int
    calls: int
    visits: int
    hours: float
    never: float
    willing: float
    community: str
    band: str


MANNERS = (
    Manner("Prompt and well known", 22, 8, 4, 8, 0.02, 0.85, "urban", "250k-999k"),
    Manner("Prompt and rural", 6, 5, 3, 10, 0.02, 0.85, "rural", "10k-49k"),
    Manner("Prompt and small", 4, 4, 2, 20, 0.05, 0.8, "frontier", "under-10k"),
    Manner("Within two days", 12, 6, 3, 40, 0.1, 0.75, "suburban", "50k-249k"),
    Manner("Within three days", 8, 6, 3, 60, 0.1, 0.75, "rural", "10k-49k"),
    Manner("Within three days, tribal", 5, 5, 3, 60, 0.15, 0.8, "tribal", "under-10k"),
    Manner("Slow and well known", 18, 8, 4, 130, 0.25, 0.7, "urban", "1m-and-over"),
    Manner("Slow", 9, 7, 3, 130, 0.3, 0.7, "suburban", "50k-249k"),
    Manner("Every other time", 9, 6, 3, 90, 0.5, 0.7, "rural", "50k-249k"),
    Manner("Never", 7, 4, 2, 24, 1.0, 0.7, "urban", "250k-999k"),
)


@dataclass(frozen=True)
class Asked:
    """One request as it arrives. `heard_of`: numbers of sites, the first the one to be asked."""

    number: int
    at: datetime
    heard_of: tuple[int, ...]
    names_sites: bool
    asks_further: bool
    wants: tuple[str, ...]
    community: str
    band: str

    @property
    def takes(self) -> tuple[str, ...]:
        """What it could take of a site's quarter, a visit first."""
        kinds = ("visit" if want in VISITS else "call" for want in self.wants)
        return tuple(sorted(set(kinds), reverse=True))


@dataclass(frozen=True)
class Reply:
    """What a site would answer; `after` is None for silence."""

    after: timedelta | None
    is_willing: bool


def arrivals(count: int = REQUESTS) -> list[Asked]:
    """A year of requests, in the order of arrival."""
    chance = random.Random(SEED)
    moments = sorted(chance.uniform(0, DAYS * 86_400) for _ in range(count))
    return [_asked(number, seconds, chance) for number, seconds in enumerate(moments)]


def _asked(number: int, seconds: float, chance: random.Random) -> Asked:
    wants_visit = chance.random() < WANTS_A_VISIT
    wants = [chance.choice(VISITS)] if wants_visit else [chance.choice(CALLS)]
    if wants_visit and chance.random() < VISIT_OR_CALL:
        wants.append("call")
    return Asked(
        number,
        BEGINS + timedelta(seconds=round(seconds)),
        _heard_of(chance),
        chance.random() < NAMES_SITES,
        chance.random() < ASKS_FURTHER,
        tuple(wants),
        chance.choice(COMMUNITIES),
        chance.choice(BANDS),
    )


def _heard_of(chance: random.Random) -> tuple[int, ...]:
    """One to three sites, the well known more often."""
    weights = [manner.popularity for manner in MANNERS]
    drawn = chance.choices(range(len(MANNERS)), weights=weights, k=chance.randint(1, 3))
    return tuple(dict.fromkeys(drawn))


def reply_of(request: int, site: int) -> Reply:
    """What this site answers to this request, whoever brings it."""
    manner, chance = MANNERS[site], random.Random(f"{SEED}/{request}/{site}")
    is_silent = chance.random() < manner.never
    hours = chance.lognormvariate(0, 0.8) * manner.hours
    is_willing = chance.random() < manner.willing
    return Reply(None if is_silent else timedelta(hours=hours), is_willing)
