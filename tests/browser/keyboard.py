"""A reader without a mouse: only keys, and at each stop the focus must be seen."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from .probes import ask

Stop = dict[str, Any]
Wanted = Callable[[Stop], bool]


class UnableToReach(AssertionError):
    pass


def called(words: str) -> Wanted:
    """The control whose words begin like this."""
    return lambda stop: stop["words"].lower().startswith(words.lower())


def leading_to(address: str) -> Wanted:
    return lambda stop: stop["href"].endswith(address)


def field_named(name: str, value: str | None = None) -> Wanted:
    return lambda stop: stop["field"] == name and value in (None, stop["value"])


class Keyboard:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops: list[Stop] = []
        self.wrong: list[str] = []

    def press(self, key: str) -> Stop | None:
        self.page.keyboard.press(key)
        return self._note()

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tab_to(self, wanted: Wanted, *, limit: int = 250, backward: bool = False) -> Stop:
        for _ in range(limit):
            stop = self.press("Shift+Tab" if backward else "Tab")
            if stop and wanted(stop):
                return stop
        raise UnableToReach(f"not within {limit} stops; the last were {self.stops[-3:]}")

    def follow(self, wanted: Wanted) -> None:
        """Goes to a link or button and uses it; the page that follows starts from its top."""
        self.tab_to(wanted)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")

    def tab_through(self, *, limit: int) -> list[Stop]:
        """All stops of the page, until the focus leaves it."""
        first = len(self.stops)
        for _ in range(limit):
            if self.press("Tab") is None:
                return self.stops[first:]
        raise UnableToReach(f"after {limit} stops the focus is still on the page")

    def _note(self) -> Stop | None:
        stop: Stop | None = ask(self.page, "stop")
        if stop:
            self.stops.append(stop)
            self.wrong += stop["wrong"]
        return stop
