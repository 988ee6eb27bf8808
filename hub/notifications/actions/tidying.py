from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from ..models import Follow, Notification, OutgoingMail

KEPT_FOR = timedelta(days=90)


@transaction.atomic
def forget_old_mail(at: datetime) -> int:
    """Deletes what the log of mails holds from more than 90 days ago; returns how many lines."""
    done = OutgoingMail.objects.exclude(
        state__in=[OutgoingMail.State.WAITING, OutgoingMail.State.SENDING]
    )
    return done.filter(made_at__lt=at - KEPT_FOR).delete()[0]


@transaction.atomic
def forget_what_is_gone(at: datetime) -> int:
    """Deletes follows and notifications whose thing does not exist any more, and old read ones."""
    gone = Notification.objects.filter(read_at__lt=at - KEPT_FOR).delete()[0]
    for type_id in Follow.objects.order_by().values_list("content_type", flat=True).distinct():
        gone += (
            Follow.objects.filter(content_type=type_id)
            .exclude(object_id__in=_numbers(type_id))
            .delete()[0]
        )
    types = Notification.objects.order_by().values_list("subject_type", flat=True).distinct()
    for type_id in types:
        gone += (
            Notification.objects.filter(subject_type=type_id)
            .exclude(subject_id__in=_numbers(type_id))
            .delete()[0]
        )
    return gone


def _numbers(type_id: int) -> Any:
    """The numbers of all things of a type: nothing but numbers, shown to nobody."""
    thing = ContentType.objects.get_for_id(type_id).model_class()
    if thing is None:
        return []
    return thing._base_manager.order_by().values("pk")
