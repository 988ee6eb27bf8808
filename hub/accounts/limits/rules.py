"""How often something may be done: one table, from section 7.3 of the trust plan."""

from dataclasses import dataclass
from enum import StrEnum

MINUTE, HOUR, DAY = 60, 3_600, 86_400


class Key(StrEnum):
    """Whose acts are counted together."""

    ACCOUNT = "account"
    ADDRESS = "address"
    NETWORK = "network"
    READER = "reader"
    USER = "user"
    EVERYBODY = "everybody"


class Kept(StrEnum):
    """Where acts are remembered."""

    # Costs nothing; each process counts for itself.
    PROCESS = "process"
    # In the shared cache where there is one, else like PROCESS.
    LIGHTLY = "lightly"
    # In the shared cache where there is one, else – and when it fails – in the database.
    SAFELY = "safely"


@dataclass(frozen=True)
class Rule:
    name: str
    key: Key
    # (how many, within how many seconds); each of them must hold.
    limits: tuple[tuple[int, int], ...]
    # What the refused person is told; " Try again in … ." follows.
    words: str
    kept: Kept = Kept.SAFELY
    # What happens when nothing can be counted: True lets everybody do it.
    fails_open: bool = False
    # For the rule of sign-in failures: seconds to wait after the last allowed failure, doubled with
    # each further one, and the longest wait. Within `limits` there is no wait.
    doubling: tuple[int, int] | None = None

    @property
    def longest(self) -> int:
        """Seconds after which an act counts no more."""
        return max(seconds for _, seconds in self.limits)


_TABLE = (
    Rule(
        "any_request",
        Key.READER,
        ((50, 10), (200, MINUTE)),
        "You opened many pages in a short time.",
        Kept.PROCESS,
        fails_open=True,
    ),
    Rule(
        "asset",
        Key.READER,
        ((200, 10),),
        "You opened many pictures in a short time.",
        Kept.PROCESS,
        fails_open=True,
    ),
    Rule(
        "sign_in_account",
        Key.ACCOUNT,
        # Five without a wait; remembered for a day, so that the doubling below can reach its end.
        ((5, DAY),),
        "There were too many tries to sign in with this address.",
        doubling=(MINUTE, HOUR),
    ),
    Rule(
        "sign_in_network",
        Key.NETWORK,
        ((6, MINUTE), (30, HOUR)),
        "There were too many failed tries to sign in from your network.",
    ),
    Rule("refusal_mail", Key.ACCOUNT, ((1, DAY),), "We have written about this already."),
    Rule(
        "reset_mail",
        Key.ADDRESS,
        ((2, HOUR), (5, DAY)),
        "We have just written to this address. Look into the folder for unwanted mail, too.",
    ),
    Rule(
        "code_mail",
        Key.ADDRESS,
        ((5, HOUR),),
        "We have mailed several codes to this address, so we sent no further one.",
    ),
    Rule("pressed_twice", Key.ADDRESS, ((3, HOUR),), "This form has arrived several times."),
    Rule(
        "stranger_mail",
        Key.NETWORK,
        ((5, DAY),),
        "From your network many people were written to today.",
    ),
    Rule("email_change", Key.USER, ((2, HOUR), (5, DAY)), "You changed your address often."),
    Rule(
        "sign_up",
        Key.NETWORK,
        ((3, DAY),),
        "From your network several people joined today. An invitation from a colleague works at "
        "once.",
    ),
    Rule(
        "second_step", Key.USER, ((5, 10 * MINUTE),), "There were too many codes that did not fit."
    ),
    # A code of an authenticator app fits for a minute and a half; it works once.
    Rule("used_code", Key.USER, ((1, 2 * MINUTE),), "This code was used."),
    Rule(
        "search_anonymous",
        Key.NETWORK,
        ((2, 1), (15, MINUTE)),
        "You searched many times in a short time. Members may search more often.",
        Kept.LIGHTLY,
        fails_open=True,
    ),
    Rule(
        "search_everybody",
        Key.EVERYBODY,
        ((8, 1), (150, MINUTE)),
        "Very many people are searching at this moment. Members can go on.",
        Kept.LIGHTLY,
        fails_open=True,
    ),
    Rule(
        "search_member",
        Key.USER,
        ((30, MINUTE),),
        "You searched many times in a short time.",
        Kept.LIGHTLY,
        fails_open=True,
    ),
    Rule(
        "suggestions",
        Key.READER,
        ((20, 2), (200, MINUTE)),
        "You typed faster than we can suggest.",
        Kept.LIGHTLY,
        fails_open=True,
    ),
    Rule(
        "api",
        Key.NETWORK,
        ((100, MINUTE),),
        "You asked more than 100 times in a minute.",
        Kept.LIGHTLY,
        fails_open=True,
    ),
    Rule(
        "list_file",
        Key.NETWORK,
        ((10, MINUTE),),
        "From your network more than 10 whole lists were fetched in a minute.",
        Kept.LIGHTLY,
        fails_open=True,
    ),
    Rule("invitations", Key.USER, ((10, DAY),), "You invited ten people today."),
    Rule("report", Key.USER, ((20, DAY),), "You reported many posts today. Write to us instead."),
    Rule("edit", Key.USER, ((30, DAY),), "You changed many posts today."),
    Rule("message", Key.USER, ((20, DAY),), "You wrote to many people today."),
    Rule("mentor_requests", Key.USER, ((3, DAY),), "You sent three requests today."),
    Rule("mentor_messages", Key.USER, ((40, DAY),), "You wrote many messages today."),
    Rule("topic", Key.USER, ((1, 15), (20, DAY)), "You began many discussions."),
    Rule("topic_first_day", Key.USER, ((1, 120), (3, DAY)), "On the first day three are enough."),
    Rule("reply", Key.USER, ((1, 5),), "You replied a moment ago."),
    Rule("reply_first_day", Key.USER, ((1, 30), (10, DAY)), "On the first day ten are enough."),
    Rule("upload", Key.USER, ((20, HOUR),), "You uploaded many files."),
    Rule("export", Key.USER, ((1, DAY),), "You asked for your data today."),
    Rule("leave", Key.USER, ((1, DAY),), "You asked to leave today already."),
)
RULES = {rule.name: rule for rule in _TABLE}
