"""One try at a form of a request: shown first, helped with, refused with every word – or ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

MASK = "mask"
# Sent along once the page with 988 on it was seen.
SEEN_HELP = "seen_help"
MASKED = "We wrote the marked words less exactly. Read it once more, then send it."


@dataclass
class Attempt:
    """`is_ready` says that everything is as it should be and the writer pressed the button.

    `needs_help` says that the words sound like danger: 988 stands first, and nothing is refused.
    """

    form: Any
    is_ready: bool = False
    needs_help: bool = False
    notice: str = ""

    @property
    def status(self) -> int:
        return 422 if self.form.is_bound and self.form.errors else 200

    @property
    def context(self) -> dict[str, Any]:
        return {"form": self.form, "needs_help": self.needs_help, "notice": self.notice}


def attempt(request: HttpRequest, make: Callable[[Any], Any]) -> Attempt:
    """What became of this request; `make(data)` gives the form for it."""
    if request.method != "POST":
        return Attempt(make(None))
    form = make(request.POST)
    is_valid = form.is_valid()
    if request.POST.get("action") == MASK:
        return _masked(request, form, make)
    if form.sounds_like_danger and SEEN_HELP not in request.POST:
        return Attempt(form, needs_help=True)
    return Attempt(form, is_ready=is_valid)


def _masked(request: HttpRequest, form: Any, make: Callable[[Any], Any]) -> Attempt:
    data = request.POST.copy()
    for name, text in form.masked().items():
        data[form.add_prefix(name)] = text
    again = make(data)
    again.is_valid()
    return Attempt(again, notice=MASKED)
