"""What this room keeps of one person: to hand out, and to remove when they leave."""

from datetime import datetime
from typing import Any

from forums.models import Post, Thread
from hub.accounts.models import User

from .models import SavedSearch
from .noting import note
from .talk_receivers import note_posts


def collect(person: User) -> dict[str, Any]:
    searches = SavedSearch.objects.visible_to(person).newest_first()
    return {"saved searches": list(searches.values("name", "parameters", "has_alert", "saved_at"))}


def erase(person: User, at: datetime) -> None:
    SavedSearch.objects.filter(owner=person).delete()
    note("person", [person.pk])
    note("thread", Thread.objects.filter(author=person).values_list("pk", flat=True))
    note_posts(Post.objects.filter(author=person))
