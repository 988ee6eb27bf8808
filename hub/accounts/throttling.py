"""How often a sign-in may fail. Kept in the database, so that every process counts together."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from .models import SignInFailure

# Failures within a stretch of time after which the next try must wait until the oldest has passed.
# An account: 5 in 30 minutes (Zulip's rule). A network address: 6 in a minute, 30 in an hour
# (Discourse's); a station where many share one address is safe, since success does not count.
ACCOUNT_LIMITS = [(5, timedelta(minutes=30))]
ADDRESS_LIMITS = [(6, timedelta(minutes=1)), (30, timedelta(hours=1))]
KEPT_FOR = timedelta(hours=1)


def seconds_to_wait(email: str, address: str, at: datetime | None = None) -> int:
    """Seconds until somebody at `address` may try `email` again; 0 when they may try now."""
    now = at or timezone.now()
    waits = [
        *(_wait("email", email.lower(), limit, now) for limit in ACCOUNT_LIMITS),
        *(_wait("address", address, limit, now) for limit in ADDRESS_LIMITS),
    ]
    return max(waits)


def _wait(field: str, value: str, limit: tuple[int, timedelta], now: datetime) -> int:
    most, stretch = limit
    failures = SignInFailure.objects.filter(**{field: value}, failed_at__gt=now - stretch)
    moments = list(failures.order_by("-failed_at").values_list("failed_at", flat=True)[:most])
    if len(moments) < most:
        return 0
    return int((moments[-1] + stretch - now).total_seconds()) + 1


@transaction.atomic
def note_failure(email: str, address: str, at: datetime | None = None) -> SignInFailure:
    """Remember one failed try and forget what is older than an hour."""
    now = at or timezone.now()
    SignInFailure.objects.filter(failed_at__lt=now - KEPT_FOR).delete()
    return SignInFailure.objects.create(email=email.lower()[:254], address=address, failed_at=now)


def forget_failures(email: str) -> None:
    """After a success the account starts afresh."""
    SignInFailure.objects.filter(email=email.lower()).delete()
