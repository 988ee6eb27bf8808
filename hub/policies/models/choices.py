"""The parts of the policy vocabularies that the code branches on. Slugs as in the vocabularies."""

from django.db import models


class PolicyLevel(models.TextChoices):
    FEDERAL = "federal", "National"
    STATE = "state", "State or territory"
    LOCAL = "local", "Local"
    TRIBAL = "tribal", "Tribal"


class PolicyStatus(models.TextChoices):
    INTRODUCED = "introduced", "Introduced"
    IN_COMMITTEE = "in_committee", "In committee"
    PASSED_ONE_CHAMBER = "passed_one_chamber", "Passed one chamber"
    PASSED_LEGISLATURE = "passed_legislature", "Passed the legislature"
    CARRIED_OVER = "carried_over", "Carried over"
    ENACTED = "enacted", "Enacted"
    IN_FORCE = "in_force", "In force"
    VETOED = "vetoed", "Vetoed"
    FAILED = "failed", "Failed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"
    REPEALED = "repealed", "Repealed"
    PUBLISHED = "published", "Published"
    NEEDS_REVIEW = "needs_review", "Needs review"
    ADOPTED_UNCONFIRMED = "adopted_unconfirmed", "Adoption unconfirmed"


# Law that binds today; law that was made; what is over; what may still move.
IN_FORCE = frozenset({PolicyStatus.IN_FORCE})
MADE = frozenset({PolicyStatus.ENACTED, PolicyStatus.PASSED_LEGISLATURE})
OVER = frozenset(
    {
        PolicyStatus.VETOED,
        PolicyStatus.FAILED,
        PolicyStatus.WITHDRAWN,
        PolicyStatus.EXPIRED,
        PolicyStatus.REPEALED,
    }
)
PENDING = frozenset(
    {
        PolicyStatus.INTRODUCED,
        PolicyStatus.IN_COMMITTEE,
        PolicyStatus.PASSED_ONE_CHAMBER,
        PolicyStatus.PASSED_LEGISLATURE,
        PolicyStatus.CARRIED_OVER,
    }
)


class Stance(models.TextChoices):
    """What the page itself is: lobbying limits ask for the difference to be plain."""

    INFORMATION = "information", "Information"
    POSITION = "position", "Consortium position"


class ProvisionAnswer(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    PARTIAL = "partial", "In part"
    NOT_ADDRESSED = "not_addressed", "Not addressed"
