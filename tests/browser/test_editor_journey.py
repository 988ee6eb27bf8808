"""An editor's errand from start to end, in the real editing interface."""

from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from PIL import Image

pytestmark = pytest.mark.browser

TITLE = "Quiet rooms at the station"
ALT = "Two armchairs and a lamp in a small room without a desk"
ADDRESS = "/practices/quiet-rooms-at-the-station/"
GUIDELINE = "When a person in distress declines transport"
OUTCOME = "Time until a person speaks with a clinician"


@dataclass
class Published:
    """What the errand left behind, and what the browser said on the way."""

    said: list[str]
    # What the editor is offered while it is reviewed.
    own_choices: list[str]
    axe: dict[str, list[str]]


@pytest.fixture(scope="module")
def published(browser, hub, tmp_path_factory):
    from .editing import Editor
    from .probes import axe

    with _at_work(browser, hub, "editor") as (page, listener):
        editor = Editor(page)
        editor.start("Promising practices", "Promising practice")
        _write_practice(editor, _picture(tmp_path_factory.mktemp("pictures") / "room.png"))
        said = listener.violations()
        editor.submit()
        editor.open_review(TITLE)
        own = editor.choices
        said += [*listener.errors, *listener.violations()]
        said += listener.strangers(hub.url.split("//")[1])
    with _at_work(browser, hub, "reviewer") as (page, listener):
        Editor(page).approve(TITLE)
        said += [*listener.errors, *listener.violations()]
        page.goto(ADDRESS)
        return Published(said, own, {"page": axe(page)})


@contextmanager
def _at_work(browser, hub, name):
    """A sample person, signed in at a desk, and who listens to what the browser says."""
    from .probes import Listener
    from .survey import sign_in

    context = browser.new_context(base_url=hub.url, viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(10_000)
    page = context.new_page()
    listener = Listener(page)
    address = f"{name}@example.org"
    sign_in(page, address, hub.password_of(address))
    yield page, listener
    context.close()


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


def test_who_wrote_it_is_not_asked_to_approve_it(published):
    assert not [name for name in published.own_choices if "Approve" in name or "Publish" in name]


def test_a_guideline_is_signed_by_a_clinician_after_a_reviewer(browser, hub, visitor):
    from .editing import Editor, open_admin

    with _at_work(browser, hub, "editor") as (page, _):
        editor = Editor(page)
        open_admin(page)
        page.goto("/admin/pages/search/?q=declines+transport")
        page.get_by_role("link", name=GUIDELINE).first.click()
        editor.fill("summary", "What to do, and what to leave, in plain words.")
        editor.submit("Review with clinical sign-off")
    with _at_work(browser, hub, "reviewer") as (page, _):
        Editor(page).approve(GUIDELINE, last=False)
    visitor.goto("/guidelines/when-a-person-declines-transport/")
    assert "in plain words" not in visitor.locator("main").inner_text()

    with _at_work(browser, hub, "clinician") as (page, _):
        Editor(page).approve(GUIDELINE)

    visitor.reload()
    assert "in plain words" in visitor.locator("main").inner_text()
    signed = visitor.locator("#sign_off").inner_text()
    assert "Sample Clinician, " in signed
    assert "does not exist), " in signed


def test_the_published_practice_is_whole(published, visitor):
    visitor.goto(ADDRESS)

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
