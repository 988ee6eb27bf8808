from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

# The type and the number of a thing; see subjects.key_of().
Key = tuple[int, int]


class FollowQuerySet(models.QuerySet):
    def of(self, person: Any) -> Self:
        return self.filter(person=person) if person.is_authenticated else self.none()

    def to_any(self, keys: Iterable[Key]) -> Self:
        """Follows of any of these things."""
        wanted = models.Q(pk__in=[])
        for type_id, number in keys:
            wanted |= models.Q(content_type=type_id, object_id=number)
        return self.filter(wanted)


class Follow(models.Model):
    """Somebody wants to hear of a thing: a topic, a place, a page, a discussion."""

    class Level(models.TextChoices):
        MUTE = "mute", "Never"
        NORMAL = "normal", "On the hub and in your digest"
        FOLLOW = "follow", "By e-mail as well"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("content_type", "object_id")
    level = models.CharField(max_length=6, choices=Level, default=Level.FOLLOW)
    followed_at = models.DateTimeField()
    # Made by the hub, because the person took part; never lowers what the person chose.
    automatic = models.BooleanField(default=False)

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "content_type", "object_id"], name="follow_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["content_type", "object_id", "level", "person"], name="who_follows_a_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.content_type_id}/{self.object_id}"

    @property
    def key(self) -> Key:
        return self.content_type_id, self.object_id
