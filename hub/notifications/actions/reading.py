from datetime import datetime

from django.db import transaction
from django.db.models import Model

from hub.accounts.models import User

from ..models import Notification
from ..subjects import key_of


def _mark(lines: object, at: datetime) -> int:
    # What has been read is not mailed any more.
    return lines.filter(read_at=None).update(read_at=at, mail_due_at=None)  # type: ignore[attr-defined]


@transaction.atomic
def mark_read(notification: Notification, *, by: User, at: datetime) -> Notification:
    _mark(Notification.objects.of(by).filter(pk=notification.pk), at)
    notification.refresh_from_db()
    return notification


@transaction.atomic
def mark_all_read(person: User, *, by: User, at: datetime) -> int:
    """Everything `person` was told up to `at` counts as read; returns how many lines that were."""
    return _mark(Notification.objects.of(by).filter(person=person, updated_at__lte=at), at)


@transaction.atomic
def mark_subject_read(subject: Model, *, by: User, at: datetime) -> int:
    """Whoever opened the thing itself has read what they were told about it."""
    type_id, number = key_of(subject)
    lines = Notification.objects.of(by).filter(subject_type=type_id, subject_id=number)
    return _mark(lines, at)
