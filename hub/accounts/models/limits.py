from django.db import models


class LimitedAct(models.Model):
    """One act that counts toward a limit; forgotten when no limit can reach it any more."""

    rule = models.CharField(max_length=40)
    # A user's number, a network prefix, or a hash of an address: never an e-mail address.
    key = models.CharField(max_length=80)
    done_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["rule", "key", "done_at"], name="acts_toward_a_limit"),
            models.Index(fields=["done_at"], name="acts_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} at {self.done_at:%Y-%m-%d %H:%M}"
