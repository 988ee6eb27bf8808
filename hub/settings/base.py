"""What every environment shares. Only this package reads the environment (see .env.example)."""

from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from .people import *  # noqa: F403 – signing up and in
from .people import agencies
from .rooms import *  # noqa: F403 – what the rooms tell each other
from .secrets import stored_secret
from .security import *  # noqa: F403 – headers, cookies, passwords: one file to review

env = Env()
BASE_DIR = Path(__file__).resolve().parents[2]
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# Everything the hub writes lives here: database, uploads, bundles, the secret key.
VAR_DIR = Path(env.str("HUB_VAR", str(BASE_DIR / "var")))
BUNDLES_DIR = VAR_DIR / "bundles"
STATIC_ROOT = VAR_DIR / "static"
for folder in (VAR_DIR, BUNDLES_DIR, STATIC_ROOT):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)

OUR_APPS = [
    "hub.home",
    "hub.editing",
    "hub.importing",
    "hub.syndication",
    "hub.api",
    "hub.search",
    "paths",
    "mentoring",
    "casestudies",
    "mentorsites",
    "practices",
    "hub.policies",
    "hub.guidelines",
    "hub.library",
    "hub.events",
    "hub.resources",
    "forums",
    "hub.principles",
    "hub.directory",
    "hub.people",
    "hub.taxonomy",
    "hub.notifications",
    "hub.accounts.apps.AccountsConfig",
    "hub.core",
    "hub.media",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.search_promotions",
    "wagtail.embeds",
    "wagtail.sites",
    "hub.accounts.apps.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v2",
    "rest_framework",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Outside everything that may answer by itself: static files and refusals carry the headers too.
    "csp.middleware.CSPMiddleware",
    "hub.core.middleware.ContentSecurityPolicyMiddleware",
    "hub.core.middleware.ResponseHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hub.core.middleware.GarbageParametersMiddleware",
    "hub.core.middleware.SharedSurfacesMiddleware",
    # Before anything that asks who is there: for visitors it answers what it answered before.
    "hub.core.page_cache.middleware.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hub.accounts.middleware.AllRequestsLimitMiddleware",
    "hub.accounts.middleware.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "hub.accounts.middleware.KeepPostedTextMiddleware",
    "hub.accounts.middleware.SecondStepMiddleware",
    "hub.editing.middleware.ApprovalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hub.core.redirects.GatedRedirectMiddleware",
]

ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "hub" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hub.directory.context_processors.footer_partners",
            ],
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
    "PRAGMA busy_timeout=5000;PRAGMA secure_delete=ON;"
)
SQLITE_OPTIONS = {"transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": SQLITE_PRAGMAS}
POSTGRES_OPTIONS = {
    "connect_timeout": 3,
    "options": (
        "-c statement_timeout=5000 -c lock_timeout=2000 "
        "-c idle_in_transaction_session_timeout=10000"
    ),
}


def _database() -> dict:
    """SQLite in VAR_DIR unless DATABASE_URL names a PostgreSQL server."""
    url = env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'hub.sqlite3'}")
    if url["ENGINE"].endswith("postgresql"):
        return {
            **url,
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {**url.get("OPTIONS", {}), **POSTGRES_OPTIONS},
        }
    return {**url, "OPTIONS": SQLITE_OPTIONS}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Without Redis each process remembers for itself. What all must agree on is in the database: the
# limits, among them that a code of an authenticator app works once.
CACHES: dict[str, dict] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "limits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
    },
    # Whole answers for visitors, some 40 kB each.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 1_000},
    },
}
# Seconds after which a kept answer is made anew although nothing public has changed: words like
# "two minutes ago" grow old by themselves. 0 keeps none.
PAGES_KEPT_FOR = env.int("HUB_PAGES_KEPT_FOR", 60)
# Numbers that need a look at everything are counted once a minute; see hub.core.keeping.
HUB_KEEPS = True

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
# Only where somebody tries the hub on their own machine; those settings say so themselves.
SAMPLE_ACCOUNTS_ALLOWED = False
# The keys that seal who writes under an alias, the newest first; never in the database. A new one
# is put in front of the others; a seal whose key is gone can never be opened.
# Several machines must share them; one machine makes its own on the first start.
ALIAS_KEYS: list[str] = env.list("HUB_ALIAS_KEYS", []) or [
    stored_secret(VAR_DIR / "alias-key", lambda: Fernet.generate_key().decode())
]
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": agencies(env)}}

# --- Language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
TIME_ZONE = env.str("HUB_TIME_ZONE", "America/New_York")
USE_TZ = True
USE_I18N = True

# --- Files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", BUNDLES_DIR]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# Uploads are served by a view that asks the gate; no web server may map this folder.
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/files/"

# --- Wagtail --------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Co-Responder Hub"
WAGTAILADMIN_BASE_URL = env.str("HUB_BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = "accounts:sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = "/sign-in/"
WAGTAILIMAGES_IMAGE_MODEL = "media.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.CustomDocument"
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"png": "png", "jpeg": "webp", "gif": "webp"}
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAIL_FINISH_WORKFLOW_ACTION = "hub.editing.finishing.publish_approved"
# Hosts that `check_links` may ask whether a page is still there; "*" is any public one.
_link_hosts: list[str] = env.list("HUB_LINK_CHECK_HOSTS", [])
LINK_CHECK_HOSTS = [host.lower() for host in _link_hosts]
WAGTAILAPI_DOCS_ENABLED = False
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}
# Where everybody gets the same answer and nobody is asked who they are.
SHARED_SURFACES = (
    r"/api/|/(?:[\w-]+/){0,2}feed\.atom$|/events/calendar\.ics$|/llms\.txt$|/robots\.txt$|/sitemap"
)

# --- Search ---------------------------------------------------------------------------------------
# Which engine answers: "embedded" (an index in VAR_DIR), "database", or a server named by its URL.
SEARCH_ENGINES = {
    "database": "modelsearch.backends.database",
    "opensearch2": "modelsearch.backends.opensearch2",
    "opensearch3": "modelsearch.backends.opensearch3",
    "elasticsearch7": "modelsearch.backends.elasticsearch7",
    "elasticsearch8": "modelsearch.backends.elasticsearch8",
    "elasticsearch9": "modelsearch.backends.elasticsearch9",
}
SEARCH_ENGINE = env.str("HUB_SEARCH", "embedded")


def _search_backend(directory: Path) -> dict[str, Any]:
    """The embedded engine in `directory` unless HUB_SEARCH names another one."""
    if SEARCH_ENGINE == "embedded":
        return {"BACKEND": "hub.search.backend", "DIRECTORY": directory, "OUTBOX": True}
    if SEARCH_ENGINE not in SEARCH_ENGINES:
        known = ", ".join(["embedded", *SEARCH_ENGINES])
        raise ImproperlyConfigured(f"HUB_SEARCH is {SEARCH_ENGINE!r}; it can be {known}.")
    backend: dict[str, Any] = {"BACKEND": SEARCH_ENGINES[SEARCH_ENGINE]}
    if SEARCH_ENGINE != "database":
        backend |= {
            "URLS": env.list("HUB_SEARCH_URLS"),
            "INDEX_PREFIX": env.str("HUB_SEARCH_PREFIX", "hub_"),
        }
    return backend


WAGTAILSEARCH_BACKENDS = {"default": _search_backend(VAR_DIR / "search")}
TAGGIT_CASE_INSENSITIVE = True

# --- Mail and logs --------------------------------------------------------------------------------
# Whatever anybody sends becomes a row, in the transaction that it belongs to; the worker of
# hub.notifications hands it to the transport.
EMAIL_BACKEND = "hub.notifications.mail.QueueingBackend"
MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 20
# Whether a sent mail keeps its words, and whether everybody on this machine may read it.
MAIL_KEPT_FOR_MAILBOX = MAILBOX_SHOWN = False
DEFAULT_FROM_EMAIL = env.str("HUB_FROM_EMAIL", "hub@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
