from .follows import Follow, FollowQuerySet
from .mails import OutgoingMail, OutgoingMailQuerySet
from .notifications import Notification, NotificationQuerySet
from .settings import MailSettings

__all__ = [
    "Follow",
    "FollowQuerySet",
    "MailSettings",
    "Notification",
    "NotificationQuerySet",
    "OutgoingMail",
    "OutgoingMailQuerySet",
]
