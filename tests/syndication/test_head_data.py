"""What each page says of itself to programs: one address, OpenGraph, schema.org."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.actions.answering import accept_answer
from tests.core.addresses import build_a_little_of_everything
from tests.factories import (
    NOW,
    EventPageFactory,
    GlossaryEntryFactory,
    ImageFactory,
    PolicyPageFactory,
    PostFactory,
    PracticePageFactory,
    StagePathPageFactory,
    ThreadFactory,
    members_only,
)
from tests.syndication.schema_org import faults

pytestmark = pytest.mark.django_db
KINDS = {
    "/": "WebSite",
    "/practices/": "CollectionPage",
    "/practices/a-practice/": "Article",
    "/principles/a-principle/": "Quotation",
    "/partners/a-partner/": "Organization",
    "/plain/": "WebPage",
    "/topics/a-topic/": "CollectionPage",
    "/places/a-place/": "CollectionPage",
    "/about/glossary/": "CollectionPage",
}


def data_of(text: str) -> list[dict]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return [node for one in found for node in json.loads(one)["@graph"]]


def metas_of(text: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="(og:\w+)" content="([^"]*)">', text))


def test_schema_org_understands_every_page(client):
    addresses = [one for one in build_a_little_of_everything() if one.endswith("/")]
    GlossaryEntryFactory(definition="What it means.")
    path = StagePathPageFactory()
    below = re.findall(
        r"<loc>http://testserver([^<]+)</loc>", client.get("/sitemap-pages.xml").text
    )
    pages = {one: client.get(one) for one in dict.fromkeys([*addresses, *below, path.url])}
    data = {one: data_of(page.text) for one, page in pages.items() if page.status_code == 200}

    assert {one: wrong for one, nodes in data.items() if (wrong := _faults(nodes))} == {}
    assert {one: data[one][0]["@type"] for one in KINDS} == KINDS
    kinds = {node["@type"] for nodes in data.values() for node in nodes}
    assert kinds >= {"Legislation", "Event", "DigitalDocument", "HowTo", "BreadcrumbList"}


def _faults(nodes: list[dict]) -> list[str]:
    return [fault for node in nodes for fault in faults(node)]


def test_the_check_finds_what_is_wrong():
    assert faults({"@type": "Event", "name": "x", "startDate": "soon"})
    assert faults({"@type": "Article", "headline": "x", "location": "y"})
    assert faults({"@type": "Nothing"}) == ["/Nothing: no such type"]


def test_words_cannot_leave_the_script(client):
    practice = PracticePageFactory(title="</script><script>alert(1)</script>", slug="x")

    text = client.get(practice.url).text

    assert "<script>alert(1)" not in text
    assert data_of(text)[0]["headline"] == practice.title


def test_a_law_says_whether_it_binds_only_where_that_is_known(client):
    binding = PolicyPageFactory(status="in_force", identifier="SB 1")
    unknown = PolicyPageFactory(status="needs_review")

    assert data_of(client.get(binding.url).text)[0]["legislationLegalForce"].endswith("/InForce")
    assert "legislationLegalForce" not in data_of(client.get(unknown.url).text)[0]


def test_a_sample_says_so(client):
    event = EventPageFactory(is_sample=True, location="A hall", online_url="https://example.org/")

    (node, _) = data_of(client.get(event.url).text)

    assert node["disambiguatingDescription"] == "Sample – not real"
    assert node["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")


def test_the_picture_that_goes_along_is_one_that_the_page_shows(client):
    shown = {"image": ImageFactory(), "alt": "Two people at a door", "caption": ""}
    pictured = PracticePageFactory(title="Pictured", body=[("image", shown)])
    plain = PracticePageFactory(title="Plain")

    text = client.get(pictured.url).text
    address = metas_of(text)["og:image"].removeprefix("http://testserver")

    assert f'src="{address}"' in text
    assert client.get(address).status_code == 200
    assert '<meta property="og:image:alt" content="Two people at a door">' in text
    assert metas_of(client.get(plain.url).text)["og:image"].endswith("/img/mark.png")


def test_the_picture_costs_no_statement_of_its_own(client):
    shown = {"image": ImageFactory(), "alt": "A door", "caption": ""}
    page = PracticePageFactory(body=[("image", shown)])
    client.get(page.url)
    with CaptureQueriesContext(connection) as captured:
        client.get(page.url)

    assert sum("media_customrendition" in query["sql"] for query in captured) == 1
    assert sum('FROM "media_customimage"' in query["sql"] for query in captured) == 1


def test_an_answered_question_says_so_and_names_nobody(client):
    thread = ThreadFactory(kind="question", title="How do you staff nights?")
    answer = PostFactory(thread=thread, excerpt="A second van")
    before = data_of(client.get(thread.get_absolute_url()).text)[0]
    accept_answer(thread, post=answer, by=thread.author, at=NOW)

    (page, _) = nodes = data_of(client.get(thread.get_absolute_url()).text)

    assert before["@type"] == "WebPage"
    assert _faults(nodes) == []
    assert page["mainEntity"]["acceptedAnswer"]["text"] == "A second van"
    assert str(answer.author) not in json.dumps(nodes)


def test_filters_do_not_make_another_page(client):
    practice = PracticePageFactory(title="Follow & up", summary="A “call”.")

    metas = metas_of(client.get(practice.url).text)
    filtered = client.get("/practices/?topic=x&sort=title").text
    later = client.get("/practices/?page=2").text

    assert metas["og:title"] == "Follow &amp; up"
    assert metas["og:url"] == "http://testserver/practices/follow-up/"
    assert '<link rel="canonical" href="http://testserver/practices/">' in filtered
    assert '<link rel="canonical" href="http://testserver/practices/?page=2">' in later


def test_a_members_page_describes_nothing(client, member_client):
    practice = PracticePageFactory()
    members_only(practice)

    text = member_client.get(practice.url).text

    assert not data_of(text)
    assert not metas_of(text)
    assert 'rel="canonical"' not in text
