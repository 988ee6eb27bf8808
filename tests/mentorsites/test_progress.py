"""What readers still miss on a site's page."""

import pytest

from mentorsites.progress import WISHES, progress_of
from tests.factories import MentorSitePageFactory, TermFactory

pytestmark = pytest.mark.django_db


def test_the_most_missed_comes_first():
    progress = progress_of(MentorSitePageFactory())

    assert progress.percent == 0
    assert progress.missing[0].anchor == "mentors_on"
    worths = [wish.worth for wish in WISHES]
    assert worths == sorted(worths, reverse=True)
    assert sum(worths) == 100


def test_what_is_said_counts_and_is_not_asked_for():
    terms = [TermFactory(vocabulary="community_type"), TermFactory(vocabulary="response_model")]
    site = MentorSitePageFactory(
        mentors_on="<p>Dispatch.</p>", lessons="<p></p>", population=9_000, terms=terms
    )

    progress = progress_of(site)

    anchors = {one.anchor for one in progress.missing}
    assert progress.percent == 42
    assert not anchors & {"mentors_on", "community_type", "response_model", "population"}
    # An empty paragraph is nothing said.
    assert "lessons" in anchors


def test_small_facts_are_marked_as_such():
    facts = {one.anchor for one in progress_of(MentorSitePageFactory()).missing if one.is_fact}

    assert facts == {"hours", "encounters"}
