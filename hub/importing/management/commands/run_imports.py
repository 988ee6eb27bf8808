import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from hub.importing.working import ImportWorker, work_off


class Command(BaseCommand):
    help = "Checks and imports the sheets that editors sent; --watch goes on until it is stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--watch", action="store_true")

    def handle(self, *, watch: bool, **options: Any) -> str | None:
        if not watch:
            return f"{work_off(timezone.now())} worked off."
        worker, stopped = ImportWorker(), threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stopped.set())
        worker.start()
        stopped.wait()
        worker.stop()
        return None
