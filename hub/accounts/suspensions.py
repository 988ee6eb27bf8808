from datetime import datetime

from .models import Sanction, User


def running_suspension(person: User, at: datetime) -> Sanction | None:
    """The suspension that ends last."""
    running = person.sanctions.running(at).filter(kind=Sanction.Kind.SUSPENSION)
    return running.order_by("ends_at", "pk").last()
