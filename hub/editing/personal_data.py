"""What this room keeps of one person: to hand out, and to remove when they leave."""

from datetime import datetime
from typing import Any

from hub.accounts.models import User

from .models import ReviewMail


def collect(person: User) -> dict[str, Any]:
    mails = ReviewMail.objects.filter(person=person).order_by("month", "pk")
    return {"monthly lists of pages to review": list(mails.values("month", "pages", "made_at"))}


def erase(person: User, at: datetime) -> None:
    ReviewMail.objects.filter(person=person).delete()
