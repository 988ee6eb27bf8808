"""Every state of a page on every surface for every viewer: what may not be seen does not exist.

The rows, columns and letters are in matrix.csv: A everyone, M members, G the group, E editors of
that section, - nobody.
"""

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from tests.factories import UserFactory, editor, shelf
from tests.visibility.worlds import CANARY, World, build

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ROWS = list(csv.DictReader((Path(__file__).parent / "matrix.csv").open()))
VIEWERS = ("anonymous", "crawler", "member", "group member", "other editor", "editor")
WITH_A_SESSION = VIEWERS[2:]
SEES = {
    "A": set(VIEWERS),
    "M": set(VIEWERS) - {"anonymous", "crawler"},
    "G": {"group member"},
    "E": {"editor"},
    # What visitors are shown for their programs; a member's page carries none of it.
    "V": {"anonymous", "crawler"},
    "-": set(),
}
# Seen or not, whatever is on it.
STANDS_FOR_ITSELF = ("page view", "sitemap", "permalink")
SURFACES = [surface for surface in ROWS[0] if surface != "state"]


def sign_in(viewer: str, world: World) -> Client:
    client = Client()
    if viewer in ("member", "group member"):
        user = UserFactory()
        if viewer == "group member":
            user.groups.add(world.group)
        client.force_login(user)
    elif viewer == "editor":
        client.force_login(with_files(editor()))
    elif viewer == "other editor":
        client.force_login(editor(of=shelf("library")))
    return client


def with_files(user):
    """Editors of everything may also choose every file."""
    from django.contrib.auth.models import Permission
    from wagtail.models import Collection, GroupCollectionPermission

    for codename in ("choose_image", "choose_document"):
        GroupCollectionPermission.objects.create(
            group=user.groups.get(),
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(codename=codename),
        )
    return user


def addresses(surface: str, world: World) -> list[str]:
    return {
        "page view": ["/practices/quiet-practice/", "/policies/quiet-policy/"],
        "listing": ["/practices/", "/policies/"],
        "search": ["/search/?q=lanterns"],
        "search counts": ["/search/?q=lanterns"],
        "search json": ["/search.json?q=lanterns"],
        "search feed": ["/search.atom?q=lanterns"],
        "suggestions": ["/search/suggestions/?q=lant", "/search/suggestions.json?q=lant"],
        "facet counts": ["/practices/"],
        "tag page": ["/topics/quiet-topic/"],
        "place page": ["/places/quiet-place/"],
        "related": ["/practices/neighbor/"],
        "principle page": ["/principles/public-principle/"],
        "home page": ["/"],
        "topic counts": ["/topics/"],
        "sitemap": ["/sitemap-pages.xml"],
        "policy export": ["/policies/policies.csv"],
        "list files": [
            "/practices/list.json",
            "/policies/list.csv",
            "/topics/quiet-topic/list.json",
            "/places/quiet-place/list.csv",
        ],
        "feeds": [
            "/practices/feed.atom",
            "/topics/quiet-topic/feed.atom",
            "/places/quiet-place/feed.atom",
            "/feed.atom",
        ],
        "api": [
            "/api/v2/pages/",
            "/api/v2/pages/?type=practices.PracticePage",
            f"/api/v2/pages/{world.page.pk}/",
            f"/api/v2/pages/{world.neighbor.pk}/",
        ],
        "api counts": ["/api/v2/pages/?topic=quiet-topic"],
        "head data": ["/practices/", "/practices/quiet-practice/", "/practices/neighbor/"],
        "permalink": [f"/p/{world.page.pk}/"],
        "cite": [f"/cite/{world.page.pk}.ris", f"/cite/{world.page.pk}.bib"],
        "llms": ["/llms.txt"],
        "image": [world.image.get_rendition("width-20").url],
        "document": [world.document.url],
    }[surface]


class Asking:
    """The viewers of one world. An address is asked once by each, whatever surfaces are on it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clients = {viewer: sign_in(viewer, world) for viewer in VIEWERS}
        self.heard: dict[tuple[str, str], tuple[Any, str]] = {}

    def sees(self, viewer: str, surface: str) -> bool:
        """Whether any address of the surface shows this viewer the canary or counts it."""
        return any(
            self.shows(viewer, surface, address) for address in addresses(surface, self.world)
        )

    def shows(self, viewer: str, surface: str, address: str) -> bool:
        response, text = self.answer(viewer, address)
        if surface in ("image", "document", "page view"):
            return response.status_code in (200, 206, 304)
        return JUDGES.get(surface, lambda response, text: CANARY in text)(response, text)

    def answer(self, viewer: str, address: str) -> tuple[Any, str]:
        if re.match(settings.SHARED_SURFACES, address) and viewer in WITH_A_SESSION:
            # The cookie is put aside before anything looks at it: one session stands for all.
            viewer = "group member"
        if (viewer, address) not in self.heard:
            self.heard[viewer, address] = ask(self.clients[viewer], viewer, address)
        return self.heard[viewer, address]


def ask(client: Client, viewer: str, address: str) -> tuple[Any, str]:
    headers = {"If-None-Match": "*", "Range": "bytes=0-50"} if viewer == "crawler" else {}
    response = client.get(address, headers=headers)
    if response.status_code == 304:
        # It has been seen before: what is there is told to who has nothing yet.
        response = client.get(address)
    content = b"".join(response) if response.streaming else response.content
    if viewer == "crawler":
        assert client.head(address).status_code == response.status_code
    return response, content.decode(errors="replace") + str(response.headers)


def counted_by_the_api(response, text: str) -> bool:
    return "total_count" in text and response.json()["meta"]["total_count"] > 0


# Where it is not the canary that tells.
JUDGES = {
    # Everything that is counted is counted over the same set: the total tells.
    "search counts": lambda response, text: response.context["results"].total > 0,
    "facet counts": lambda response, text: counts_of(text, "rural") > 0,
    # The canary's topic is listed for everyone; only its number tells.
    "topic counts": lambda response, text: bool(
        re.search(r"Quiet topic(?:(?!</li>).)*?\b[12]\b", text, re.DOTALL)
    ),
    "sitemap": lambda response, text: "quiet-practice" in text,
    "api counts": counted_by_the_api,
    "head data": lambda response, text: CANARY in head_data(text),
    "permalink": lambda response, text: response.status_code == 302,
}


def head_data(text: str) -> str:
    """What a page says of itself to programs: its OpenGraph and its JSON-LD."""
    parts = re.findall(r'<meta property="og:.*?>|<script type="application/ld.*?</script>', text)
    return "".join(parts)


def counts_of(text: str, value: str) -> int:
    found = re.search(
        rf'value="{value}".*?facet__count">(\d+)<', text.replace("\n", " "), re.DOTALL
    )
    return int(found[1]) if found else 0


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["state"])
def test_a_page_is_seen_exactly_by_whom_it_may(row):
    world = build(row["state"])
    asking = Asking(world)

    wrong = [
        f"{viewer} on {surface}: {'seen' if seen else 'not seen'}"
        for surface in SURFACES
        for viewer in VIEWERS
        if (seen := asking.sees(viewer, surface)) != may_see(viewer, surface, row)
    ]

    assert not wrong


def may_see(viewer: str, surface: str, row: dict[str, str]) -> bool:
    if row["state"].startswith("live with edits") and surface in STANDS_FOR_ITSELF:
        # The page itself is public; test_the_edits_of_a_live_page_are_not_on_it looks inside.
        return True
    # Editors of everything may choose any file, whatever its pages' state.
    chooses = viewer == "editor" and surface in ("image", "document")
    return viewer in SEES[row[surface]] or chooses


def test_every_cell_of_the_matrix_was_generated():
    assert (len(ROWS), len(SURFACES), len(VIEWERS)) == (10, 26, 6)
    assert all(row[surface] in SEES for row in ROWS for surface in SURFACES)


@pytest.mark.parametrize("state", [row["state"] for row in ROWS if row["page view"] != "A"])
def test_what_is_forbidden_looks_like_what_is_absent(client, state):
    build(state)
    if state.startswith("live with edits"):
        return

    forbidden = client.get("/practices/quiet-practice/")
    absent = client.get("/practices/never-existed/")

    assert forbidden.status_code == absent.status_code == 404
    assert blurred(forbidden, "quiet-practice") == blurred(absent, "never-existed")


def blurred(response, slug: str) -> str:
    text = response.content.decode().replace(slug, "slug")
    return re.sub(r'nonce="[^"]+"', "", text)


def test_the_edits_of_a_live_page_are_not_on_it(client):
    world = build("live with edits (the edits)")

    content = client.get(world.page.url).content.decode()

    assert "Public words" in content
    assert CANARY not in content


def test_the_preview_of_a_draft_is_for_its_editors_only(client):
    world = build("draft")
    address = f"/admin/pages/{world.page.pk}/view_draft/"

    for viewer in ("anonymous", "member", "other editor"):
        response = sign_in(viewer, world).get(address)
        assert response.status_code in (302, 403, 404)
        assert CANARY.encode() not in response.content
    shown = sign_in("editor", world).get(address)

    assert CANARY.encode() in shown.content


def test_the_world_is_complete():
    world = build("live")

    assert Page.objects.filter(slug__startswith="quiet").count() == 2
    assert world.image.get_rendition("width-20").file
    assert world.document.file.read()
