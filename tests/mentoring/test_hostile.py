"""Hostile text in every field and parameter of both rooms: an answer, never an error page.

The forms are read from the pages themselves, so that a new field is tried by itself.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client
from justhtml import JustHTML

from tests.factories import PracticePageFactory

from .leak_world import PERSONAS, World
from .test_leaks import address, clients, may_open, routes, world  # noqa: F401 – fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HUGE_NUMBER = "9" * 400
HOSTILE = ("\x00<script>alert(1)</script>", "\u202e" * 50, HUGE_NUMBER, "²")
PARAMETERS = {
    "/mentor-sites/": ("q", "view", "sort", "page", "place", "state", "standing"),
    "/mentor-sites/compare/": ("site", "only"),
    "/programs-like-mine/": (
        "community_types", "population", "population_band", "stage", "lead_agency_type",
        "response_models", "hours", "page",
    ),
    "/mentoring/ask/": ("site", "again"),
    "/mentoring/requests/": ("before",),
    "/mentoring/sites/{site}/": ("before",),
    "/mentoring/board/": ("status", "age", "region", "discipline", "mine", "overdue", "after"),
    "/mentoring/unmet/": ("from", "until"),
    "/mentoring/off-hub/": ("before", "after", "from"),
    "/mentoring/report/": ("from", "until", "exact"),
    "/mentoring/report.csv": ("from", "until"),
    "/mentoring/sites/{site}/impact/2026/": ("year",),
    "/mentor-sites/notes/of/{site}/": ("before",),
    "/my-sites/{site}/": ("typed",),
    "/adoptions/{practice}/": ("verdict", "community", "before"),
}  # fmt: skip


def forms_on(html: str, here: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(where it is sent, its fields with what stands in them) for every form that writes."""
    # Sanitized, a page has no forms.
    for form in JustHTML(html, sanitize=False).query("form"):
        if (form.attrs.get("method") or "").lower() != "post":
            continue
        fields = {
            one.attrs["name"]: one.attrs.get("value") or one.to_text()
            for kind in ("input", "select", "textarea", "button")
            for one in form.query(kind)
            if one.attrs.get("name") and one.attrs.get("type") != "file"
        }
        yield urljoin(here, form.attrs.get("action") or here), fields


def tries(fields: dict[str, str]) -> Iterator[dict[str, str]]:
    """Everything hostile at once, and each field by itself, with what broke one before."""
    for text in HOSTILE:
        yield dict.fromkeys(fields, text)
    for name in fields:
        yield fields | {name: HUGE_NUMBER}


def send(client: Client, method: str, path: str, data: dict[str, str]) -> int:
    with transaction.atomic():
        response: Any = getattr(client, method)(path, data)
        transaction.set_rollback(True)
    return response.status_code


@pytest.fixture
def asking(clients) -> dict[str, Client]:  # noqa: F811 – the fixture of that name
    for client in clients.values():
        client.raise_request_exception = False
    return clients


def places_for(persona: str, world: World) -> Iterator[str]:  # noqa: F811
    for name, pattern in routes():
        if persona in may_open(name, pattern):
            yield address(name, pattern, world)
    if persona == "requester":
        yield "/my/program/"
        yield f"/adoptions/{PracticePageFactory().pk}/new/"


@pytest.mark.parametrize("persona", ["requester", "keeper", "staff", "editor"])
def test_no_hostile_text_breaks_a_form(world: World, asking, persona):  # noqa: F811
    client, broken, sent = asking[persona], [], set()
    for here in places_for(persona, world):
        page = client.get(here)
        if page.status_code != 200 or "html" not in page.headers["Content-Type"]:
            continue
        for target, fields in forms_on(page.content.decode(), here):
            if target.startswith("/sign-out") or (target, *fields) in sent:
                continue
            sent.add((target, *fields))
            for data in tries(fields):
                if send(client, "post", target, data) >= 500:
                    broken.append((target, [name for name in data if data[name] in HOSTILE][:3]))

    assert sent
    assert broken == []


def test_no_hostile_parameter_breaks_a_page(world: World, asking):  # noqa: F811
    practice = PracticePageFactory()
    broken = []
    for path, names in PARAMETERS.items():
        here = path.format(site=world.site.pk, practice=practice.pk)
        for persona in ("visitor", "staff"):
            for name in names:
                for text in HOSTILE:
                    if send(asking[persona], "get", here, {name: text}) >= 500:
                        broken.append((persona, here, name, text[:10]))

    assert broken == []
    assert set(PERSONAS) >= {"visitor", "staff"}
