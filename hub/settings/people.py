"""Signing up and in: what django-allauth is told. How often is in hub/accounts/limits."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env

# --- Accounts -------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "hub.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_FORMS = {
    "login": "hub.accounts.forms.SignInForm",
    "signup": "hub.accounts.forms.JoinForm",
    "add_email": "hub.accounts.forms.ChangeEmailForm",
    "confirm_email_verification_code": "hub.accounts.forms.ConfirmEmailForm",
    "change_password": "hub.accounts.forms.ChangePasswordForm",
    "set_password": "hub.accounts.forms.SetPasswordForm",
    "reset_password": "hub.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "hub.accounts.forms.NewPasswordForm",
    "reauthenticate": "hub.accounts.forms.ConfirmPasswordForm",
}
# A code instead of a link: the mail filters of agencies open links by themselves.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 – a class
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SIGNUP_REDIRECT_URL = "/welcome/"
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
# Ours count in every process together and say when to try again.
ACCOUNT_RATE_LIMITS = False
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# --- The second step ------------------------------------------------------------------------------
MFA_ADAPTER = "hub.accounts.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
MFA_TOTP_ISSUER = "Co-Responder Hub"
# A clock that is half a minute off is no reason to be locked out.
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "hub.accounts.forms.SecondStepForm",
    "authenticate_webauthn": "hub.accounts.forms.SecondStepPasskeyForm",
    "reauthenticate": "hub.accounts.forms.ConfirmCodeForm",
    "activate_totp": "hub.accounts.forms.AddAppForm",
    "login_webauthn": "hub.accounts.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "hub.accounts.forms.ConfirmPasskeyForm",
    "add_webauthn": "hub.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "hub.accounts.forms.RenamePasskeyForm",
}

# --- Agencies that sign their people in themselves ------------------------------------------------
SOCIALACCOUNT_ADAPTER = "hub.accounts.adapter.AgencyAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
# An agency's account is known by its own number, never by an address that somebody may take over.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_FORMS = {"signup": "hub.accounts.forms.AgencyJoinForm"}
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
MOST_AGENCIES = 5

# --- How often ------------------------------------------------------------------------------------
# Pages and searches are counted, too; off only where nobody else can reach the hub.
LIMIT_READING = True
# Addresses of our own proxies, whose word on who asks is believed.
TRUSTED_PROXIES: list[str] = []
# The limits are kept in the database; "cache" keeps them in a cache that every process shares.
LIMITS_STORE = "database"


def agencies(env: Env) -> list[dict[str, Any]]:
    """The agencies that HUB_OIDC_… and HUB_OIDC_…_2, _3 … name, for allauth."""
    suffixes = ["", *(f"_{n}" for n in range(2, MOST_AGENCIES + 1))]
    return [_agency(env, suffix) for suffix in suffixes if env.str(f"HUB_OIDC_NAME{suffix}", "")]


def _agency(env: Env, suffix: str) -> dict[str, Any]:
    def required(name: str) -> str:
        value = env.str(f"HUB_OIDC_{name}{suffix}", "").strip()
        if not value:
            raise ImproperlyConfigured(
                f"Set HUB_OIDC_{name}{suffix}: HUB_OIDC_NAME{suffix} asks for agency sign-in."
            )
        return value

    file = env.path(f"HUB_OIDC_CLIENT_SECRET_FILE{suffix}", None)
    server = required("SERVER_URL")
    if not server.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise ImproperlyConfigured(f"HUB_OIDC_SERVER_URL{suffix} must begin with https://.")
    return {
        "provider_id": f"agency{suffix.replace('_', '-')}",
        "name": required("NAME"),
        "client_id": required("CLIENT_ID"),
        "secret": file.read_text().strip() if file else required("CLIENT_SECRET"),
        "settings": {"server_url": server, "fetch_userinfo": True, "oauth_pkce_enabled": True},
    }
