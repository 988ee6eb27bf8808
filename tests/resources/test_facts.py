"""The narrow row beside a page that tells of a program, for matching."""

import pytest

from hub.resources.actions import fill_facts, note_facts
from hub.resources.models import ProgramFacts
from hub.taxonomy.models import Vocabulary
from tests.factories import (
    CaseStudyPageFactory,
    MentorSitePageFactory,
    PracticePageFactory,
    TermFactory,
)

pytestmark = pytest.mark.django_db


def test_a_saved_site_has_its_facts_in_slugs():
    terms = [
        TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="tribal"),
        TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="rural"),
        TermFactory(vocabulary=Vocabulary.STAGE, slug="create", sort_order=2),
        TermFactory(vocabulary=Vocabulary.STAGE, slug="evaluate", sort_order=4),
        TermFactory(vocabulary=Vocabulary.STAGE, slug="implement", sort_order=3),
    ]
    site = MentorSitePageFactory(terms=terms, population=18_200, encounters=640)

    facts = ProgramFacts.objects.get(page=site)

    assert (facts.community_types, facts.stage) == ("rural tribal", "evaluate")
    assert (facts.population_band, facts.call_volume_band) == ("10k-50k", "500-1999")


@pytest.mark.parametrize(
    ("residents", "band"),
    [(0, "lt-10k"), (9_999, "lt-10k"), (10_000, "10k-50k"), (1_000_000, "gt-1m")],
)
def test_a_case_study_has_its_band_from_the_number(residents, band):
    study = CaseStudyPageFactory(population=residents)

    assert study.program_facts.population_band == band


def test_what_tells_of_no_program_has_no_facts():
    practice = PracticePageFactory()

    assert note_facts(practice) is None
    assert not ProgramFacts.objects.exists()


def test_pages_from_before_get_their_facts_once():
    for _ in range(2):
        MentorSitePageFactory(population=18_200)
    ProgramFacts.objects.all().delete()

    assert fill_facts() == 2
    assert fill_facts() == 0
    assert ProgramFacts.objects.filter(population_band="10k-50k").count() == 2


def test_facts_go_with_their_page():
    site = MentorSitePageFactory()

    site.delete()

    assert not ProgramFacts.objects.exists()
