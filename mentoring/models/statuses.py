"""Where a request can stand, and how it gets from one to the next."""

from django.db import models


class Status(models.TextChoices):
    """Where a request stands. Who asked, the site and the staff see the same word."""

    SUBMITTED = "submitted", "Sent"
    OFFERED = "offered", "Offered to a site"
    ACCEPTED = "accepted", "Accepted"
    SCHEDULED = "scheduled", "Date set"
    DONE = "done", "Done"
    DECLINED = "declined", "Answered without a site"
    WITHDRAWN = "withdrawn", "Taken back"
    CLOSED = "closed", "Closed"


ENDED = (Status.DECLINED, Status.WITHDRAWN, Status.CLOSED)
# Where a request may go from where it stands. There is no other way.
WAYS: dict[str, tuple[str, ...]] = {
    Status.SUBMITTED: (Status.OFFERED, Status.DECLINED, Status.WITHDRAWN, Status.CLOSED),
    Status.OFFERED: (
        Status.OFFERED,
        Status.SUBMITTED,
        Status.ACCEPTED,
        Status.DECLINED,
        Status.WITHDRAWN,
        Status.CLOSED,
    ),
    Status.ACCEPTED: (
        Status.SCHEDULED,
        Status.DONE,
        Status.SUBMITTED,
        Status.WITHDRAWN,
        Status.CLOSED,
    ),
    Status.SCHEDULED: (
        Status.ACCEPTED,
        Status.DONE,
        Status.SUBMITTED,
        Status.WITHDRAWN,
        Status.CLOSED,
    ),
    Status.DONE: (Status.CLOSED,),
    # Whoever was told that no site has room may wait for one.
    Status.DECLINED: (Status.SUBMITTED,),
    Status.WITHDRAWN: (),
    Status.CLOSED: (),
}
