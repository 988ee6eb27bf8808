"""Everything published for programs: complete, read-only, and the same for everybody."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client, override_settings

from hub.api.asking import ordered
from hub.api.facets import facets_of
from hub.api.types import published_types
from hub.editing.still_right import confirm
from hub.resources.models import ResourcePage
from practices.models import PracticePage
from tests.factories import (
    NOW,
    CaseStudyPageFactory,
    JurisdictionFactory,
    MentorSitePageFactory,
    PolicyPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    TermFactory,
    TopicFactory,
    editor,
    members_only,
)

pytestmark = pytest.mark.django_db
PAGES = "/api/v2/pages/"
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "api.md"


def titles(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["title"] for item in response.json()["items"]]


def test_a_long_list_says_that_it_is_longer_than_was_counted(client, monkeypatch):
    monkeypatch.setattr("hub.api.pagination.COUNTED", 2)
    for _ in range(3):
        PracticePageFactory()

    meta = client.get(PAGES).json()["meta"]

    assert (meta["total_count"], meta["total_is_exact"]) == (2, False)


def test_without_a_type_the_list_holds_every_published_thing(client):
    practice = PracticePageFactory(title="A practice", topics=[TopicFactory(slug="night")])
    PolicyPageFactory(title="A law")
    PrinciplePageFactory(title="A principle")
    members_only(PracticePageFactory(title="For members"))

    response = client.get(PAGES)
    first = response.json()["items"][0]

    assert titles(response) == ["A practice", "A law"]
    assert response.json()["meta"] == {"total_count": 2, "total_is_exact": True, "next": None}
    assert first["meta"]["type"] == "practices.PracticePage"
    assert first["meta"]["uuid"] == str(practice.translation_key)
    assert first["meta"]["html_url"] == "http://testserver/practices/a-practice/"
    assert first["topics"] == ["night"]
    assert "body" not in first


def test_a_type_brings_its_own_fields_and_its_page_all_of_them(client):
    practice = PracticePageFactory(problem="<p>Calls repeat.</p>", evidence="strong")

    (row,) = client.get(PAGES, {"type": "practices.PracticePage"}).json()["items"]
    page = client.get(f"{PAGES}{practice.pk}/").json()

    assert row["evidence"] == "strong"
    assert "problem" not in row
    assert page["problem"] == "<p>Calls repeat.</p>"
    assert client.get(PAGES, {"type": "principles.PrinciplePage"}).json()["items"] == []


def test_facets_narrow_and_their_values_widen(client):
    topic, place = TopicFactory(slug="night"), JurisdictionFactory(slug="ohio")
    PracticePageFactory(title="Rural", terms=[TermFactory(slug="rural")], topics=[topic])
    PracticePageFactory(title="Urban", terms=[TermFactory(slug="urban")], jurisdictions=[place])

    assert titles(client.get(f"{PAGES}?topic=night")) == ["Rural"]
    assert titles(client.get(f"{PAGES}?place=ohio")) == ["Urban"]
    assert titles(client.get(f"{PAGES}?community_type=rural&community_type=urban")) == [
        "Rural",
        "Urban",
    ]
    assert titles(client.get(f"{PAGES}?community_type=rural&place=ohio")) == []


def test_what_changed_since_a_moment(client):
    old, new = PracticePageFactory(title="Old"), PracticePageFactory(title="New")
    for page, year in ((old, 2024), (new, 2026)):
        type(page).objects.filter(pk=page.pk).update(changed_at=NOW.replace(year=year))

    assert titles(client.get(PAGES, {"updated_since": "2025-01-01"})) == ["New"]
    assert titles(client.get(PAGES, {"updated_since": "2025-01-01T00:00:00+00:00"})) == ["New"]


def test_a_confirmed_review_is_a_change_and_no_publishing(client):
    page, _ = PracticePageFactory(title="Confirmed"), PracticePageFactory(title="Not")
    later = NOW + timedelta(days=300)

    confirm(page, by=editor(), at=later)

    since = {"updated_since": (later - timedelta(days=1)).isoformat()}
    (row,) = client.get(PAGES, since).json()["items"]
    assert row["title"] == "Confirmed"
    assert datetime.fromisoformat(row["meta"]["changed_at"]) == later
    assert datetime.fromisoformat(row["meta"]["last_published_at"]) == NOW
    assert titles(client.get(PAGES, {"order": "-changed_at"})) == ["Confirmed", "Not"]


def test_a_type_is_narrowed_by_the_filters_of_its_page(client):
    PolicyPageFactory(title="Town", level="local", status="enacted")
    PolicyPageFactory(title="State", level="state", status="in_force")
    open_site = MentorSitePageFactory(title="Open", takes_requests=True)
    MentorSitePageFactory(title="Closed", takes_requests=False)

    laws = f"{PAGES}?type=policies.PolicyPage"
    assert titles(client.get(f"{laws}&level=local")) == ["Town"]
    assert titles(client.get(f"{laws}&level=local&level=state&status=in_force")) == ["State"]
    for site in ("", "type=mentorsites.MentorSitePage&"):
        assert titles(client.get(f"{PAGES}?{site}open=yes")) == [open_site.title]


def test_every_filter_of_a_shelf_is_in_the_documentation():
    text = DOCUMENTATION.read_text()

    names = {name for model in published_types().values() for name in facets_of(model)}

    assert {"level", "outcome", "kind", "resource_type", "mentor_offer", "state"} <= names
    assert [name for name in names if f"`{name}`" not in text] == []


@pytest.mark.parametrize(
    ("order", "name"),
    [
        ("title", "title"),
        ("-title", "title"),
        ("first_published_at", "newest"),
        ("-changed_at", "changed"),
    ],
)
@pytest.mark.parametrize("model", [ResourcePage, PracticePage])
def test_an_order_is_read_from_an_index(order, name, model):
    kind = "listed_anything" if model is ResourcePage else "listed"
    pages = ordered(model.objects.all(), order)[:20]

    plan = pages.explain()

    assert f"{kind}_{name}" in plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan


def test_one_can_go_through_all_of_it(client):
    for number in range(5):
        PracticePageFactory(title=f"P{number}")
    address, found = f"{PAGES}?limit=2", []

    while address:
        response = client.get(address)
        found += titles(response)
        address = response.json()["meta"]["next"]

    assert found == ["P0", "P1", "P2", "P3", "P4"]


@pytest.mark.parametrize(
    "query",
    [
        "type=auth.User", "type=no.Such", "order=random", "order=owner", "limit=101", "limit=-1",
        "offset=99999999999999999999", "after=x", "updated_since=soon", "updated_since=0001-01-01",
        "search=words", "owner=1", "fields=owner", "fields=body((((", "live=0",
        "type=principles.PrinciplePage&topic=night", "evidence=maybe", "open=no",
        "type=policies.PolicyPage&level=moon", "type=policies.PolicyPage&evidence=strong",
        "type=casestudies.CaseStudyPage&outcome=x", "level=state", "topic=" + "x" * 81,
        "fields=" + "a," * 400,
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_words(client, query):
    response = client.get(f"{PAGES}?{query}")

    assert response.status_code == 400
    assert response.json()["message"]


def test_hostile_text_never_breaks_it():
    client = Client(raise_request_exception=False)
    PracticePageFactory(topics=[TopicFactory(slug="night")])
    names = ("topic", "place", "community_type", "evidence", "status", "type", "fields", "order")
    texts = ("%00", "%22", "%ED%A0%80", "x" * 5_000, "'", "9" * 40, "(" * 3_000, "%F0%9F%92%A5")

    broken = [
        (name, text[:20], status)
        for name in (*names, "updated_since", "limit", "offset", "after", "unknown")
        for text in texts
        if (status := client.get(PAGES, QUERY_STRING=f"{name}={text}").status_code)
        not in (200, 400)
    ]

    assert broken == []
    assert client.get(f"{PAGES}{'9' * 40}/").status_code == 404


def test_it_only_reads(client):
    for method in (client.post, client.put, client.delete, client.patch):
        answer = method(PAGES)

        assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/json")


def test_a_browser_gets_json_and_other_sites_may_read_it(client):
    answer = client.get(PAGES, headers={"Accept": "text/html"})

    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_what_no_page_shows_is_not_in_it(client):
    case = CaseStudyPageFactory(
        quotes=[("quote", {"text": "We listen.", "by": "A medic", "consent": "in the zq drawer"})]
    )
    site = MentorSitePageFactory(
        testimonials=[
            ("testimonial", {"text": "They came.", "by": "A chief", "consent": "zq file"})
        ]
    )

    texts = [client.get(f"{PAGES}{page.pk}/").text for page in (case, site)]

    assert "We listen." in texts[0]
    assert "They came." in texts[1]
    assert not [text for text in texts if "zq" in text or '"owner"' in text]


def test_what_one_may_not_see_is_404(client, member_client):
    practice = PracticePageFactory()
    members_only(practice)

    for one in (client, member_client):
        answer = one.get(f"{PAGES}{practice.pk}/", headers={"If-None-Match": "*"})
        assert answer.status_code == 404


@override_settings(LIMIT_READING=True)
def test_who_asks_too_often_is_told_when_to_come_back(client):
    answers = [client.get(f"{PAGES}?limit=x") for _ in range(101)]

    assert answers[-2].status_code == 400
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0


@pytest.mark.parametrize("query", ["", "?type=practices.PracticePage&topic=t0"])
def test_a_list_costs_the_same_however_many_there_are(client, django_assert_max_num_queries, query):
    topic = TopicFactory(slug="t0")
    for _ in range(12):
        PracticePageFactory(topics=[topic], jurisdictions=[JurisdictionFactory()])
    client.get(PAGES)

    with django_assert_max_num_queries(6):
        assert len(titles(client.get(f"{PAGES}{query}"))) == 12


def test_the_examples_of_the_documentation_work(client):
    PolicyPageFactory(jurisdiction=JurisdictionFactory(slug="maryland"))
    PracticePageFactory(topics=[TopicFactory(slug="follow-up")])
    text = DOCUMENTATION.read_text()
    examples = re.findall(r"^GET (/api/v2/\S+)$", text, re.MULTILINE)

    answers = {example: client.get(example).status_code for example in examples}

    assert len(examples) >= 4
    assert set(answers.values()) == {200}
    item = json.loads(re.search(r"## Pages.*?```json\n(.*?)```", text, re.DOTALL)[1])["items"][0]
    given = client.get(PAGES).json()["items"][0]
    assert set(given) == set(item)
    assert set(given["meta"]) == set(item["meta"])
