from .account import account
from .addresses import change_email, undo_change
from .agencies import agency_callback, agency_sign_in
from .joining import join, join_invited, rules
from .passkeys import add_passkey, remove_passkey, sign_in_with_passkey
from .second_steps import go_without, second_step_needed
from .sessions import sessions
from .signing_in import sign_in, sign_out

__all__ = [
    "account",
    "add_passkey",
    "agency_callback",
    "agency_sign_in",
    "change_email",
    "go_without",
    "join",
    "join_invited",
    "remove_passkey",
    "rules",
    "second_step_needed",
    "sessions",
    "sign_in",
    "sign_in_with_passkey",
    "sign_out",
    "undo_change",
]
