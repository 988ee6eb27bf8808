"""Every address of the editors' side that names a thing, asked by an editor of another section."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories import editor, shelf
from tests.visibility.worlds import CANARY, build

pytestmark = pytest.mark.django_db
# Nothing that an editor of another section may open tells them of the draft.
REFUSED = {301, 302, 400, 403, 404, 405}


def admin_patterns() -> list[tuple[str, set[str]]]:
    """(route, names of its parameters) for everything below /admin/ that takes a parameter."""
    return [
        (route, names)
        for route, names in walk(get_resolver().url_patterns, "", set())
        if route.startswith("admin/") and names
    ]


def walk(patterns, prefix: str, names: set[str]):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        found = names | set(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, route, found)
        elif isinstance(pattern, URLPattern):
            yield route, found


def addresses(world) -> list[str]:
    """One address for each pattern, with the ids of the foreign draft, picture and document."""
    page = world.page
    ids = {
        "image_id": world.image.pk,
        "document_id": world.document.pk,
        "page_id": page.pk,
        "revision_id": page.latest_revision_id,
        "pk": page.pk,
        "object_id": page.pk,
        "user_id": page.owner_id or 1,
    }
    files = {**ids, "pk": world.image.pk}
    written = []
    for route, _ in admin_patterns():
        known = files if "images/" in route or "documents/" in route else ids
        written.append(write_out(route, known, page.pk))
    return [address for address in written if "(" not in address]


def write_out(route: str, ids: dict[str, int], otherwise: int) -> str:
    """The route as an address; some of Wagtail's routes are regular expressions."""
    parameter = r"<(?:\w+:)?(\w+)>"
    address = re.sub(
        rf"\(\?P{parameter}[^)]*\)|{parameter}", lambda m: _id(m, ids, otherwise), route
    )
    return "/" + re.sub(r"[\^$]", "", address)


def _id(match: re.Match, ids: dict[str, int], otherwise: int) -> str:
    return str(ids.get(match[1] or match[2], otherwise))


def test_an_editor_of_another_section_learns_nothing_of_a_draft():
    world = build("draft")
    world.page.save_revision()
    world.page.refresh_from_db()
    client = Client(raise_request_exception=False)
    client.force_login(editor(of=shelf("library")))

    leaks = []
    for address in addresses(world):
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        if CANARY.encode() in content or CANARY in str(response.headers):
            leaks.append((address, response.status_code))

    assert not leaks


def test_there_are_many_addresses_to_ask():
    world = build("draft")
    world.page.save_revision()
    world.page.refresh_from_db()

    assert len(addresses(world)) > 120


@pytest.mark.parametrize("place", ["edit", "history", "usage"])
def test_the_editor_of_the_section_does_see_it(place):
    world = build("draft")
    world.page.save_revision()
    client = Client()
    client.force_login(editor(of=shelf("practices")))

    response = client.get(f"/admin/pages/{world.page.pk}/{place}/")

    assert CANARY.encode() in response.content


def test_the_lists_and_choosers_of_another_editor_do_not_name_it():
    world = build("draft")
    client = Client()
    client.force_login(editor(of=shelf("library")))

    for address in (
        "/admin/",
        "/admin/pages/",
        f"/admin/pages/{world.page.get_parent().pk}/",
        f"/admin/pages/search/?q={CANARY}",
        "/admin/reports/site-history/",
        "/admin/images/",
        "/admin/documents/",
    ):
        response = client.get(address, follow=True)
        named = response.content.decode().replace(f'value="{CANARY}"', "")
        assert f"{CANARY} practice" not in named, address
        assert f"{CANARY} document" not in named, address
