from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from hub.accounts.models import User

from .models import GuidelinePage


@transaction.atomic
def record_clinical_review(guideline: GuidelinePage, *, by: User, at: datetime) -> Revision:
    """Writes into the newest draft of `guideline` which clinician reviewed it, and on what day."""
    draft = guideline.get_latest_revision_as_object()
    draft.clinical_reviewer, draft.clinical_review_on = by.name, timezone.localdate(at)
    return draft.save_revision(user=by, clean=False)
