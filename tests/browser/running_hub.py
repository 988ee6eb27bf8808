"""The real hub with the real content, as `make run` starts it, in a folder of its own."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "hub.sqlite3"
# A first start loads the content and builds the search index.
SECONDS_TO_START = 600
SECONDS_TO_STOP = 30


class UnableToServe(Exception):
    pass


@dataclass(frozen=True)
class Answer:
    status: int
    html: str


@dataclass
class RunningHub:
    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    _answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def fetch(self, path: str) -> Answer:
        """What a visitor without cookies gets; the same page is asked for once."""
        if path not in self._answers:
            self._answers[path] = self._ask(path)
        return self._answers[path]

    def _ask(self, path: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return Answer(response.status, response.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    @cached_property
    def addresses(self) -> list[str]:
        """Every page of the site map, home page first."""
        maps = _addresses_in(self.fetch("/sitemap.xml").html)
        return [path for one in maps for path in _addresses_in(self.fetch(one).html)]

    def below(self, section: str) -> list[str]:
        return [path for path in self.addresses if path.startswith(section) and path != section]

    def longest_below(self, section: str) -> str:
        return max(self.below(section), key=lambda path: len(self.fetch(path).html))

    def manage(self, *words: str) -> None:
        """Runs a management command beside the server, as an operator would."""
        subprocess.run(  # noqa: S603 – our own arguments, no shell
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=_environment(self.folder),
            check=True,
            capture_output=True,
        )

    def password_of(self, email: str) -> str:
        text = (self.folder / "sample-accounts.txt").read_text()
        line = next(line for line in text.splitlines() if email in line)
        return line.split()[-1]


def start_hub(folder: Path) -> RunningHub:
    hub = RunningHub(folder=folder, port=_free_port())
    log = folder / "server.log"
    with log.open("wb") as output:
        hub.process = subprocess.Popen(  # noqa: S603 – our own arguments, no shell
            [sys.executable, "manage.py", "run_hub", "--port", str(hub.port)],
            cwd=ROOT,
            env=_environment(folder),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_it_answers(hub, log)
    except BaseException:
        stop_hub(hub)
        raise
    return hub


def stop_hub(hub: RunningHub) -> None:
    if hub.process is None:
        return
    hub.process.send_signal(signal.SIGTERM)
    try:
        hub.process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        hub.process.kill()
        hub.process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: Path) -> dict[str, str]:
    # pytest-django sets the test settings for everything that it starts; a developer's .env may
    # name another database. Here it must be the hub that anybody gets from `make run`.
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "hub.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "HUB_VAR": str(folder),
    }


def _wait_until_it_answers(hub: RunningHub, log: Path) -> None:
    latest = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < latest:
        if hub.process is not None and hub.process.poll() is not None:
            break
        try:
            # Through the hub itself: the first page also fills what a fresh process must read.
            if hub._ask("/-/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise UnableToServe(f"The hub did not start:\n{log.read_text()}")


def _addresses_in(site_map: str) -> list[str]:
    """The paths that a site map, or an index of site maps, names."""
    return [urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", site_map)]
