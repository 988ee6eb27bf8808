"""The small facts of a site: right at once, with a log, and without a review."""

from hub.taxonomy.models import Vocabulary

from .kinds import Field, Line, Number, Word
from .words import Words


class YesNo(Field):
    def said(self, value: bool, words: Words) -> str:
        return "Yes" if value else "No"


FACTS: dict[str, Field] = {
    fact.name: fact
    for fact in (
        YesNo("takes_requests", "Open to requests"),
        Word("hours", "Hours", "", Vocabulary.HOURS),
        Line("hours_note", "Hours, in your words"),
        Number("encounters", "Encounters a year"),
        Word("call_volume_band", "Encounters a year, roughly", "", Vocabulary.CALL_VOLUME_BAND),
        Number("calls_per_quarter", "Calls a quarter", "How many you can take on."),
        Number("visits_per_quarter", "Visits a quarter", "How many you can take on."),
        Line("languages", "Languages"),
        Line(
            "contact_route",
            "How requests reach you",
            "In words, for everybody. Addresses and numbers stay with the network.",
        ),
    )
}
