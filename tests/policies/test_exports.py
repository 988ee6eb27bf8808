import csv

import pytest

from tests.factories import JurisdictionFactory, PolicyPageFactory, members_only, shelf

pytestmark = pytest.mark.django_db
ADDRESS = "/policies/policies.csv"


def rows(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(text.splitlines()))


def test_the_table_can_be_downloaded(client):
    PolicyPageFactory(
        title="Co-response act",
        identifier="SB 403",
        jurisdiction=JurisdictionFactory(name="Georgia"),
    )

    response = client.get(ADDRESS)
    (row,) = rows(response)

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    assert (row["place"], row["identifier"], row["status"]) == ("Georgia", "SB 403", "In force")
    assert row["address"] == "http://testserver/policies/co-response-act/"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_run_as_a_formula(client, start):
    PolicyPageFactory(identifier=f'{start}HYPERLINK("https://evil.example")', slug="x")

    text = b"".join(client.get(ADDRESS).streaming_content).decode()

    assert f"'{start}HYPERLINK" in text


def test_the_download_takes_the_same_filters_as_the_table(client):
    PolicyPageFactory(title="Vetoed", status="vetoed")
    PolicyPageFactory(title="In force")

    assert [row["title"] for row in rows(client.get(ADDRESS, {"status": "vetoed"}))] == ["Vetoed"]


def test_the_download_holds_only_what_the_reader_may_see(client, member_client):
    members_only(PolicyPageFactory(title="For members"))
    PolicyPageFactory(title="A draft", live=False)

    assert rows(client.get(ADDRESS)) == []
    assert [row["title"] for row in rows(member_client.get(ADDRESS))] == ["For members"]


def test_the_download_is_not_there_without_a_tracker(client, home):
    shelf("policies").delete()

    assert client.get(ADDRESS).status_code == 404


def test_hostile_parameters_give_an_ordinary_table(client):
    shelf("policies")

    response = client.get(f"{ADDRESS}?status=%27&sort=x&q=%00%25")

    assert rows(response) == []


def test_the_download_costs_the_same_however_many_there_are(client, django_assert_max_num_queries):
    for _ in range(12):
        PolicyPageFactory()

    with django_assert_max_num_queries(8):
        assert len(rows(client.get(ADDRESS))) == 12
