from django.conf import settings
from django.db import models


class ReviewMail(models.Model):
    """One person was mailed the pages that are due, in one month."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="review_mails"
    )
    # Its first day.
    month = models.DateField()
    pages = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="review_mail_once_a_month")
        ]

    def __str__(self) -> str:
        return f"{self.pages} pages for {self.person_id}, {self.month:%Y-%m}"
