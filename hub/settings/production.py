"""Production: every value that matters must be given, or the start stops and names it."""

from pathlib import Path

from csp.constants import NONE  # noqa: F401 – kept beside the policy it belongs to
from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 – settings are read by name
from .base import CACHES, CONTENT_SECURITY_POLICY, STORAGES, env
from .secrets import checked_secret_key, read_secret_file

HUB_ENVIRONMENT = "production"
DEBUG = False
if env.bool("HUB_DEBUG", False):
    raise ImproperlyConfigured("HUB_DEBUG must not be set in production.")


def _required(name: str) -> str:
    value = env.str(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name}: production does not start without it.")
    return value


def _secret_key() -> str:
    file = env.str("SECRET_KEY_FILE", "")
    return checked_secret_key(read_secret_file(Path(file)) if file else env.str("SECRET_KEY", ""))


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = [host.strip() for host in _required("HUB_ALLOWED_HOSTS").split(",")]
if any("*" in host for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("HUB_ALLOWED_HOSTS must name hosts; * lets anyone pose as the hub.")
WAGTAILADMIN_BASE_URL = _required("HUB_BASE_URL")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("HUB_BASE_URL must begin with https://.")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL.rstrip("/")]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _required("HUB_FROM_EMAIL")
_mail = env.dj_email_url("EMAIL_URL", "smtp://localhost:25")
# What the address names is where the queue delivers to; what the hub sends goes into the queue.
MAIL_TRANSPORT = _mail.pop("EMAIL_BACKEND")
locals().update(_mail)

# The proxy must overwrite this header (deploy/nginx.conf does); without a proxy leave it unset.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
USE_X_FORWARDED_HOST = False
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^-/healthz$"]
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-sid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
WHITENOISE_USE_FINDERS = False
if redis_url := env.str("REDIS_URL", ""):
    _redis = {
        "LOCATION": redis_url,
        "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
    }
    _soft = {**_redis, "BACKEND": "hub.core.soft_cache.SoftRedisCache"}
    CACHES["default"] = _soft
    CACHES["pages"] = {**_soft, "KEY_PREFIX": "pages"}
    # The limits must know when nothing is counted.
    CACHES["limits"] = {**_redis, "BACKEND": "django.core.cache.backends.redis.RedisCache"}
    LIMITS_STORE = "cache"
TRUSTED_PROXIES = env.list("HUB_TRUSTED_PROXIES", ["127.0.0.1", "::1"])
