"""What a page looks like on paper."""

from playwright.sync_api import Page

NOT_ON_PAPER = (
    *(".site-nav", ".site-menu", ".site-header__tools", ".breadcrumbs", ".toc", ".facets"),
    *(".forum-composer", ".forum-moderate", ".thread-tools", ".thread-side form"),
)
ON_PAPER = (".crisis-bar", "main h1")
LINKS_WITHOUT_ADDRESS = """() =>
  [...document.querySelectorAll(".prose a[href^='http'], .sources a[href^='http']")]
  .filter((link) => !getComputedStyle(link, "::after").content.includes(link.getAttribute("href")))
  .map((link) => link.getAttribute("href"))"""


def printed_faults(page: Page) -> list[str]:
    page.emulate_media(media="print")
    try:
        return [
            *(f"{part} is printed" for part in NOT_ON_PAPER if _is_drawn(page, part)),
            *(f"{part} is not printed" for part in ON_PAPER if not _is_drawn(page, part)),
            *(f"{href} is not spelled out" for href in page.evaluate(LINKS_WITHOUT_ADDRESS)),
        ]
    finally:
        page.emulate_media(media="screen")


def _is_drawn(page: Page, selector: str) -> bool:
    return any(part.is_visible() for part in page.locator(selector).all())
