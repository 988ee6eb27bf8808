"""An editor's errand from start to end, in the real editing interface."""

from dataclasses import dataclass

import pytest
from PIL import Image

pytestmark = pytest.mark.browser

TITLE = "Quiet rooms at the station"
ALT = "Two armchairs and a lamp in a small room without a desk"
OUTCOME = "Time until a person speaks with a clinician"


@dataclass
class Published:
    """What the errand left behind, and what the browser said on the way."""

    address: str
    said: list[str]
    axe: dict[str, list[str]]


@pytest.fixture(scope="module")
def published(browser, hub, tmp_path_factory):
    from .editing import Editor
    from .probes import Listener, axe
    from .survey import sign_in

    context = browser.new_context(base_url=hub.url, viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(10_000)
    page = context.new_page()
    listener = Listener(page)
    sign_in(page, "editor@example.org", hub.password_of("editor@example.org"))

    editor = Editor(page)
    editor.start("Promising practices", "Promising practice")
    _write_practice(editor, _picture(tmp_path_factory.mktemp("pictures") / "room.png"))
    said = listener.violations()
    editor.publish()
    said += [*listener.errors, *listener.violations(), *listener.strangers(hub.url.split("//")[1])]
    address = "/practices/quiet-rooms-at-the-station/"
    page.goto(address)
    found = {"page": axe(page)}
    context.close()
    return Published(address, said, found)


def _picture(file):
    Image.new("RGB", (800, 500), (24, 92, 80)).save(file)
    return file


def _write_practice(editor, picture):
    editor.fill("title", TITLE)
    editor.fill("summary", "A room where a person can wait without being watched.")
    editor.write("problem", "People wait in the hall, under bright light and in view of all.")
    editor.page.locator("[name=evidence]").select_option("emerging")
    outcome = editor.add_block("outcomes")
    outcome.get_by_role("textbox", name="Outcome").fill(OUTCOME)
    outcome.get_by_role("combobox", name="Direction").select_option("better")
    outcome.get_by_role("combobox", name="Level").select_option("emerging")
    image = editor.add_block("body", "Image")
    editor.upload_picture(image, picture, "A quiet room")
    image.get_by_role("textbox", name="Text for people who cannot see it").fill(ALT)
    editor.tab("Who and where")
    editor.choose_topic("Rural and frontier practice")
    editor.tick("jurisdictions", "Maryland")
    editor.tick("community_type", "Rural")


@pytest.fixture
def visitor(browser, hub):
    context = browser.new_context(base_url=hub.url, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_the_editing_interface_asks_for_nothing_forbidden(published):
    assert published.said == []


def test_the_published_practice_is_whole(published, visitor):
    visitor.goto(published.address)

    assert visitor.locator("h1").inner_text() == TITLE
    assert "Emerging" in visitor.locator("main").inner_text()
    assert visitor.get_by_role("rowheader", name=OUTCOME).is_visible()
    picture = visitor.get_by_role("img", name=ALT)
    picture.scroll_into_view_if_needed()
    visitor.wait_for_function("(img) => img.naturalWidth > 0", arg=picture.element_handle())
    assert published.axe == {"page": []}


@pytest.mark.parametrize(
    "shelf",
    [
        "/practices/?sort=newest",
        "/practices/?community_type=rural&q=quiet+rooms",
        "/topics/rural-frontier/",
        "/places/maryland/",
        "/search/?q=quiet+rooms",
    ],
)
def test_it_is_found_wherever_it_belongs(published, visitor, shelf):
    visitor.goto(shelf)

    assert visitor.get_by_role("link", name=TITLE).first.is_visible()
