"""What this room keeps of one person: to hand out, and to remove when they leave."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from hub.accounts.models import User

from .models import Follow, MailSettings, Notification, OutgoingMail
from .subjects import fetch, key_of, name_of


def collect(person: User) -> dict[str, Any]:
    follows = list(Follow.objects.of(person).order_by("followed_at", "pk"))
    told = list(Notification.objects.of(person).newest_first())
    # By what they may see now: what was taken from their eyes is not handed out either.
    names = fetch([*(one.key for one in follows), *(one.key for one in told)], person)
    return {
        "follows": [
            {"what": name_of(names[one.key]), "level": one.level, "since": one.followed_at}
            for one in follows
            if one.key in names
        ],
        "notifications": [
            {
                "what": one.get_kind_display(),
                "about": name_of(names[one.key]),
                "when": one.updated_at,
                "read": one.read_at,
            }
            for one in told
            if one.key in names
        ],
        "e-mail settings": list(
            MailSettings.objects.filter(person=person).values(
                "sends_at_once",
                "gets_review_lists",
                "digest",
                "digest_weekday",
                "digest_hour",
                "time_zone",
            )
        ),
        "mails": list(
            OutgoingMail.objects.filter(person=person).values("kind", "state", "made_at", "sent_at")
        ),
    }


def erase(person: User, at: datetime) -> None:
    type_id, number = key_of(person)
    Follow.objects.filter(person=person).delete()
    Follow.objects.filter(content_type=type_id, object_id=number).delete()
    Notification.objects.filter(person=person).delete()
    Notification.objects.filter(subject_type=type_id, subject_id=number).delete()
    MailSettings.objects.filter(person=person).delete()
    # Account mails belong to an address, not to a person.
    mails = OutgoingMail.objects.filter(Q(person=person) | Q(to__iexact=person.email))
    mails.exclude(state=OutgoingMail.State.SENT).delete()
    blank = {"to": "", "to_hash": "", "subject": "", "text": "", "html": "", "headers": {}}
    mails.update(**blank, unique_key=None, person=None)
