"""How long requests are kept: three years from their end (domain plan, 7)."""

from datetime import datetime

from .models import MentorRequest, OffHubHelp, RequestDraft


def forget_requests(before: datetime) -> int:
    """Deletes requests that ended before this moment, with all that was said in them."""
    return MentorRequest.objects.filter(ended_at__lt=before).delete()[0]


def forget_drafts(before: datetime) -> int:
    return RequestDraft.objects.filter(saved_at__lt=before).delete()[0]


def forget_off_hub_help(before: datetime) -> int:
    return OffHubHelp.objects.filter(happened_on__lt=before.date()).delete()[0]
