"""Sheets for tests, and an editor's way through an import."""

import csv
import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hub.importing.models import Import
from hub.importing.working import work_off
from tests.factories import JurisdictionFactory, TopicFactory, shelf

SEND = "/admin/import/"
HEADINGS = ["Key", "Title", "Summary", "Problem", "Topics", "Places", "Review due", "Sources"]


def row(number: int, **changed: str) -> list[str]:
    cells = {
        "Key": f"P-{number}",
        "Title": f"Practice {number}",
        "Summary": "In plain words.",
        "Problem": "Nobody calls the **day after**.",
        "Topics": "Follow-up",
        "Places": "Georgia",
        "Review due": "2027-06-30",
        "Sources": "A report | https://example.org/report",
    }
    return list((cells | changed).values())


def prepare_shelf():
    shelf("practices")
    TopicFactory(name="Follow-up", slug="follow-up")
    JurisdictionFactory(code="GA", name="Georgia", slug="georgia", postal="GA")


def csv_bytes(headings: list[str], rows: list[list[Any]], *, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([headings, *rows])
    return text.getvalue().encode()


def send(client: Any, data: bytes, *, kind: str = "practices", name: str = "sheet.csv") -> Any:
    return client.post(SEND, {"kind": kind, "file": SimpleUploadedFile(name, data)})


def checked(client: Any, data: bytes, **options: Any) -> Import:
    """The import after its dry run."""
    response = send(client, data, **options)
    assert response.status_code == 302, response.context["form"].errors
    work_off(timezone.now())
    return Import.objects.latest("pk")


def start(client: Any, one: Import, **chosen: Any) -> Import:
    client.post(f"/admin/import/{one.pk}/start/", chosen)
    work_off(timezone.now())
    one.refresh_from_db()
    return one
