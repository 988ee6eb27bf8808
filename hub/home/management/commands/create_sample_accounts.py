import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.accounts.actions import UnableToCreateSampleAccounts, create_sample_accounts
from hub.home.groups import EDITORS, MENTOR_SITE_MANAGERS, STEWARDS

GROUPS = {
    "editor@example.org": EDITORS,
    "manager@example.org": MENTOR_SITE_MANAGERS,
    "moderator@example.org": STEWARDS,
}


class Command(BaseCommand):
    help = "Makes accounts to try the hub with on this machine. Says nothing when they exist."

    def handle(self, **options) -> None:
        file = Path(settings.VAR_DIR) / "sample-accounts.txt"
        try:
            accounts = create_sample_accounts(file=file, groups=GROUPS, at=timezone.now())
        except UnableToCreateSampleAccounts as error:
            self.stderr.write(str(error))
            sys.exit(1)
        if accounts:
            self.stdout.write(f"{len(accounts)} sample accounts made, with passwords in {file}")
