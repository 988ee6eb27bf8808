import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from hub.home import serving, startup
from hub.home.troubles import explain

# What the settings say when nobody told them another address.
EVERYDAY_ADDRESS = "http://127.0.0.1:8000"


def use_port_in_links(port: int) -> None:
    """Links in e-mails lead to the port that is served, here and in the server's own process."""
    if settings.WAGTAILADMIN_BASE_URL == EVERYDAY_ADDRESS:
        settings.WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{port}"
        os.environ["HUB_BASE_URL"] = settings.WAGTAILADMIN_BASE_URL


class Command(BaseCommand):
    help = "Prepares whatever is missing, then serves the hub on this machine."
    # `make lint` runs them; here they would only make each start a second slower.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options) -> None:
        use_port_in_links(port)
        try:
            self.prepare(port)
            serving.serve(port, when_ready=lambda: self.welcome(port), complain=self.complain)
        except startup.UnableToStart as error:
            sys.exit(str(error))
        except KeyboardInterrupt:
            sys.exit("Stopped before the hub was ready; the next start goes on from here.")
        except Exception as error:
            if sentence := explain(error):
                sys.exit(sentence)
            raise
        self.say("Stopped.")

    def prepare(self, port: int) -> None:
        startup.check_port(port)
        startup.prepare_folder(settings.VAR_DIR)
        startup.prepare_database(self.say)
        startup.prepare_content(self.say)

    def welcome(self, port: int) -> None:
        self.say(f"\nThe hub is at        http://127.0.0.1:{port}/")
        self.say(f"Editors work at      http://127.0.0.1:{port}/admin/")
        accounts = Path(settings.VAR_DIR) / "sample-accounts.txt"
        if accounts.is_file():
            self.say(f"To sign in, from {accounts}:\n")
            self.say(accounts.read_text().strip())
        self.say("\nCtrl+C stops it; everything stays for the next start.")

    def say(self, text: str, end: str = "\n") -> None:
        self.stdout.write(text, ending=end)
        self.stdout.flush()

    def complain(self, text: str) -> None:
        self.stderr.write(text)
