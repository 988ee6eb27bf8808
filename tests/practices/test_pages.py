import pytest

from tests.factories import (
    JurisdictionFactory,
    PracticePageFactory,
    TermFactory,
    TopicFactory,
    shelf,
)

pytestmark = pytest.mark.django_db


def test_a_practice_is_listed_on_its_shelf(client):
    practice = PracticePageFactory(title="Follow-up within two days")

    response = client.get("/practices/")

    assert practice.title in response.content.decode()


def test_a_draft_is_not_listed(client):
    PracticePageFactory(title="Half-written", live=False)

    response = client.get("/practices/")

    assert "Half-written" not in response.content.decode()


def test_a_topic_narrows_the_list(client):
    topic = TopicFactory()
    PracticePageFactory(title="About the topic", topics=[topic])
    PracticePageFactory(title="About something else")

    response = client.get("/practices/", {"topic": topic.slug})

    assert "About the topic" in response.content.decode()
    assert "About something else" not in response.content.decode()


def test_a_practice_shows_what_is_known_about_each_outcome(client):
    practice = PracticePageFactory(
        evidence="promising",
        outcomes=[
            (
                "outcome",
                {
                    "outcome": "Repeat contact",
                    "direction": "unclear",
                    "level": "emerging",
                    "studies": 2,
                    "note": "Small counts",
                },
            )
        ],
    )

    content = client.get(practice.get_absolute_url()).content.decode()

    assert "Repeat contact" in content
    assert "Unclear" in content
    assert "Emerging" in content
    assert '/about/evidence/#promising"' in content


def test_a_sample_says_so_on_its_page_and_in_lists(client):
    sample = PracticePageFactory(is_sample=True)

    assert "Sample – not a real program" in client.get(sample.get_absolute_url()).content.decode()
    assert "Sample – not real" in client.get("/practices/").content.decode()


@pytest.mark.parametrize("count", [2, 60])
def test_the_shelf_costs_the_same_however_full_it_is(client, count, django_assert_max_num_queries):
    topic, place, term = TopicFactory(), JurisdictionFactory(), TermFactory()
    shelf("practices")
    for _ in range(count):
        PracticePageFactory(topics=[topic], jurisdictions=[place], terms=[term])

    with django_assert_max_num_queries(16):
        response = client.get("/practices/")

    assert response.status_code == 200


def test_a_practice_costs_fourteen_statements_at_most(client, django_assert_max_num_queries):
    practice = PracticePageFactory(
        topics=[TopicFactory()], jurisdictions=[JurisdictionFactory()], terms=[TermFactory()]
    )

    with django_assert_max_num_queries(14):
        response = client.get(practice.get_absolute_url())

    assert response.status_code == 200


def test_the_brief_tells_the_practice_in_short(client):
    practice = PracticePageFactory(
        problem="<p>" + "word " * 200 + "</p>",
        core_elements="<ul><li>Ask first</li><li>Close the list</li></ul>",
    )

    content = client.get(practice.get_absolute_url(), {"view": "brief"}).content.decode()

    assert "The problem" in content
    assert content.count("word") < 100
    assert "Ask first; Close the list" in content
    assert f"http://testserver{practice.get_absolute_url()}" in content
