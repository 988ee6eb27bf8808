import pytest

from tests.factories import MentorSitePageFactory, PracticePageFactory

pytestmark = pytest.mark.django_db

STUDY = {
    "citation": "A study of the second day.",
    "design": "qualitative",
    "finding": "It mattered.",
    "limits": "Few were asked.",
}


def test_only_the_parts_that_are_filled_are_on_the_page_and_in_its_contents(client):
    practice = PracticePageFactory(
        risks="<p>Voice mail.</p>", equity="<p>Ask for a place.</p>", training="<p></p>"
    )

    content = client.get(practice.get_absolute_url()).content.decode()

    assert content.count('href="#risks"') == 2  # beside the page, and folded on a phone
    assert '<section class="prose" id="risks">' in content
    assert "Training" not in content


def test_a_cost_says_in_which_dollars_it_is(client):
    practice = PracticePageFactory(yearly_cost="$48,000", cost_year=2025)

    content = client.get(practice.get_absolute_url()).content.decode()

    assert "Yearly cost, in 2025 dollars" in content


def test_a_study_says_how_it_was_made_and_what_it_cannot_tell(client):
    practice = PracticePageFactory(evidence_items=[("item", STUDY)])

    content = client.get(practice.get_absolute_url()).content.decode()

    assert "Qualitative study" in content
    assert "Few were asked." in content


def test_when_not_to_use_it_is_said_in_a_notice(client):
    practice = PracticePageFactory(when_not_to_use="<p>Without agreement.</p>")

    content = client.get(practice.get_absolute_url()).content.decode()

    assert 'id="when_not_to_use"' in content
    assert "Without agreement." in content


def test_a_practice_leads_to_the_teams_that_do_it(client):
    practice, site = PracticePageFactory(), MentorSitePageFactory()
    site.relations.create(kind="implements", target=practice)
    site.save()

    content = client.get(practice.get_absolute_url()).content.decode()

    assert 'href="#related-mentorsitepage">Ask a team that does this' in content
    assert "Mentor sites that do this" in content
