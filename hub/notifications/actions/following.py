from datetime import datetime

from django.db import transaction
from django.db.models import Model

from hub.accounts.models import User

from ..models import Follow
from ..subjects import key_of


@transaction.atomic
def follow(
    subject: Model,
    *,
    by: User,
    at: datetime,
    level: str = Follow.Level.FOLLOW,
    automatic: bool = False,
) -> Follow:
    """`by` hears of `subject` from now on, at this level.

    What the hub follows by itself (`automatic`) changes nothing that the person chose before.
    """
    type_id, number = key_of(subject)
    kept, is_new = Follow.objects.get_or_create(
        person=by,
        content_type_id=type_id,
        object_id=number,
        defaults={"level": level, "followed_at": at, "automatic": automatic},
    )
    if is_new or automatic:
        return kept
    kept.level, kept.automatic = level, False
    kept.save(update_fields=["level", "automatic"])
    return kept


@transaction.atomic
def unfollow(subject: Model, *, by: User, at: datetime) -> None:
    """As if `by` had never followed it; without effect when that is so."""
    type_id, number = key_of(subject)
    Follow.objects.filter(person=by, content_type_id=type_id, object_id=number).delete()
