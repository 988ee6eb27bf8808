from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from hub.accounts.models import User

from ..calendars import next_digest
from ..models import MailSettings

# How many rows are made in one go, for people who joined since the last time.
STEP = 500


def settings_of(person: User, *, at: datetime) -> MailSettings:
    """The person's own, or those everybody starts with."""
    made, _ = MailSettings.objects.get_or_create(person=person, defaults=_first(at))
    # Whoever asks has the person in hand already.
    made.person = person
    return made


@transaction.atomic
def make_missing_settings(at: datetime) -> int:
    """Gives a row to everybody who has none yet; returns how many those were."""
    without: Sequence[User] = User.objects.present().filter(mail_settings=None)[:STEP]
    rows = [MailSettings(person=person, **_first(at)) for person in without]
    MailSettings.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _first(at: datetime) -> dict[str, Any]:
    return {"told_until": at, "next_digest_at": next_digest(MailSettings(), after=at)}


@transaction.atomic
def change_settings(person: User, *, by: User, at: datetime, **changes: Any) -> MailSettings:
    """Changes what is named and plans the next digest anew."""
    settings = settings_of(person, at=at)
    for name, value in changes.items():
        setattr(settings, name, value)
    settings.next_digest_at = next_digest(settings, after=at)
    settings.full_clean(exclude=["person"])
    settings.save()
    return settings
