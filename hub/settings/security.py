"""Headers, cookies, passwords and upload limits that hold in every environment.

The figures come from the security plan's baseline; docs/architecture.md says where each is tested.
"""

from csp.constants import NONCE, NONE, SELF

# --- Headers --------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
        "report-to": "csp",
    }
}
# Wagtail's editor writes inline scripts (two date choosers) and styles; only /admin/ may.
ADMIN_CONTENT_SECURITY_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "media-src": [SELF],
    "frame-src": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
    "object-src": [NONE],
    "report-to": "csp",
}
UPLOADS_CONTENT_SECURITY_POLICY = "default-src 'none'; sandbox"
REPORTING_ENDPOINTS = 'csp="/-/csp"'
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer autoplay clipboard-read "
        "browsing-topics camera display-capture encrypted-media fullscreen gamepad geolocation "
        "gyroscope hid idle-detection local-fonts magnetometer microphone midi payment "
        "picture-in-picture screen-wake-lock serial usb "
        "window-management xr-spatial-tracking"
    ).split()
)

# --- Cookies and sessions -------------------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 1_209_600
# A session written on every request would set a cookie on every answer, cached ones too.
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "hub.core.errors.csrf_failure"
# Seconds: (longest session, longest pause) for members and for whoever may open the admin.
MEMBER_SESSION_LIMITS = (14 * 86_400, 7 * 86_400)
STAFF_SESSION_LIMITS = (12 * 3_600, 60 * 60)

# --- Passwords ------------------------------------------------------------------------------------
PASSWORD_HASHERS = [
    "hub.accounts.hashers.HubArgon2PasswordHasher",
    "hub.accounts.hashers.HubPBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "hub.accounts.password_validation.HubWordsValidator"},
    {"NAME": "hub.accounts.password_validation.OwnWordsValidator"},
    {"NAME": "hub.accounts.password_validation.MaximumLengthValidator"},
]
PASSWORD_RESET_TIMEOUT = 3_600

# --- Requests and uploads -------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 262_144
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 2**20
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "csv", "txt", "rtf", "ics"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 2**20
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# --- Wagtail features that would leak or fetch ----------------------------------------------------
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Changing a password asks who somebody is and ends the other sessions: that is our own page.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILEMBEDS_FINDERS = [{"class": "wagtail.embeds.finders.oembed", "providers": []}]
