"""Filter values as terms whose alphabetical order is the order of the values.

A value is a letter for its type and its text: "s" for text, "d" for numbers, dates and times, "n"
for none. Numbers are the sixteen hexadecimal digits of a double, turned so that they sort; whole
numbers beyond 2^53 fall together with their neighbors, and so do texts that begin with the same
500 letters, which the database sorts out afterwards.
"""

import math
import struct
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

NONE = "n"
LONGEST = 500


def encode(value: Any) -> str:
    """A value of a filter field as a term: equal values give equal terms, greater ones later."""
    if value is None:
        return NONE
    number = as_number(value)
    if number is not None:
        return "d" + _digits(number)
    # The separator of several values in one column is in none of them; see fields.py.
    return "s" + str(value)[:LONGEST].replace("\x1f", " ")


def as_number(value: Any) -> float | None:
    """Numbers, dates (midnight), moments, times of the day and spans (seconds) as one number."""
    match value:
        case bool() | int() | float() | Decimal():
            return _as_float(value)
        case datetime():
            moment = value if value.tzinfo else value.replace(tzinfo=UTC)
            return moment.timestamp()
        case date():
            return float((value - date(1970, 1, 1)).days) * 86_400
        case time():
            return value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        case timedelta():
            return value.total_seconds()
    return None


def _as_float(number: float | Decimal) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _digits(number: float) -> str:
    # Adding 0.0 turns -0.0, which equals 0.0, into it.
    bits = int.from_bytes(struct.pack(">d", number + 0.0), "big")
    # Negative numbers sort backwards by their bits, positive ones after them.
    turned = bits ^ 0xFFFFFFFFFFFFFFFF if bits >> 63 else bits | 1 << 63
    return f"{turned:016x}"


def after_prefix(prefix: str) -> str:
    """The smallest term that is greater than all that begin with `prefix`."""
    return prefix + "\U0010ffff"


def decode(term: str) -> Any:
    """The text, number or None that encode() made a term of."""
    if term[0] == "s":
        return term[1:]
    if term[0] == "d":
        bits = int(term[1:], 16)
        turned = bits ^ 1 << 63 if bits >> 63 else bits ^ 0xFFFFFFFFFFFFFFFF
        return struct.unpack(">d", turned.to_bytes(8, "big"))[0]
    return None
