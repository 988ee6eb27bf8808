import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

# `make test` does without the browser and its packages.
if find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
    collect_ignore_glob = ["test_*.py"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .running_hub import RunningHub
    from .survey import Survey

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_FLAGS = [
    "--no-sandbox",  # it shows our own pages only, and root in a container has no sandbox
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SURVEY = pytest.StashKey["Survey"]()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    paths = [path for name in CHROMIUM_NAMES if (path := shutil.which(name))]
    if not paths:
        pytest.fail("These tests need Chromium; on Debian: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": paths[0], "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[RunningHub]":
    from .running_hub import start_hub, stop_hub

    hub = start_hub(tmp_path_factory.mktemp("hub"))
    yield hub
    stop_hub(hub)


@pytest.fixture(scope="session")
def base_url(hub: "RunningHub") -> str:
    return hub.url


@pytest.fixture(scope="session")
def survey(browser: "Browser", hub: "RunningHub", request: pytest.FixtureRequest) -> "Survey":
    from .survey import Survey

    survey = request.config.stash[SURVEY] = Survey(browser, hub)
    return survey


@pytest.fixture
def small_page(browser: "Browser", hub: "RunningHub") -> "Iterator[Page]":
    context = browser.new_context(base_url=hub.url, viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page_with_passkeys(browser: "Browser", hub: "RunningHub") -> "Iterator[Page]":
    """A page on a device whose lock Chromium pretends to be."""
    # A passkey belongs to a name; 127.0.0.1 is none.
    context = browser.new_context(base_url=f"http://localhost:{hub.port}")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    survey = config.stash.get(SURVEY, None)
    if survey and survey.checks:
        found = sum(len(rows) for page in survey.findings.values() for rows in page.axe.values())
        terminalreporter.write_sep("-", "accessibility")
        terminalreporter.write_line(
            f"axe: {survey.checks} checks (page and color scheme), {found} violations"
        )
