from django.conf import settings
from django.db import models


class RulesAcceptance(models.Model):
    """Somebody read the community rules in one version and agreed."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="rules_acceptances"
    )
    version = models.CharField(max_length=20)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version"], name="rules_accepted_once")
        ]

    def __str__(self) -> str:
        return f"Rules of {self.version}"
