"""When a digest is due: at an hour of a person's own day, whatever their clocks do."""

from datetime import UTC, datetime, time, timedelta

from .models import MailSettings


def next_digest(settings: MailSettings, *, after: datetime) -> datetime | None:
    """The first moment after `after` at which these settings want a digest; None for never.

    An hour that the clocks skip counts as the one after it; of an hour that comes twice, the first.
    """
    if settings.digest == MailSettings.Digest.NONE:
        return None
    day = after.astimezone(settings.zone).date()
    is_weekly = settings.digest == MailSettings.Digest.WEEKLY
    # The day itself, and one week on when its hour has passed.
    for _ in range(9):
        moment = datetime.combine(day, time(settings.digest_hour), tzinfo=settings.zone)
        fits = not is_weekly or day.weekday() == settings.digest_weekday
        if fits and moment.astimezone(UTC) > after:
            return moment.astimezone(UTC)
        day += timedelta(days=1)
    return None


def period_of(settings: MailSettings, *, at: datetime) -> str:
    """The name of the day or week that a digest at this moment is for."""
    here = at.astimezone(settings.zone)
    if settings.digest == MailSettings.Digest.WEEKLY:
        year, week, _ = here.isocalendar()
        return f"{year}-W{week:02}"
    return here.date().isoformat()
