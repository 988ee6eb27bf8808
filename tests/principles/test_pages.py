import pytest

from tests.factories import (
    CaseStudyPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    members_only,
    shelf,
)

pytestmark = pytest.mark.django_db


def test_the_commitments_come_before_the_other_principles(client):
    PrinciplePageFactory(title="Another principle", sort_order=1)
    PrinciplePageFactory(title="A commitment", is_core=True, sort_order=2)

    content = client.get("/principles/").content.decode()

    assert content.index("A commitment") < content.index("Another principle")


def test_a_draft_is_not_listed(client):
    PrinciplePageFactory(title="Half-written", live=False)

    assert "Half-written" not in client.get("/principles/").content.decode()


def test_an_empty_shelf_is_no_error(client):
    shelf("principles")

    assert client.get("/principles/").status_code == 200


def test_the_shelf_counts_only_what_the_reader_may_see(client):
    principle = PrinciplePageFactory(is_core=True)
    PracticePageFactory(principles=[principle])
    members_only(PracticePageFactory(principles=[principle]))

    content = client.get("/principles/").content.decode()

    assert "1 item that carries it out" in content


def test_a_principle_shows_its_words_and_what_carries_it_out_by_kind(client):
    principle = PrinciplePageFactory(quotation="Non-crisis connections are critical.")
    PracticePageFactory(title="A practice", principles=[principle])
    CaseStudyPageFactory(title="A case", principles=[principle])
    PracticePageFactory(title="Half-written", principles=[principle], live=False)

    content = client.get(principle.get_absolute_url()).content.decode()

    assert "Non-crisis connections are critical." in content
    assert "<h3>Promising practices</h3>" in content
    assert "<h3>Case studies</h3>" in content
    assert "2 items" in content
    assert "Half-written" not in content


def test_a_principle_leads_to_the_ones_before_and_after_it(client):
    first, here, last = (
        PrinciplePageFactory(title=f"Principle {n}", sort_order=n) for n in range(3)
    )

    content = client.get(here.get_absolute_url()).content.decode()

    assert f'href="{first.url}" rel="prev"' in content
    assert f'href="{last.url}" rel="next"' in content


def test_what_carries_it_out_comes_in_pages_at_a_steady_cost(client, django_assert_max_num_queries):
    principle = PrinciplePageFactory()
    for _ in range(26):
        PracticePageFactory(principles=[principle])

    with django_assert_max_num_queries(14):
        content = client.get(principle.get_absolute_url()).content.decode()

    assert "1–24 of 26 items" in content
    assert "?page=2" in content
