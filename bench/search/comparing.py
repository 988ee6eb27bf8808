"""The public call of modelsearch: our backend and its own two, on the same documents."""

from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from io import StringIO
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import connection
from modelsearch.backends import get_search_backend

from .beside import Beside, tell, wait_for_go
from .figures import Report
from .hubs import PEER
from .questions import classes
from .timing import Times, time_each

OURS = "default"
CHUNK = 500
# A class of a slow peer ends after so many seconds, but not before three questions.
SECONDS, QUICK_SECONDS = 8.0, 3.0

Results = dict[str, Times | None]


def build_peer(models: Iterable[Any]) -> None:
    """Fills the index of modelsearch's own backend with all objects of these models."""
    backend = get_search_backend(PEER)
    for model in models:
        # What its own rebuild does after it has looked for entries of objects that are gone.
        index = backend.get_index_for_model(model)
        index.add_model(model)
        rows = iter(model.get_indexed_objects().order_by("pk").iterator(CHUNK))
        while chunk := list(islice(rows, CHUNK)):
            index.add_items(model, chunk)
    index._refresh_title_norms(full=True)


def measure(backend: str, seconds: float) -> Results:
    """Name of the class → its times; None for what the backend does not do."""
    found: Results = {}
    for name, questions in classes().items():
        try:
            found[name] = time_each([partial(ask, backend) for ask in questions], seconds=seconds)
        except NotImplementedError:
            found[name] = None
    return found


def compare(
    report: Report, budgets: dict[str, float], postgres: Beside | None, *, quick: bool
) -> None:
    """Prints all three side by side and holds ours against the budgets."""
    from hub.search.models import SearchDocument

    report.head(f"The public call, {SearchDocument.objects.count():,} documents")
    ours = measure(OURS, 30)
    _check_answers()
    report.say("Building the index of modelsearch's SQLite backend …")
    build_peer([SearchDocument])
    report.say("Measuring it …")
    sqlite = measure(PEER, QUICK_SECONDS if quick else SECONDS)
    report.say("Measuring its PostgreSQL backend …" if postgres else "PostgreSQL is left out.")
    theirs = _read(postgres.measure()) if postgres else {}
    _show(report, ours, sqlite, theirs)
    for name, times in ours.items():
        assert times is not None
        if slow := sqlite[name]:
            ratio = slow.median() / times.median()
            report.add(f"{name}: SQLite / ours", ratio, "times CPU", at_least=budgets["sqlite"])
        if slow := theirs.get(name):
            ratio = slow.median(wall=True) / times.median(wall=True)
            report.add(f"{name}: PostgreSQL / ours", ratio, "times", at_least=budgets["postgres"])


def _check_answers() -> None:
    """An empty answer is quickly given."""
    for name, questions in classes().items():
        assert all(ask(OURS) for ask in questions), f"A question of {name} finds nothing"


def _read(found: dict[str, Any]) -> Results:
    return {name: Times(**times) if times else None for name, times in found.items()}


def _show(report: Report, ours: Results, sqlite: Results, theirs: Results) -> None:
    report.say("Milliseconds, median / 95th percentile of all calls, and the median of first calls")
    report.say(f"{'':16}{'ours, CPU':>20}{'SQLite, CPU':>34}")
    for name in ours:
        report.say(f"{name:16}{_pair(ours[name]):>20}{_pair(sqlite[name]):>34}")
    report.say(f"{'':16}{'ours, by clock':>20}{'SQLite':>34}{'PostgreSQL':>34}")
    for name in ours:
        every = (ours[name], sqlite[name], theirs.get(name))
        cells = [_pair(times, wall=True) for times in every]
        report.say(f"{name:16}{cells[0]:>20}{cells[1]:>34}{cells[2]:>34}")


def _pair(times: Times | None, *, wall: bool = False) -> str:
    if times is None:
        return "–"
    first = f"({times.first(wall=wall):,.1f})"
    return f"{times.median(wall=wall):,.1f} / {times.p95(wall=wall):,.1f} {first}"


def measure_postgres(documents: int, *, quick: bool) -> None:
    """In a process of its own, whose database is PostgreSQL."""
    from hub.search.models import SearchDocument

    from .corpus import build_documents

    build_documents(documents)
    build_peer([SearchDocument])
    # Last, because its indexes are built in a tenth of the time once everything is there.
    for command in ("enable_unaccent", "enable_trigram"):
        call_command(command, verbosity=0, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if wait_for_go():
        found = measure(PEER, QUICK_SECONDS if quick else SECONDS)
        tell({name: asdict(times) if times else None for name, times in found.items()})
