"""What we need not ask, because the member told it once."""

from typing import Any

from hub.accounts.models import User
from hub.people.models import Program


def facts_of(person: User) -> dict[str, Any]:
    """First values of AdoptionForm, from “my program”."""
    program = Program.objects.filter(person=person).prefetch_related("community_types").first()
    if program is None:
        return {}
    return {
        "community_types": [term.pk for term in program.community_types.all()],
        "population_band": program.population_band_id,
        "place": program.place_id,
    }
