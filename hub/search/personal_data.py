"""What this room keeps of one person: to hand out, and to remove when they leave."""

from datetime import datetime
from typing import Any

from hub.accounts.models import User

from .models import SavedSearch
from .receivers import note


def collect(person: User) -> dict[str, Any]:
    searches = SavedSearch.objects.visible_to(person).newest_first()
    return {"saved searches": list(searches.values("name", "parameters", "has_alert", "saved_at"))}


def erase(person: User, at: datetime) -> None:
    SavedSearch.objects.filter(owner=person).delete()
    note("person", [person.pk])
