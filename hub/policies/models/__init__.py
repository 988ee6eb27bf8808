from .policy_index_page import PolicyIndexPage
from .policy_page import PolicyLevel, PolicyPage, PolicyStatus
from .records import PolicyAction, PolicyProvision

__all__ = [
    "PolicyAction",
    "PolicyIndexPage",
    "PolicyLevel",
    "PolicyPage",
    "PolicyProvision",
    "PolicyStatus",
]
