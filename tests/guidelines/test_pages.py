from datetime import date

import pytest

from tests.factories import GuidelinePageFactory

pytestmark = pytest.mark.django_db

SIGNED = {
    "clinical_reviewer": "A clinician",
    "medical_director": "A director",
    "signed_off_on": date(2026, 1, 2),
}


def test_recommendations_are_numbered_and_graded_one_by_one(client):
    guideline = GuidelinePageFactory(
        recommendations=[
            (
                "recommendation",
                {"text": "Ask first.", "strength": "strong", "evidence": "moderate"},
            ),
            (
                "recommendation",
                {"text": "Do not hold.", "strength": "against", "evidence": "mixed"},
            ),
        ]
    )

    content = client.get(guideline.get_absolute_url()).content.decode()

    assert content.index('id="recommendation-1"') < content.index('id="recommendation-2"')
    assert "Strong recommendation" in content
    assert "Recommendation against" in content
    assert "Moderate evidence" in content


def test_an_unsigned_guideline_says_so_before_anything_else(client):
    guideline = GuidelinePageFactory()

    content = client.get(guideline.get_absolute_url()).content.decode()

    assert content.index("Do not use it on shift.") < content.index('id="recommendations"')
    assert "Not yet signed" in content


def test_a_signed_guideline_names_who_signed_and_when(client):
    guideline = GuidelinePageFactory(**SIGNED)

    content = client.get(guideline.get_absolute_url()).content.decode()

    assert "A director" in content
    assert "January 2, 2026" in content
    assert "Do not use it on shift." not in content


@pytest.mark.parametrize("fields", [{}, SIGNED])
def test_local_medical_direction_decides_whoever_signed(client, fields):
    guideline = GuidelinePageFactory(**fields)

    content = client.get(guideline.get_absolute_url()).content.decode()

    assert "Local medical direction decides" in content
