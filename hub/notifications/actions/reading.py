from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model, Q

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
    return mark_subjects_read([subject], by=by, at=at)


@transaction.atomic
def mark_subjects_read(subjects: Iterable[Model], *, by: User, at: datetime) -> int:
    """The same for several things at once, in one statement."""
    numbers: dict[int, list[int]] = {}
    for subject in subjects:
        type_id, number = key_of(subject)
        numbers.setdefault(type_id, []).append(number)
    about = Q(pk__in=[])
    for type_id, wanted in numbers.items():
        about |= Q(subject_type=type_id, subject_id__in=wanted)
    return _mark(Notification.objects.of(by).filter(about), at)
