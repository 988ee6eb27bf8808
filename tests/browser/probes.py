"""Looks at one open page and says in sentences what is wrong with it."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Request

OUR_PROBES = (Path(__file__).parent / "probes.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# WCAG 1.4.12, set the way a reader's own style sheet would: nothing in ours may win against it.
TEXT_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
DEFAULT_SPACING = "() => { document.adoptedStyleSheets = []; }"
OPEN_EVERYTHING = (
    "() => { for (const one of document.querySelectorAll('details')) one.open = true; }"
)
REMEMBER_VIOLATIONS = """
  globalThis.policyViolations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    globalThis.policyViolations.push(`${event.effectiveDirective}: ${event.blockedURI}`);
  });
"""


def ask(page: Page, probe: str) -> Any:
    question = f"() => globalThis.hubProbes ? [hubProbes.{probe}()] : null"
    answer = page.evaluate(question)
    if answer is None:
        # Pages of an earlier visit are gone with what was put into them.
        page.evaluate(OUR_PROBES)
        answer = page.evaluate(question)
    return answer[0]


def axe(page: Page) -> list[str]:
    # Ours, also where the editors' bar brought another version of it.
    if not page.evaluate("() => Boolean(globalThis.hubAxe)"):
        page.evaluate(AXE_SCRIPT)
        page.evaluate("() => { globalThis.hubAxe = globalThis.axe; }")
    found = page.evaluate(
        """(tags) => hubAxe.run(document, {
            runOnly: { type: "tag", values: tags }, resultTypes: ["violations"],
        }).then((results) => results.violations)""",
        AXE_TAGS,
    )
    return [_sentence(violation, node) for violation in found for node in violation["nodes"]]


def _sentence(violation: dict[str, Any], node: dict[str, Any]) -> str:
    why = " ".join(str(node.get("failureSummary", "")).split())
    return f"{violation['id']}: {node['target']} {why}"


def text_spacing(page: Page) -> list[str]:
    page.evaluate(TEXT_SPACING)
    try:
        return [*ask(page, "sideways"), *ask(page, "cutOff")]
    finally:
        page.evaluate(DEFAULT_SPACING)


def text_twice_as_large(page: Page) -> list[str]:
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    try:
        return [*ask(page, "sideways"), *ask(page, "cutOff")]
    finally:
        page.evaluate("() => { document.documentElement.style.fontSize = ''; }")


class Listener:
    """What a page says behind the reader's back: errors, forbidden things, other hosts."""

    def __init__(self, page: Page) -> None:
        self.errors: list[str] = []
        self.requests: list[str] = []
        self._page = page
        page.add_init_script(REMEMBER_VIOLATIONS)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(f"script: {error}"))
        page.on("request", self._note)

    def _hear(self, message: Any) -> None:
        # That a page is missing is the page's own subject where we ask for a missing one.
        is_own_status = "Failed to load resource" in message.text and (
            message.location.get("url") == self._page.url
        )
        # The editor saves by itself; to a page that is not finished yet Wagtail says so with a 400.
        is_unfinished_page = "status of 400" in message.text and (
            "/admin/pages/" in message.location.get("url", "")
        )
        # Which features the header may name differs between versions of the same browser.
        is_newer_or_older_feature = "Permissions-Policy header: Unrecognized" in message.text
        if message.type in ("error", "warning") and not (
            is_own_status or is_unfinished_page or is_newer_or_older_feature
        ):
            self.errors.append(f"console: {message.text}")

    def _note(self, request: Request) -> None:
        self.requests.append(request.url)

    def forget(self) -> None:
        self.errors.clear()
        self.requests.clear()

    def violations(self) -> list[str]:
        found = self._page.evaluate("() => globalThis.policyViolations ?? []")
        return [f"policy: {violation}" for violation in found]

    def strangers(self, own_host: str) -> list[str]:
        return strangers(self.requests, own_host)


def strangers(addresses: Iterable[str], own_host: str) -> list[str]:
    return [
        f"request to {address}"
        for address in addresses
        if urlsplit(address).scheme in ("http", "https", "ws", "wss")
        and urlsplit(address).netloc != own_host
    ]
