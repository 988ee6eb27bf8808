from .answers import answers_429, refuse_form, too_many
from .asking import Refusal, allow, ask, forget, forget_old_acts, take_back
from .keys import address_key, client_address, code_key, network_key, reader_key
from .rules import RULES, Rule

__all__ = [
    "RULES",
    "Refusal",
    "Rule",
    "address_key",
    "allow",
    "answers_429",
    "ask",
    "client_address",
    "code_key",
    "forget",
    "forget_old_acts",
    "network_key",
    "reader_key",
    "refuse_form",
    "take_back",
    "too_many",
]
