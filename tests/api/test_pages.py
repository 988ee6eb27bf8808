"""Everything published for programs: complete, read-only, and the same for everybody."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client, override_settings

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
    members_only,
)

pytestmark = pytest.mark.django_db
PAGES = "/api/v2/pages/"
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "api.md"


def titles(response) -> list[str]:
    assert response.status_code == 200, response.content
    return [item["title"] for item in response.json()["items"]]


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
        type(page).objects.filter(pk=page.pk).update(last_published_at=NOW.replace(year=year))

    assert titles(client.get(PAGES, {"updated_since": "2025-01-01"})) == ["New"]
    assert titles(client.get(PAGES, {"updated_since": "2025-01-01T00:00:00+00:00"})) == ["New"]


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
        "type=principles.PrinciplePage&topic=night", "fields=" + "a," * 400,
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
