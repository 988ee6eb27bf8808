import pytest

from tests.factories import CaseStudyPageFactory

pytestmark = pytest.mark.django_db


def measure(name: str, **fields):
    return (
        "measure",
        {
            "name": name,
            "baseline": "520",
            "latest": "1,140",
            "period": "2021 to 2024",
            "source": "Run reports",
            **fields,
        },
    )


def quote(text: str):
    return ("quote", {"text": text, "by": "A peer", "consent": "In the locked cabinet"})


def test_a_result_narrows_the_shelf(client):
    CaseStudyPageFactory(title="It ended", outcome="stopped")
    CaseStudyPageFactory(title="It went well", outcome="succeeded")

    content = client.get("/case-studies/", {"outcome": "stopped"}).content.decode()

    assert "It ended" in content
    assert "It went well" not in content


def test_a_failure_has_the_same_page_as_a_success(client):
    case = CaseStudyPageFactory(outcome="stopped", what_went_wrong="<p>Nobody came at night.</p>")

    content = client.get(case.get_absolute_url()).content.decode()

    assert "Stopped" in content
    assert "Nobody came at night." in content


def test_where_a_consent_is_kept_is_never_shown(client):
    case = CaseStudyPageFactory(quotes=[quote("Nobody had asked me."), quote("They came back.")])

    content = client.get(case.get_absolute_url()).content.decode()

    assert "Nobody had asked me." in content
    assert "They came back." in content
    assert "locked cabinet" not in content


def test_four_measures_at_most_stand_large_at_the_top(client):
    case = CaseStudyPageFactory(measures=[measure(f"Measure {n}", in_brief=True) for n in range(6)])

    content = client.get(case.get_absolute_url()).content.decode()

    assert content.count(", from 520</dt>") == 4
    assert content.count('data-label="Latest"') == 6


def test_the_list_says_how_many_people_live_there_and_when_it_was(client):
    CaseStudyPageFactory(population=31000, period_start="2022-03", period_end="2025")

    content = client.get("/case-studies/").content.decode()

    assert "31,000 residents" in content
    assert "2022 to 2025" in content
