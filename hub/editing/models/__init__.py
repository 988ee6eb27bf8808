from .links import LinkUse, OutgoingLink
from .review_mails import ReviewMail
from .tasks import ClinicalReviewTask, ReviewTask, UnableToApprove

__all__ = [
    "ClinicalReviewTask",
    "LinkUse",
    "OutgoingLink",
    "ReviewMail",
    "ReviewTask",
    "UnableToApprove",
]
