"""`make run` and everyday work: embedded defaults, plain http on this machine only."""

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403 – settings are read by name
from .base import VAR_DIR, env
from .secrets import stored_secret

HUB_ENVIRONMENT = "dev"
DEBUG = env.bool("HUB_DEBUG", False)
SECRET_KEY = stored_secret(VAR_DIR / "secret-key", get_random_secret_key)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS: list[str] = []
# Nothing leaves this machine: mails are read at /-/mailbox/.
MAIL_TRANSPORT = "hub.notifications.transports.MailboxTransport"
MAIL_KEPT_FOR_MAILBOX = MAILBOX_SHOWN = True
# Sample accounts are written to VAR_DIR by create_sample_accounts, and only here.
SAMPLE_ACCOUNTS_ALLOWED = True
# This machine asks for many pages in a row, and has no certificate for passkeys.
LIMIT_READING = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# A file that changes while it is served, by work on it or an update, is sent whole: else it is cut
# to the length it had at the start.
WHITENOISE_AUTOREFRESH = True
