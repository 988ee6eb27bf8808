"""What this room keeps of one person: to hand out, and to remove when they leave."""

from datetime import datetime
from typing import Any

from hub.accounts.models import User

from .models import Import


def collect(person: User) -> dict[str, Any]:
    mine = Import.objects.visible_to(person).newest_first()
    return {"sheets brought in": list(mine.values("file_name", "kind", "state", "made_at"))}


def erase(person: User, at: datetime) -> None:
    """The drafts stay: they are the hub's, as other pages are."""
    Import.objects.filter(made_by=person).delete()
