from .events import log_event
from .invitations import (
    UnableToAccept,
    UnableToInvite,
    accept_invitation,
    checked_address,
    checked_greeting,
    checked_note,
    find_invitation,
    forget_invitations,
    invite,
    revoke_invitation,
)
from .roles import (
    UnableToChangeRole,
    appoint,
    dismiss,
    empty_role,
    give_role,
    let_in,
    shut_out,
    take_role,
    welcome,
)
from .samples import SAMPLE_PEOPLE, UnableToCreateSampleAccounts, create_sample_accounts
from .sanctions import FOREVER, UnableToSanction, lift_sanction, silence, suspend
from .sessions import end_sessions

__all__ = [
    "FOREVER",
    "SAMPLE_PEOPLE",
    "UnableToAccept",
    "UnableToChangeRole",
    "UnableToCreateSampleAccounts",
    "UnableToInvite",
    "UnableToSanction",
    "accept_invitation",
    "appoint",
    "checked_address",
    "checked_greeting",
    "checked_note",
    "create_sample_accounts",
    "dismiss",
    "empty_role",
    "end_sessions",
    "find_invitation",
    "forget_invitations",
    "give_role",
    "invite",
    "let_in",
    "lift_sanction",
    "log_event",
    "revoke_invitation",
    "shut_out",
    "silence",
    "suspend",
    "take_role",
    "welcome",
]
