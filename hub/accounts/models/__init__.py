from .addresses import EmailChange
from .consents import RulesAcceptance
from .events import SecurityEvent, SecurityEventQuerySet, UnableToChangeLog
from .invitations import Invitation, InvitationQuerySet
from .limits import LimitedAct
from .sanctions import Sanction, SanctionQuerySet
from .users import FORMER_MEMBER, User, UserManager, UserQuerySet

__all__ = [
    "FORMER_MEMBER",
    "EmailChange",
    "Invitation",
    "InvitationQuerySet",
    "LimitedAct",
    "RulesAcceptance",
    "Sanction",
    "SanctionQuerySet",
    "SecurityEvent",
    "SecurityEventQuerySet",
    "UnableToChangeLog",
    "User",
    "UserManager",
    "UserQuerySet",
]
