"""Each list as a file: the rows of the page, no more, and nothing that a program would run."""

import csv
import json

import pytest

from hub.accounts.limits import stores
from practices.models import AdoptionReport
from tests.factories import (
    NOW,
    GlossaryEntryFactory,
    JurisdictionFactory,
    OrganizationPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    TermFactory,
    TopicFactory,
    all_shelves,
    members_only,
)

pytestmark = pytest.mark.django_db


def rows(client, address: str, **parameters: str) -> list[dict]:
    response = client.get(address, parameters)
    assert response.status_code == 200
    text = response.getvalue().decode()
    if ".json" in address:
        return json.loads(text)["items"]
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("ending", ["csv", "json"])
def test_every_shelf_and_list_of_words_is_a_file(client, ending):
    shelves = [one.slug for one in all_shelves() if one.slug != "paths"]
    OrganizationPageFactory(title="A partner")
    PrinciplePageFactory(title="A principle")
    JurisdictionFactory(name="Ohio", slug="ohio")
    TopicFactory(name="Night", slug="night")
    lists = [*shelves, "topics", "places", "about/glossary", "topics/night", "places/ohio"]

    found = {name: rows(client, f"/{name}/list.{ending}") for name in lists}

    assert [row["title"] for row in found["partners"]] == ["A partner"]
    assert [row["title"] for row in found["principles"]] == ["A principle"]
    assert "Ohio" in [row["name"] for row in found["places"]]
    assert client.get(f"/paths/list.{ending}").status_code == 404


def test_a_file_has_the_filters_and_the_order_of_the_page(client):
    rural = TermFactory(slug="rural")
    for title, terms in (("B", [rural]), ("A", [rural]), ("C", [])):
        PracticePageFactory(title=title, terms=terms)

    found = rows(client, "/practices/list.json", community_type="rural", sort="title", page="2")

    assert [row["title"] for row in found] == ["A", "B"]
    assert found[0]["community_types"] == ["Rural"]


def test_a_topics_file_takes_the_filters_of_the_search(client):
    topic = TopicFactory(slug="night")
    for evidence in ("strong", "emerging"):
        PracticePageFactory(title=evidence, evidence=evidence, topics=[topic])
        # What a form does before it saves.
    for page in topic.resource_topics.all():
        practice = page.content_object.specific
        practice.clean()
        practice.save()

    found = rows(client, "/topics/night/list.csv", evidence="strong", kind="practicepage")

    assert [row["title"] for row in found] == ["strong"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_as_a_formula(client, start):
    PracticePageFactory(title=f'{start}HYPERLINK("https://evil.example")', slug="x")

    text = client.get("/practices/list.csv").getvalue().decode()

    assert f"'{start}HYPERLINK" in text


def test_a_file_holds_what_the_reader_may_see(client, member_client):
    members_only(PracticePageFactory(title="For members"))

    assert rows(client, "/practices/list.json") == []
    assert [row["title"] for row in rows(member_client, "/practices/list.json")] == ["For members"]


def test_reports_that_wait_are_in_nobodys_file(client):
    practice = PracticePageFactory()
    for state, result in (("live", "It worked"), ("held", "It waits")):
        AdoptionReport.objects.create(
            practice=practice, verdict="adopted", would_again="yes", result=result, state=state,
            created_at=NOW,
        )  # fmt: skip

    found = rows(client, f"/adoptions/{practice.pk}/list.json")

    assert [row["result"] for row in found] == ["It worked"]
    assert "reporter" not in found[0]


def test_words_that_are_only_there_to_be_found_are_in_no_file(client):
    GlossaryEntryFactory(term="Person in crisis", search_only=["hurtful word"])

    text = client.get("/about/glossary/list.json").getvalue().decode()

    assert "Person in crisis" in text
    assert "hurtful" not in text


@pytest.mark.parametrize("address", ["/practices/list.json", "/policies/policies.csv"])
def test_whoever_fetches_many_lists_is_told_when_to_come_back(
    client, settings, monkeypatch, address
):
    settings.LIMIT_READING = True
    monkeypatch.setattr(stores, "PROCESS", stores.ProcessStore())
    all_shelves()

    answers = [client.get(address) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [*[200] * 10, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "more than 10 whole lists" in answers[-1].text


def test_a_file_costs_the_same_however_many_there_are(client, django_assert_max_num_queries):
    for number in range(12):
        PracticePageFactory(topics=[TopicFactory(name=f"T{number}")])

    with django_assert_max_num_queries(8):
        assert len(rows(client, "/practices/list.csv")) == 12
