"""Whatever somebody types into an address, the answer is a page or "not found", never an error."""

from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.core.addresses import build_a_little_of_everything

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# Percent-encoded where no text could say it (broken UTF-8, lone surrogates).
HOSTILE = [
    quote(text)
    for text in (
        "",
        " ",
        "\x00",
        "a\x00b",
        '"',
        "'",
        '"unbalanced words',
        "'; DROP TABLE auth_user; --",
        "1 OR 1=1",
        "1) UNION SELECT password FROM accounts_user --",
        "%",
        "%%%s",
        "_",
        "\\",
        "*",
        "w*",
        "NEAR(a b)",
        "a AND OR NOT",
        "title:secret",
        "^a",
        "(((((",
        "{!lucene}*:*",
        "../../etc/passwd",
        "/../..//",
        "//evil.example",
        "<script>alert(1)</script>",
        "{{ settings.SECRET_KEY }}",
        "{% debug %}",
        "x" * 10_000,
        "word " * 2_000,
        "שלום\u202eabc",
        "💥👩‍🚒",
        "e\u0301" * 50,
        "\u200b\ufeff\u2028",
        "\r\nSet-Cookie: a=b",
        "-1",
        "0",
        "9999999999999999999999",
        "NaN",
        "null",
    )
] + ["%ED%A0%80", "%FF%FE", "%C0%AF", "%", "%zz", "%2500"]
WORST = [HOSTILE[2], HOSTILE[6], "%ED%A0%80"]
# Pages that read their parameters each in their own way; the others do as one of these does.
DIFFERENT = (
    "/practices/",
    "/policies/",
    "/events/",
    "/mentor-sites/",
    "/topics/a-topic/",
    "/search/",
    "/places/go/",
    "/policies/policies.csv",
    "/practices/list.csv",
    "/topics/a-topic/list.json",
    "/sign-in/",
    "/sitemap.xml",
    "/principles/a-principle/",
    "/partners/a-partner/",
)
FINE = {200, 302, 404}


def ask(client: Client, address: str, query: str = "") -> int:
    client.raise_request_exception = False
    response = client.get(address, QUERY_STRING=query)
    # A streamed answer breaks only when it is read.
    response.getvalue()
    return response.status_code


def in_each(names: list[str], text: str) -> str:
    return "&".join(f"{name}={text}" for name in names)


def test_there_are_forty_hostile_texts():
    assert len(set(HOSTILE)) >= 40


def test_no_hostile_text_in_a_parameter_breaks_a_page(client):
    addresses = build_a_little_of_everything()

    broken = [
        (address, text[:40], status)
        for address in DIFFERENT
        for text in HOSTILE
        if (status := ask(client, address, in_each(addresses[address], text))) not in FINE
    ]

    assert broken == []


def test_no_parameter_alone_breaks_a_page(client):
    addresses = build_a_little_of_everything()
    asked = 0

    broken = []
    for address, names in addresses.items():
        for name in names:
            for text in WORST:
                asked += 1
                if (status := ask(client, address, f"{name}={text}")) not in FINE:
                    broken.append((address, name, text, status))

    assert broken == []
    assert asked > 250


@pytest.mark.parametrize("address", ["/practices/", "/search/", "/topics/a-topic/", "/events/"])
@pytest.mark.parametrize(
    "query",
    [
        "page=-1",
        "page=0",
        "page=9999",
        "page=abc",
        "page=1&page=2",
        "page[]=1&topic[]=a&topic[0]=b",
        "topic=a&topic=b&topic=a-topic",
        "&".join(f"topic=t{n}" for n in range(900)),
        "=&&=x&q",
        "sort=title&sort=newest",
    ],
)
def test_odd_parameters_are_forgiven(client, address, query):
    build_a_little_of_everything()

    assert ask(client, address, f"q=practice&{query}") == 200


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) < 400])
def test_hostile_text_in_the_path_is_not_found(client, text):
    paths = (
        f"/{text}/",
        f"/practices/{text}/",
        f"/topics/{text}/",
        f"/places/{text}/",
        f"/files/{text}",
        f"/files/images/{text}",
        f"/documents/1/{text}",
        f"/events/{text}/event.ics",
        f"/static/{text}",
    )

    client.raise_request_exception = False
    answers = {path: client.generic("GET", path).status_code for path in paths}

    assert {path: code for path, code in answers.items() if code not in {200, 301, 302, 404}} == {}
    assert not [path for path, code in answers.items() if code == 200 and text.strip("%20/.")]


def test_an_id_too_large_for_the_database_is_not_found(client, db):
    client.raise_request_exception = False

    assert client.get("/documents/99999999999999999999999/x.pdf").status_code == 404


def test_what_was_typed_comes_back_only_as_text(client):
    addresses = build_a_little_of_everything()
    script = "<script>alert(1)</script>"

    for address, names in addresses.items():
        content = client.get(address, dict.fromkeys(names, script)).getvalue().decode()
        assert script not in content, address


class AnyTextAtAll(TestCase):
    @classmethod
    def setUpTestData(cls):
        build_a_little_of_everything()

    @settings(max_examples=25, deadline=None)
    @given(text=st.text(max_size=60), name=st.sampled_from(["q", "topic", "place", "page", "sort"]))
    def test_breaks_no_list(self, text, name):
        query = urlencode({name: text.encode("utf-8", "surrogatepass")})

        for address in ("/practices/", "/search/", "/policies/", "/topics/a-topic/"):
            assert ask(Client(), address, query) == 200
