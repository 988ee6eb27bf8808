"""The whole search page as a visitor asks for it."""

from functools import partial
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hub.search.asked import Asked
from hub.search.finding import find

from .figures import Report
from .questions import words
from .timing import timed

ROUNDS = 9


def addresses() -> list[str]:
    """Words of every sort, with filters and on later pages."""
    asked = words()
    plain = [*asked.rare[:4], *asked.commonest[:4], *asked.pairs[:4], *asked.misspelled[:2]]
    place = asked.facets[0]["place"]
    more = [
        f"q={asked.commonest[0]}&place={place}",
        f"q={asked.common[0]}&page=40",
        "kind=eventpage",
    ]
    return [f"/search/?q={text.replace(' ', '+')}" for text in plain] + [
        f"/search/?{query}" for query in more
    ]


def measure(report: Report, budgets: dict[str, float]) -> None:
    report.head("The whole page, as a visitor")
    client = Client()
    fastest = _fastest(client, addresses())
    most = 0
    for address, milliseconds in fastest.items():
        statements, rows = _costs(client, address)
        report.say(f"{address:44} {milliseconds:6.1f} ms CPU, {statements} statements, {rows} rows")
        most = max(most, statements)
    slowest = max(fastest.values())
    report.add("search page, slowest", slowest, "ms CPU", at_most=budgets["milliseconds"])
    report.add("search page, most", most, "statements", at_most=budgets["statements"])


def _fastest(client: Client, wanted: list[str]) -> dict[str, float]:
    """CPU of the fastest round. The rounds go through all addresses, so that what slows down the
    machine for a second does not meet all rounds of the same one.
    """
    for address in wanted:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address} answers {answer.status_code}"
    rounds = [
        {address: timed(partial(client.get, address))[0] for address in wanted}
        for _ in range(ROUNDS)
    ]
    return {address: min(one[address] for one in rounds) for address in wanted}


def _costs(client: Client, address: str) -> tuple[int, int]:
    """Statements, and rows shown."""
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    asked = Asked.read(QueryDict(urlsplit(address).query))
    rows = find(asked, reader=AnonymousUser()).rows or []
    return len(captured), len(rows)
