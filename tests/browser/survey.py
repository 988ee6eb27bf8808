"""One visit to a page answers many questions: loading it again for each would take half an hour."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route

from . import probes
from .addresses import ERROR_TEMPLATES, MEMBERS, OFFICES, address_of, numbers_of
from .running_hub import RunningHub

WIDE = {"width": 1280, "height": 900}
# 1280 px at 400 % zoom, as WCAG 1.4.10 puts it; the height is a small phone's.
NARROW = {"width": 320, "height": 640}
PHONE = {"width": 390, "height": 844}


MEMBER = "practitioner@example.org"


@dataclass(frozen=True)
class Member:
    handle: str
    cookies: list[Any]


@dataclass
class Findings:
    axe: dict[str, list[str]] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    quiet: list[str] = field(default_factory=list)
    cookies: list[str] = field(default_factory=list)
    shell: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    reflow: list[str] = field(default_factory=list)
    lost_words: list[str] = field(default_factory=list)
    large_text: list[str] = field(default_factory=list)
    text_spacing: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    motion: list[str] = field(default_factory=list)


class Survey:
    def __init__(self, browser: Browser, hub: RunningHub) -> None:
        self.browser = browser
        self.hub = hub
        self.findings: dict[str, Findings] = {}
        self.officers: dict[str, list[Any]] = {}

    def of(self, name: str) -> Findings:
        if name not in self.findings:
            self.findings[name] = self._visit(name)
        return self.findings[name]

    @property
    def checks(self) -> int:
        return sum(len(findings.axe) for findings in self.findings.values())

    @cached_property
    def _member(self) -> "Member":
        """A member with something on every page of their own; signs in once for all pages."""
        with self._page() as page:
            sign_in(page, MEMBER, self.hub.password_of(MEMBER))
            handle = _fill_pages(page)
            return Member(handle, page.context.cookies())

    @cached_property
    def _numbers(self) -> dict[str, int | str]:
        return numbers_of(self.hub)

    def _officer(self, email: str) -> list[Any]:
        """The cookies of somebody with an office; signs in once for all pages."""
        if email not in self.officers:
            with self._page() as page:
                sign_in(page, email, self.hub.password_of(email))
                page.goto("/my/", wait_until="load")
                page.get_by_role("button", name=re.compile("Only trying the hub")).click()
                page.wait_for_load_state("load")
                self.officers[email] = page.context.cookies()
        return self.officers[email]

    def _visit(self, name: str) -> Findings:
        with self._page() as page:
            listener = probes.Listener(page)
            self._reach(name, page)
            findings = Findings()
            self._look(page, listener, findings, is_phone=name in PHONE_STATES)
            return findings

    @contextmanager
    def _page(self) -> Iterator[Page]:
        context = self.browser.new_context(base_url=self.hub.url, viewport=WIDE)
        try:
            yield context.new_page()
        finally:
            context.close()

    def _reach(self, name: str, page: Page) -> None:
        if name in ERROR_TEMPLATES:
            show_error_page(page, ERROR_TEMPLATES[name])
        elif name in STATES:
            STATES[name](page, self.hub)
        elif name in MEMBERS:
            page.context.add_cookies(self._member.cookies)
            address = MEMBERS[name].format(handle=self._member.handle, **self._numbers)
            page.goto(address, wait_until="load")
        elif name in OFFICES:
            person, address = OFFICES[name]
            page.context.add_cookies(self._officer(person))
            page.goto(address.format(**self._numbers), wait_until="load")
        else:
            page.goto(address_of(name, self.hub), wait_until="load")

    def _look(
        self, page: Page, listener: probes.Listener, findings: Findings, *, is_phone: bool
    ) -> None:
        findings.shell = probes.ask(page, "shell")
        findings.names = probes.ask(page, "names")
        findings.words = probes.ask(page, "wordsOnScreen")
        if not is_phone:
            # What is folded away is somebody's text, too.
            page.evaluate(probes.OPEN_EVERYTHING)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            findings.axe[scheme] = probes.axe(page)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        findings.motion = probes.ask(page, "motion")
        self._stretch(page, findings)
        # Last: by now the page has had the time to say or fetch whatever it wants to.
        findings.quiet = [
            *listener.errors,
            *listener.violations(),
            *listener.strangers(urlsplit(self.hub.url).netloc),
        ]
        findings.cookies = [cookie["name"] for cookie in page.context.cookies()]

    def _stretch(self, page: Page, findings: Findings) -> None:
        findings.targets = probes.ask(page, "smallTargets")
        wide_words = probes.ask(page, "words")
        findings.large_text = probes.text_twice_as_large(page)
        findings.text_spacing = probes.text_spacing(page)
        page.set_viewport_size(NARROW)
        findings.reflow = [*probes.ask(page, "sideways"), *probes.ask(page, "cutOff")]
        findings.targets += probes.ask(page, "smallTargets")
        findings.text_spacing += probes.text_spacing(page)
        findings.lost_words = _lost(wide_words, probes.ask(page, "words"), page)


def _lost(before: list[str], after: list[str], page: Page) -> list[str]:
    # On a small screen the filters are a drawer; a test of its own opens it.
    return sorted({*before} - {*after} - {*probes.ask(page, "wordsInDrawer")})


def show_error_page(page: Page, template: str) -> None:
    """A page that the hub shows when it is broken, in its place: its styles must load."""
    html = render_to_string(template)

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route("**/broken-on-purpose/", answer)
    page.goto("/broken-on-purpose/", wait_until="load")


def _fill_pages(page: Page) -> str:
    """Answers the welcome questions, opens a line, follows, saves. Returns the handle."""
    page.goto("/welcome/")
    page.get_by_label("Rural").check()
    page.get_by_label("Show my role").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="Edit your page").first.click()
    page.get_by_label("About you").fill("Night shifts and follow-up visits.")
    page.get_by_label("Who sees this text").select_option("members")
    page.get_by_role("button", name="Save your page").click()
    handle = page.url.rstrip("/").rpartition("/")[2]
    page.goto("/topics/follow-up/")
    page.get_by_role("button", name="Follow").click()
    page.goto("/practices/follow-up-within-two-business-days/")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state("load")
    return handle


def _fail_to_sign_in(page: Page, hub: RunningHub) -> None:
    sign_in(page, "nobody@example.org", "not the password of anybody")


def _open_phone_menu(page: Page, hub: RunningHub) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/", wait_until="load")
    page.locator(".site-menu > summary").click()


def _open_phone_filters(page: Page, hub: RunningHub) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/practices/", wait_until="load")
    page.get_by_role("link", name="Filters").click()
    page.evaluate(probes.OPEN_EVERYTHING)


def _sign_in_as_editor(page: Page, hub: RunningHub) -> None:
    sign_in(page, "editor@example.org", hub.password_of("editor@example.org"))
    page.goto("/", wait_until="load")


def _send_what_identifies(page: Page, hub: RunningHub) -> None:
    """A reply that comes back with its words marked."""
    sign_in(page, "manager@example.org", hub.password_of("manager@example.org"))
    page.goto("/forums/t/2/x/reply/", wait_until="load")
    page.get_by_label("Your reply").fill(
        "Her SSN is 000-12-3456, call her at 212-555-0143 or at 12 Main Street."
    )
    page.get_by_role("button", name="Post reply").click()
    page.get_by_role("heading", name="Could this point to somebody?").wait_for()


def _open_review_item(page: Page, hub: RunningHub) -> None:
    """The manager reports what a sample person wrote; the moderator opens it."""
    sign_in(page, "manager@example.org", hub.password_of("manager@example.org"))
    page.goto("/forums/p/2/2/report/", wait_until="load")
    if page.get_by_role("button", name="Report it").count():
        page.get_by_label("Something else").check()
        page.get_by_role("button", name="Report it").click()
    page.context.clear_cookies()
    sign_in(page, "moderator@example.org", hub.password_of("moderator@example.org"))
    page.goto("/forums/review/", wait_until="load")
    page.get_by_role("button", name=re.compile("Only trying the hub")).click()
    page.goto("/forums/review/", wait_until="load")
    page.locator("main .row__title a").first.click()
    page.wait_for_load_state("load")


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation(wait_until="load"):
        page.locator("main form").get_by_role("button", name="Sign in").click()


STATES: dict[str, Callable[[Page, RunningHub], None]] = {
    "sign in, wrong password": _fail_to_sign_in,
    "phone menu open": _open_phone_menu,
    "phone filters open": _open_phone_filters,
    "editor on home": _sign_in_as_editor,
    "reply with findings": _send_what_identifies,
    "review item": _open_review_item,
}
PHONE_STATES = ("phone menu open", "phone filters open")
