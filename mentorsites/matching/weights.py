"""What counts how much when programs are compared: the whole rule, in one table."""

from dataclasses import dataclass
from enum import Enum

from hub.taxonomy.models import Vocabulary

# What a criterion counts when one side does not say: nobody loses by a blank, nobody wins by it.
UNKNOWN = 0.5
# What a band counts beside the same one: 49,000 and 51,000 residents are not worlds apart.
NEXT_BAND = 0.6


class Way(Enum):
    """How two answers become a share between 0 and 1."""

    SHARED = "Twice what both name, divided by all that the two name together"
    BAND = "All of it for the same band, three fifths for the next one, nothing beyond"
    SAME = "All of it when it is the same, otherwise nothing"
    AHEAD = "All of it when the other is at least one stage ahead, or the last stage is yours, too"


@dataclass(frozen=True)
class Criterion:
    """One row of the table. `name` is the field of Facts, `vocabulary` where its words stand."""

    name: str
    label: str
    weight: int
    way: Way
    vocabulary: Vocabulary


CRITERIA = (
    Criterion("community_types", "Community", 25, Way.SHARED, Vocabulary.COMMUNITY_TYPE),
    Criterion("population_band", "Residents", 20, Way.BAND, Vocabulary.POPULATION_BAND),
    Criterion("response_models", "Response model", 20, Way.SHARED, Vocabulary.RESPONSE_MODEL),
    Criterion("lead_agency_type", "Lead agency", 15, Way.SAME, Vocabulary.LEAD_AGENCY_TYPE),
    Criterion("staffing_band", "Staffing", 10, Way.BAND, Vocabulary.STAFFING_BAND),
    Criterion("call_volume_band", "Encounters a year", 5, Way.BAND, Vocabulary.CALL_VOLUME_BAND),
    Criterion("stage", "Stage", 5, Way.AHEAD, Vocabulary.STAGE),
)
# Told in words, without points: hours are a choice more than a likeness.
TOLD_ONLY = Vocabulary.HOURS
