"""How many pages a second for visitors, kept and made anew, from one server in one run.

`python -m bench.cache` loads the Consortium's content into a throwaway folder, serves it as
`make run` does and asks in turns with a cookie (made anew each time) and without one (kept).
"""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

PORT = 8037
SECONDS, CLIENTS = 3.0, 2
LEAST_TIMES = 10
ADDRESSES = {
    "home": "/",
    "index with filters": "/policies/?level=state&sort=title",
    "a page": "/policies/ga-sb403-2022/",
    "topic": "/topics/ems-alternate-destination/",
    "place": "/places/georgia/",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "HUB_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "hub.settings.dev",
        }
        for command in ("migrate", "load_content", "rebuild_index", "bundle_styles"):
            arguments = [sys.executable, "manage.py", command]
            subprocess.run(arguments, env=environment, check=True, capture_output=True)  # noqa: S603
        server = subprocess.Popen(  # noqa: S603 – our own arguments
            [
                *(sys.executable, "-m", "granian", "hub.wsgi:application", "--interface", "wsgi"),
                *("--host", "127.0.0.1", "--port", str(PORT), "--workers", "1"),
                *("--blocking-threads", "2", "--log-level", "error"),
            ],
            env=environment,
        )
        try:
            sys.exit(1 if measure(server.pid) else 0)
        finally:
            server.terminate()
            server.wait()


def measure(server: int) -> bool:
    """Prints a line for each address; whether any is less than ten times as fast."""
    wait_for_answer()
    failed = False
    missing = [address for address in ADDRESSES.values() if ask(address, {}) != 200]
    assert not missing, missing
    print(f"{'':20}{'made anew':>22}{'kept':>22}{'times':>8}{'CPU times':>11}")
    for name, address in ADDRESSES.items():
        anew, kept = (rate(server, address, headers) for headers in ({"Cookie": "a=b"}, {}))
        times = kept[0] / anew[0]
        failed |= times < LEAST_TIMES
        figures = [f"{per_second:,.0f}/s {ms:.2f} ms" for per_second, ms in (anew, kept)]
        print(
            f"{name:20}{figures[0]:>22}{figures[1]:>22}{times:8.1f}{anew[1] / kept[1]:11.1f}"
            f"{'  TOO FEW' if times < LEAST_TIMES else ''}"
        )
    return failed


def rate(server: int, address: str, headers: dict[str, str]) -> tuple[float, float]:
    """(pages a second, milliseconds of the server's CPU a page) of several clients at once."""
    before, started = cpu_of(server), time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        asked = sum(pool.map(lambda _: ask_for_a_while(address, headers), range(CLIENTS)))
    return asked / (time.perf_counter() - started), (cpu_of(server) - before) * 1000 / asked


def ask_for_a_while(address: str, headers: dict[str, str]) -> int:
    connection, asked = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30), 0
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        response.read()
        assert response.status == 200, (address, response.status)
        assert (response.headers.get("X-Page-Cache") == "hit") is not bool(headers), address
        asked += 1
    connection.close()
    return asked


def ask(address: str, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    connection.request("GET", address, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def wait_for_answer() -> None:
    for _ in range(600):
        try:
            ask("/-/healthz", {})
        except OSError:
            time.sleep(0.1)
        else:
            return


def cpu_of(server: int) -> float:
    """Seconds of CPU of the server and its workers."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ticks = 0
    for process in (str(server), *children):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
