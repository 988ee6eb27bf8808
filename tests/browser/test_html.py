"""Every page of the site map, as sent: valid, strict, and without a link that leads nowhere."""

import re
from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from .addresses import FIXED

pytestmark = pytest.mark.browser

justhtml = pytest.importorskip("justhtml")

ALWAYS_THERE = ("/admin/", "/sign-out/")


@pytest.fixture(scope="session")
def documents(hub):
    """Address → parsed page, for everything a visitor can reach by the site map or our list."""
    paths = dict.fromkeys([*hub.addresses, *FIXED.values()])
    return {
        path: justhtml.JustHTML(hub.fetch(path).html, sanitize=False, collect_errors=True)
        for path in paths
    }


def test_every_page_of_the_site_map_answers(hub):
    answers = {path: hub.fetch(path).status for path in hub.addresses}

    assert len(answers) > 200
    assert {path: status for path, status in answers.items() if status != 200} == {}


def test_every_page_is_valid_html(documents):
    errors = {
        path: [f"{error.code} at {error.line}:{error.column}" for error in document.errors]
        for path, document in documents.items()
        if document.errors
    }

    assert errors == {}


def test_no_id_is_used_twice(documents):
    twice = {}
    for path, document in documents.items():
        ids = Counter(node.attrs["id"] for node in document.query("[id]"))
        if repeated := [name for name, count in ids.items() if count > 1]:
            twice[path] = repeated

    assert twice == {}


def test_no_styles_or_scripts_are_written_into_the_page(documents):
    inline = {}
    for path, document in documents.items():
        found = [
            f"{node.name} {name}"
            for node in document.query("*")
            for name in node.attrs
            if name == "style" or name.startswith("on")
        ]
        found += [
            f"{node.name} with content"
            for node in document.query("script, style")
            if node.to_text().strip() and node.attrs.get("type") != "application/ld+json"
        ]
        if found:
            inline[path] = found

    assert inline == {}


def test_every_page_has_a_title_of_its_own(documents, hub):
    titles = Counter(documents[path].query("title")[0].to_text() for path in hub.addresses)

    assert [title for title, count in titles.items() if count > 1] == []


def test_help_stands_in_the_same_place_on_every_page(documents):
    footers = Counter(
        tuple(link.attrs["href"] for link in document.query("footer a[href]"))
        for document in documents.values()
    )

    assert len(footers) == 1, footers


def test_links_lead_somewhere(documents, hub):
    dead = {}
    for path, document in documents.items():
        for link in document.query("a[href]"):
            target = urldefrag(urljoin(path, link.attrs["href"])).url
            is_elsewhere = bool(urlsplit(target).scheme) or target.startswith(ALWAYS_THERE)
            if is_elsewhere or target == path:
                continue
            # What a filter leads to is a page that is looked at already.
            target = target if "place=" in target else target.partition("?")[0]
            if (status := hub.fetch(target).status) not in (200, 302):
                dead.setdefault(f"{status} {target}", path)

    assert dead == {}


def test_links_within_a_page_find_their_target(documents):
    dead = {}
    for path, document in documents.items():
        ids = {node.attrs["id"] for node in document.query("[id]")}
        for link in document.query("a[href]"):
            href = link.attrs["href"]
            if re.fullmatch(r"#.+", href) and href[1:] not in ids:
                dead.setdefault(href, path)

    assert dead == {}


def test_links_to_a_part_of_another_page_find_it(documents):
    dead = {}
    for path, document in documents.items():
        for link in document.query("a[href]"):
            address, part = urldefrag(urljoin(path, link.attrs["href"]))
            other = documents.get(address) or documents.get(address.partition("?")[0])
            if part and other and not other.query(f'[id="{part}"]'):
                dead.setdefault(f"{address}#{part}", path)

    assert dead == {}
