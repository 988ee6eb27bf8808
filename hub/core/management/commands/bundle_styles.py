from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from hub.core.styles import bundle_styles


class Command(BaseCommand):
    help = "Joins the stylesheets into one file for the pages to load."

    def handle(self, *args: Any, **options: Any) -> None:
        target = settings.BUNDLES_DIR / "css" / "site.bundle.css"
        bundle_styles(settings.BASE_DIR / "static" / "css", target)
