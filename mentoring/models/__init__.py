from .offers import Offer, first_day_of, quarter_of
from .outcomes import Completion, FollowUp, OffHubHelp, Satisfaction
from .requests import STAFF, MentorRequest, RequestDraft, WantedSite
from .statuses import ENDED, WAYS, Status
from .talk import RequestEvent, RequestMessage
from .visits import Attendee, VisitPlan

__all__ = [
    "ENDED",
    "STAFF",
    "WAYS",
    "Attendee",
    "Completion",
    "FollowUp",
    "MentorRequest",
    "OffHubHelp",
    "Offer",
    "RequestDraft",
    "RequestEvent",
    "RequestMessage",
    "Satisfaction",
    "Status",
    "VisitPlan",
    "WantedSite",
    "first_day_of",
    "quarter_of",
]
