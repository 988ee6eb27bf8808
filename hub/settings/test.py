"""Tests: nothing is shared with a running hub, nothing is slow on purpose."""

from .base import *  # noqa: F403 – settings are read by name
from .base import DATABASES, VAR_DIR, _search_backend, env

HUB_ENVIRONMENT = "test"
DEBUG = False
SECRET_KEY = "only-for-tests-" + "0123456789" * 5
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# Beside the rest of what this copy of the hub writes, so that two copies never meet.
VAR_DIR = VAR_DIR / "tests"
MEDIA_ROOT = VAR_DIR / "media"
SAMPLE_ACCOUNTS_ALLOWED = True
# One cheap round: the real hasher has a test of its own.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "hub.accounts.hashers.HubArgon2PasswordHasher",
]
# Tests ask faster than people; the limits on reading have tests that switch them on.
LIMIT_READING = False
# What a page costs and shows is asked of the page itself; what is kept has tests of its own.
PAGES_KEPT_FOR = 0
# Every number is counted as it is shown.
HUB_KEEPS = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
EMAIL_BACKEND = MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
if env.str("DATABASE_URL", "").startswith("postgres"):
    pass
else:
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
WHITENOISE_AUTOREFRESH = True
# Each worker of pytest-xdist has a database of its own, and so an index of its own.
_WORKER = env.str("PYTEST_XDIST_WORKER", "main")
WAGTAILSEARCH_BACKENDS = {"default": _search_backend(VAR_DIR / f"search-{_WORKER}")}
