"""What we write to somebody when something about signing in changed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    subject: str
    text: str


_ALERT = (
    "If this was not you, choose a new password at once with “Forgot your password?” on the "
    "sign-in page, and reply to this e-mail."
)

NOTICES = {
    "password_changed": Notice(
        "Your password was changed",
        f"The password of your account was changed. All other devices were signed out. {_ALERT}",
    ),
    "password_set": Notice(
        "Your account has a password now",
        f"A password was set for your account. All other devices were signed out. {_ALERT}",
    ),
    "password_reset": Notice(
        "Your password was changed",
        "A new password was chosen through the link that we mailed you. All devices were signed "
        f"out. {_ALERT}",
    ),
    "totp_activated": Notice(
        "An authenticator app was added",
        f"Signing in now asks for a code from an authenticator app. {_ALERT}",
    ),
    "totp_deactivated": Notice(
        "An authenticator app was removed",
        f"Signing in no longer asks for a code from the authenticator app. {_ALERT}",
    ),
    "webauthn_added": Notice(
        "A passkey was added",
        f"A new passkey can sign in to your account. {_ALERT} A new password does not stop the "
        "passkey: remove it on the page of your account.",
    ),
    "webauthn_removed": Notice(
        "A passkey was removed", f"One of your passkeys no longer works here. {_ALERT}"
    ),
    "recovery_codes_generated": Notice(
        "You have new recovery codes",
        f"New recovery codes were made; the ones you had before no longer work. {_ALERT}",
    ),
    "account_connected": Notice(
        "Agency sign-in was connected",
        f"Your account can now be opened through your agency's sign-in. {_ALERT}",
    ),
    "account_disconnected": Notice(
        "Agency sign-in was removed",
        f"Your account can no longer be opened through your agency's sign-in. {_ALERT}",
    ),
    "new_device": Notice(
        "Your account was opened on a new device",
        f"Somebody signed in to your account with a browser that we had not seen before. {_ALERT}",
    ),
    "sign_in_refused": Notice(
        "Somebody tries to sign in to your account",
        "There were several tries to sign in to your account with a wrong password. We let each "
        "further one wait. Your account is not locked: a passkey works at once, and so does a new "
        "password. You need not do anything; if your password is one that you use elsewhere, "
        "choose a new one.",
    ),
    "unknown_account": Notice(
        "There is no account for this address",
        "Somebody, perhaps you, asked for a new password at the Co-Responder Hub for this address. "
        "There is no account for it. If you have one, it has another address. If it was not you, "
        "you need not do anything.",
    ),
    "account_already_exists": Notice(
        "You have an account already",
        "Somebody, perhaps you, wanted to join the Co-Responder Hub with this address. There is an "
        "account for it already: sign in, or choose “Forgot your password?” on the sign-in page. "
        "If it was not you, you need not do anything.",
    ),
}
