"""The editors' side as an editor uses it: fields by their labels, buttons by their words."""

from pathlib import Path

from playwright.sync_api import Locator, Page


def open_admin(page: Page) -> None:
    """As a sample person, who may do without a second step on this machine."""
    page.goto("/admin/")
    if "/second-step/needed/" in page.url:
        page.get_by_role("button", name="Only trying the hub on this machine").click()


class Editor:
    """A form for a page, open in the browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def start(self, shelf: str, kind: str) -> None:
        """From the first screen: Pages, the shelf, the plus sign."""
        page = self.page
        open_admin(page)
        page.get_by_role("button", name="Pages", exact=True).click()
        explorer = page.get_by_role("dialog").or_(page.locator(".c-page-explorer"))
        explorer.get_by_role("link", name=shelf, exact=True).first.click()
        page.get_by_role("link", name="Add child page").first.click()
        page.get_by_role("heading", name=f"New: {kind}").or_(
            page.get_by_label("Page title")
        ).first.wait_for()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f"[name={name}]").fill(text)

    def write(self, name: str, text: str) -> None:
        """Into a field for formatted text, where typing is the only way in."""
        self.page.locator(f"[data-contentpath={name}] [role=textbox]").click()
        self.page.keyboard.type(text)

    def tick(self, name: str, label: str) -> None:
        group = self.page.locator(f"label:has([name={name}])")
        group.filter(has_text=label).first.locator("input").check()

    def choose_topic(self, name: str) -> None:
        self.page.locator("[data-contentpath=topics] .tagit-new input").press_sequentially(name[:8])
        self.page.locator(".ui-autocomplete li").filter(has_text=name).click()

    def add_block(self, stream: str, kind: str | None = None) -> Locator:
        """Adds one block at the end of a stream and returns its fields."""
        area = self.page.locator(f"[data-contentpath={stream}]").first
        before = area.locator("[data-streamfield-child]").count()
        area.locator(".c-sf-add-button").last.click()
        if kind:
            self.page.get_by_role("option", name=kind).first.click()
        block = area.locator("[data-streamfield-child]").nth(before)
        block.wait_for()
        return block

    def upload_picture(self, block: Locator, file: Path, title: str) -> None:
        block.get_by_role("button", name="Choose an image").click()
        chooser = self.page.get_by_role("dialog")
        chooser.get_by_role("tab", name="Upload").click()
        chooser.locator("input[type=file]").set_input_files(file)
        chooser.get_by_label("Title").last.fill(title)
        chooser.get_by_role("button", name="Upload").click()
        chooser.wait_for(state="detached")

    def submit(self, to: str = "Review before publishing") -> None:
        """Sends the page for review, as editors do."""
        self._choose(f"Submit to {to}")

    def open_review(self, title: str) -> None:
        """From the list on the first screen."""
        open_admin(self.page)
        self.page.goto("/admin/")
        self.page.get_by_role("link", name=title).first.click()

    def approve(self, title: str, *, last: bool = True) -> None:
        """As whoever has to; after the last step the page is live."""
        self.open_review(title)
        self._choose("Approve and Publish" if last else "Approve")

    @property
    def choices(self) -> list[str]:
        """What can be done with the page that is open."""
        return [text.strip() for text in self.page.locator("footer button").all_text_contents()]

    def _choose(self, name: str) -> None:
        self.page.get_by_role("button", name="More actions").last.click()
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name=name, exact=True).click()
