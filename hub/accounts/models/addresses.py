from datetime import timedelta

from django.conf import settings
from django.db import models


class EmailChange(models.Model):
    """A changed address, which the owner of the old one can put back for three days."""

    # 72 hours: trust plan, case B12.
    UNDO_WITHIN = timedelta(hours=72)

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="email_changes"
    )
    old_email = models.EmailField()
    new_email = models.EmailField()
    # The link in the mail to the old address holds the token; here is only its hash.
    token_hash = models.CharField(max_length=64, unique=True)
    changed_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Address changed on {self.changed_at:%Y-%m-%d}"
