from datetime import datetime

from hub.accounts.models import User


def can_invite(person: User, *, at: datetime) -> bool:
    """Whoever may write here may bring a peer along."""
    return not person.is_silenced(at)
