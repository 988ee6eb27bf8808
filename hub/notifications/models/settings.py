from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models


def default_time_zone() -> str:
    return settings.TIME_ZONE


def validate_time_zone(name: str) -> None:
    """Raises ValidationError unless `name` is one of the time zones that this machine knows."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        raise ValidationError("Choose a time zone from the list.") from error


class MailSettings(models.Model):
    """How one person wants to hear by mail. Everybody has a row; see actions.settings_of()."""

    class Digest(models.TextChoices):
        NONE = "none", "Never"
        DAILY = "daily", "Every day"
        WEEKLY = "weekly", "Once a week"

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_settings"
    )
    sends_at_once = models.BooleanField("e-mail soon after it happens", default=True)
    digest = models.CharField(max_length=6, choices=Digest, default=Digest.WEEKLY)
    digest_weekday = models.PositiveSmallIntegerField(
        "day", choices=Weekday, default=Weekday.TUESDAY
    )
    digest_hour = models.PositiveSmallIntegerField(
        "hour", default=7, validators=[MaxValueValidator(23)]
    )
    time_zone = models.CharField(
        max_length=64, default=default_time_zone, validators=[validate_time_zone]
    )
    # Only who looks after pages gets one, and only they are asked.
    gets_review_lists = models.BooleanField(
        "a monthly list of pages to look at again", default=True
    )
    # When the next digest is made; nothing when there is none.
    next_digest_at = models.DateTimeField(null=True, blank=True)
    # Up to when digests have told of what other rooms add to them.
    told_until = models.DateTimeField()
    # Times in a row that the mail server refused the address for good.
    refusals = models.PositiveSmallIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "mail settings"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest_weekday__lte=6, digest_hour__lte=23),
                name="digest_at_a_day_and_hour_that_exist",
            )
        ]
        indexes = [
            models.Index(
                fields=["next_digest_at"],
                condition=models.Q(next_digest_at__isnull=False),
                name="digests_to_make",
            )
        ]

    def __str__(self) -> str:
        return f"Mail settings of {self.person_id}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def gets_mail(self) -> bool:
        return self.stopped_at is None
