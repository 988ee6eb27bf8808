import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.accounts.actions import UnableToCreateSampleAccounts, create_sample_accounts
from hub.editing.roles import (
    CLINICAL_REVIEWERS,
    EDITORS,
    MENTOR_SITE_MANAGERS,
    MENTORING_STAFF,
    REVIEWERS,
    STEWARDS,
)
from hub.home.sample_mentoring import make_sample_requests

GROUPS = {
    "editor@example.org": EDITORS,
    "reviewer@example.org": REVIEWERS,
    "clinician@example.org": CLINICAL_REVIEWERS,
    "manager@example.org": MENTOR_SITE_MANAGERS,
    "moderator@example.org": STEWARDS,
    "coordinator@example.org": MENTORING_STAFF,
}


class Command(BaseCommand):
    help = "Makes accounts to try the hub with on this machine. Says nothing when they exist."

    def handle(self, **options) -> None:
        file = Path(settings.VAR_DIR) / "sample-accounts.txt"
        try:
            at = timezone.now()
            accounts = create_sample_accounts(file=file, groups=GROUPS, at=at)
        except UnableToCreateSampleAccounts as error:
            self.stderr.write(str(error))
            sys.exit(1)
        if accounts:
            people = {person.email: person for person in accounts}
            make_sample_requests(
                asker=people["practitioner@example.org"],
                manager=people["manager@example.org"],
                at=at,
            )
            self.stdout.write(f"{len(accounts)} sample accounts made, with passwords in {file}")
