from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from .follows import Key
from .mails import OutgoingMail


class NotificationQuerySet(models.QuerySet):
    def of(self, person: Any) -> Self:
        return self.filter(person=person) if person.is_authenticated else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-updated_at", "-pk")


class Notification(models.Model):
    """What one person is told about one thing. The same news again raises the count."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", "Published"
        UPDATED = "updated", "Updated"
        REPLY = "reply", "Reply"
        ANSWER = "answer", "Answer"
        MENTION = "mention", "Mention"
        REVIEW = "review", "Review"
        REQUEST = "request", "Request"
        SECURITY = "security", "Security"
        SYSTEM = "system", "From the hub"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    count = models.PositiveIntegerField(default=1)
    # The followed thing that led to it; nothing when it is for the person.
    why_type = models.ForeignKey(
        ContentType, models.CASCADE, null=True, blank=True, related_name="+"
    )
    why_id = models.PositiveBigIntegerField(null=True, blank=True)
    why = GenericForeignKey("why_type", "why_id")
    is_for_me = models.BooleanField(default=False)
    # Mail about it holds only a link.
    is_private = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # When it goes into a mail of its own; nothing when it does not, or not any more.
    mail_due_at = models.DateTimeField(null=True, blank=True)
    # When what it says now was put into a mail, and into which.
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey(
        OutgoingMail, models.SET_NULL, null=True, blank=True, related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject_type", "subject_id"],
                condition=models.Q(read_at=None),
                name="one_unread_line_for_a_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(why_type=None, why_id=None)
                | models.Q(why_type__isnull=False, why_id__isnull=False),
                name="why_has_type_and_number",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-updated_at", "-id"], name="news_of_a_person"),
            models.Index(
                fields=["person", "is_for_me"],
                condition=models.Q(read_at=None),
                name="unread_of_a_person",
            ),
            models.Index(
                fields=["mail_due_at"],
                condition=models.Q(mail_due_at__isnull=False),
                name="news_due_by_mail",
            ),
            models.Index(fields=["subject_type", "subject_id"], name="news_of_a_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.person_id}"

    @property
    def key(self) -> Key:
        return self.subject_type_id, self.subject_id

    @property
    def why_key(self) -> Key | None:
        return (self.why_type_id, self.why_id) if self.why_type_id and self.why_id else None

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
