from typing import Any

from django.core.management.base import BaseCommand

from hub.resources.actions import set_order_right


class Command(BaseCommand):
    help = "Sets right what lists are ordered by, for pages that were written past the hub."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Set right: {set_order_right()}.")
