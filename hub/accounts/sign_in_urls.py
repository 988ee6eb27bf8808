"""allauth's names at our addresses. Whatever allauth offers and is not here does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as agencies
from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from . import views
from .limits.answers import with_form_status as form
from .step_up import recently_confirmed


def private(view):
    """A page with a form, or with secrets, that no cache may keep."""
    return never_cache(form(view))


def confirmed(view):
    """The same, and only for whoever proved lately who they are."""
    return recently_confirmed(private(view))


urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/second-step/", private(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", views.sign_in_with_passkey, name="mfa_login_webauthn"),
    path("sign-in/not-possible/", account.account_inactive, name="account_inactive"),
    path("sign-in/forgotten/", private(account.password_reset), name="account_reset_password"),
    path(
        "sign-in/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"
    ),
    re_path(
        r"^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        private(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "sign-in/new-password/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sign-in/agency/joining/", private(agencies.signup), name="socialaccount_signup"),
    path("sign-in/agency/stopped/", agencies.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/agency/failed/", agencies.login_error, name="socialaccount_login_error"),
    path("sign-in/agency/<str:provider_id>/", views.agency_sign_in, name="openid_connect_login"),
    path(
        "sign-in/agency/<str:provider_id>/back/",
        views.agency_callback,
        name="openid_connect_callback",
    ),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("join/", views.join, name="account_signup"),
    path(
        "confirm-email/",
        private(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("account/email/", views.change_email, name="account_email"),
    path("account/password/", private(account.password_change), name="account_change_password"),
    path("account/password/first/", confirmed(account.password_set), name="account_set_password"),
    path("account/confirm/", private(account.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", private(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/",
        private(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/second-step/", mfa.index, name="mfa_index"),
    path("account/second-step/app/", confirmed(app.activate_totp), name="mfa_activate_totp"),
    path(
        "account/second-step/app/remove/", private(app.deactivate_totp), name="mfa_deactivate_totp"
    ),
    path(
        "account/second-step/codes/",
        private(codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/second-step/codes/new/",
        private(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-step/codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("account/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", recently_confirmed(views.add_passkey), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", views.remove_passkey, name="mfa_remove_webauthn"),
    path(
        "account/passkeys/<int:pk>/rename/",
        private(passkeys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path("account/sessions/", views.sessions, name="usersessions_list"),
    path("account/agency/", confirmed(agencies.connections), name="socialaccount_connections"),
]
