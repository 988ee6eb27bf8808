import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from .addresses import PAGES

# `make test` does without the browser and its packages.
if find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
    collect_ignore_glob = ["test_*.py"]

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .running_hub import RunningHub
    from .survey import Survey

# The first is the same engine without windows: a page costs 40 % less.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
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
# Checks made and violations found, by worker.
AXE = pytest.StashKey[dict[str, list[int]]]()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With several workers, each page is visited by one, and each module's story told by one."""
    from xdist.scheduler import LoadScopeScheduling

    class ByPage(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _page_of(nodeid) or nodeid.partition("::")[0]

    return ByPage(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The long stories first: many short visits share out evenly what is left of the time.
    items.sort(key=lambda item: bool(_page_of(item.nodeid)))


def _page_of(nodeid: str) -> str:
    return next((name for name in PAGES if nodeid.endswith(f"-{name}]")), "")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    paths = [path for name in CHROMIUM_NAMES if (path := shutil.which(name))]
    if not paths:
        pytest.fail("These tests need Chromium; on Debian: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": paths[0], "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[RunningHub]":
    from tests.prepared import copy_migrated_database

    from .running_hub import DATABASE, start_hub, stop_hub

    folder = tmp_path_factory.mktemp("hub")
    copy_migrated_database(folder / DATABASE)
    hub = start_hub(folder)
    # The site map as it is before any test has written something.
    assert hub.addresses
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


def pytest_sessionfinish(session: pytest.Session) -> None:
    if survey := session.config.stash.get(SURVEY, None):
        found = sum(len(rows) for page in survey.findings.values() for rows in page.axe.values())
        _keep_axe(session.config, "here", [survey.checks, found])
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["axe"] = session.config.stash.get(AXE, {}).get("here", [0, 0])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    _keep_axe(node.config, node.gateway.id, getattr(node, "workeroutput", {}).get("axe", [0, 0]))


def _keep_axe(config: pytest.Config, worker: str, counts: list[int]) -> None:
    config.stash.setdefault(AXE, {})[worker] = counts


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    checks, found = map(sum, zip(*config.stash.get(AXE, {"": [0, 0]}).values(), strict=True))
    if checks:
        terminalreporter.write_sep("-", "accessibility")
        terminalreporter.write_line(
            f"axe: {checks} checks (page and color scheme), {found} violations"
        )
