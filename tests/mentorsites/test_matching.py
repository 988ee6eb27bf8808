"""How like two programs are, and the reasons told for it."""

import pytest

from hub.taxonomy.models import Vocabulary
from mentorsites.matching import (
    CRITERIA,
    Facts,
    explain,
    facts_as_json,
    facts_from,
    facts_from_json,
    match_of,
    rank,
    rank_sites,
    unsaid,
)
from mentorsites.models import MentorSitePage
from tests.factories import NOW, CaseStudyPageFactory, MentorSitePageFactory, TermFactory

pytestmark = pytest.mark.django_db

LISTS = {
    Vocabulary.COMMUNITY_TYPE: ["urban", "rural", "tribal"],
    Vocabulary.POPULATION_BAND: ["lt-10k", "10k-50k", "50k-250k", "250k-1m"],
    Vocabulary.RESPONSE_MODEL: ["co-responder", "mobile-crisis"],
    Vocabulary.LEAD_AGENCY_TYPE: ["ems-agency", "law-enforcement-agency"],
    Vocabulary.STAFFING_BAND: ["lt-2", "2-5", "6-15"],
    Vocabulary.CALL_VOLUME_BAND: ["lt-100", "100-499", "500-1999"],
    Vocabulary.STAGE: ["design", "create", "implement", "evaluate"],
    Vocabulary.HOURS: ["24-7", "business"],
}
YOURS = facts_from(
    {
        "community_types": ["rural"],
        "population": 21_000,
        "response_models": ["co-responder"],
        "lead_agency_type": "ems-agency",
        "staffing_band": "2-5",
        "call_volume_band": "100-499",
        "stage": "create",
        "hours": "business",
    }
)


@pytest.fixture(autouse=True)
def terms(db):
    return {
        slug: TermFactory(vocabulary=vocabulary, slug=slug, sort_order=order)
        for vocabulary, slugs in LISTS.items()
        for order, slug in enumerate(slugs)
    }


@pytest.fixture
def like(terms):
    """Makes a site that is like YOURS in everything but what is said here."""

    def make(*, many=("rural", "co-responder", "implement"), **differing):
        one = {
            "population": 18_200,
            "lead_agency_type": "ems-agency",
            "staffing_band": "2-5",
            "call_volume_band": "100-499",
            "hours": "business",
        } | differing
        fields = {name: terms.get(value, value) for name, value in one.items()}
        return MentorSitePageFactory(terms=[terms[slug] for slug in many], **fields)

    return make


def score(site, facts=YOURS):
    return match_of(site, facts).score


def test_the_weights_add_up_to_a_hundred():
    assert sum(criterion.weight for criterion in CRITERIA) == 100


def test_a_site_like_yours_and_one_stage_ahead_has_all_points(like):
    assert score(like()) == 100


def test_what_nobody_knows_counts_half():
    assert score(MentorSitePageFactory()) == 50
    assert score(MentorSitePageFactory(), Facts()) == 50


@pytest.mark.parametrize(
    ("differing", "points"),
    [
        ({"many": ("urban", "co-responder", "implement")}, 75),
        ({"many": ("rural", "urban", "co-responder", "implement")}, 92),
        ({"many": ("rural", "mobile-crisis", "implement")}, 80),
        ({"many": ("rural", "co-responder", "create")}, 95),
        ({"many": ("rural", "co-responder")}, 98),
        ({"population": 60_000}, 92),
        ({"population": 300_000}, 80),
        ({"population": None}, 90),
        ({"lead_agency_type": "law-enforcement-agency"}, 85),
        ({"lead_agency_type": None}, 93),
        ({"staffing_band": "6-15"}, 96),
        ({"call_volume_band": "500-1999"}, 98),
        ({"call_volume_band": None, "encounters": 300}, 100),
        ({"hours": "24-7"}, 100),
    ],
)
def test_each_difference_takes_what_the_table_says(differing, points, like):
    assert score(like(**differing)) == points


def test_at_the_last_stage_somebody_at_the_same_stage_is_as_good_as_ahead(like):
    last = facts_from(facts_as_json(YOURS) | {"stage": "evaluate"})

    assert score(like(many=("rural", "co-responder", "evaluate")), last) == 100


def test_the_reasons_are_in_words(like):
    reasons = explain(match_of(like(), YOURS), YOURS)

    assert reasons.same == [
        "Rural, like yours",
        "Same size: 18,200 residents, you have 21,000",
        "Same model: Co responder",
        "EMS-led",
        "Team as large: 2 5 full-time",
        "As busy: 100 499 encounters a year",
        "One stage ahead of you",
        "Same hours: business",
    ]
    assert (reasons.differs, reasons.unknown) == ([], [])


def test_differences_say_what_each_has(like):
    site = like(
        many=("urban", "tribal", "mobile-crisis", "design"),
        population=300_000,
        lead_agency_type="law-enforcement-agency",
        hours="24-7",
    )

    reasons = explain(match_of(site, YOURS), YOURS)

    assert reasons.differs == [
        "Community: urban and tribal; you: rural",
        "Residents: 250k 1m; you: 10k 50k",
        "Response model: Mobile crisis; you: Co responder",
        "Lead agency: Law enforcement agency; you: Ems agency",
        "Stage: Design; you: Create",
        "Hours: 24 7; you: business",
    ]


def test_a_neighboring_band_is_close_and_not_the_same(like):
    reasons = explain(match_of(like(population=60_000), YOURS), YOURS)

    assert "Close in size: 50k 250k residents" in reasons.same


def test_what_a_site_does_not_say_is_said(like):
    reasons = explain(match_of(like(staffing_band=None), YOURS), YOURS)

    assert reasons.unknown == ["Not known: staffing"]


def test_what_you_did_not_say_is_no_reproach_to_a_site(like):
    facts = facts_from({"community_types": ["rural"]})

    reasons = explain(match_of(like(), facts), facts)

    assert (reasons.same, reasons.unknown) == (["Rural, like yours"], [])
    assert unsaid(facts) == [
        "residents",
        "response model",
        "lead agency",
        "staffing",
        "encounters a year",
        "stage",
    ]


def test_the_best_comes_first_and_a_blank_site_is_not_left_out(like, member):
    far = like(many=("urban", "mobile-crisis", "design"), population=300_000)
    near, blank = like(), MentorSitePageFactory()

    matches = rank_sites(YOURS, member, at=NOW)

    assert [match.page_id for match in matches] == [near.pk, blank.pk, far.pk]


def test_among_equals_the_open_ones_come_first(member):
    closed = MentorSitePageFactory(takes_requests=False)
    open_ = MentorSitePageFactory()

    matches = rank_sites(YOURS, member, at=NOW)

    assert [match.page_id for match in matches] == [open_.pk, closed.pk]


def test_what_a_reader_may_not_see_is_not_ranked(like, member):
    like(live=False)

    assert rank_sites(YOURS, member, at=NOW) == []


def test_an_ended_program_is_no_mentor(like, member):
    like(takes_requests=False, program_status="ended")

    assert rank_sites(YOURS, member, at=NOW) == []


def test_ranking_can_be_narrowed_and_cut(like, member):
    sites = [like() for _ in range(3)]

    assert len(rank_sites(YOURS, member, at=NOW, limit=2)) == 2
    assert [match.page_id for match in rank_sites(YOURS, member, at=NOW, only=[sites[1].pk])] == [
        sites[1].pk
    ]


def test_a_case_study_is_compared_by_what_it_tells(terms):
    study = CaseStudyPageFactory(
        population=18_200,
        lead_agency_type=terms["ems-agency"],
        terms=[terms["rural"], terms["co-responder"], terms["implement"]],
    )

    # Staffing and encounters are unknown: half of 15.
    assert match_of(study, YOURS).score == 93


def test_ranking_and_matching_one_page_say_the_same(like, member):
    site = like(many=("rural", "tribal", "mobile-crisis"), population=60_000, staffing_band=None)

    (ranked,) = rank_sites(YOURS, member, at=NOW)

    assert ranked == match_of(site, YOURS)


def test_a_draft_changes_nothing_until_it_is_published(like, member, terms):
    site = MentorSitePage.objects.get(pk=like().pk)
    site.lead_agency_type = terms["law-enforcement-agency"]
    site.terms = [terms["urban"]]

    revision = site.save_revision()

    assert rank_sites(YOURS, member, at=NOW)[0].score == 100

    revision.publish()

    assert rank_sites(YOURS, member, at=NOW)[0].score < 60


def test_a_small_change_of_one_column_takes_nothing_else_from_a_draft(like, member, terms):
    site = MentorSitePage.objects.get(pk=like().pk)
    site.lead_agency_type, site.hours = terms["law-enforcement-agency"], terms["24-7"]

    site.save(update_fields=["hours"])

    (match,) = rank_sites(YOURS, member, at=NOW)
    assert (match.score, match.theirs.hours) == (100, "24-7")


def test_a_snapshot_comes_back_as_it_was():
    assert facts_from_json(facts_as_json(YOURS)) == YOURS
    assert facts_as_json(Facts()) == {}


def test_a_word_that_no_list_has_any_more_is_unknown(like, terms):
    site = like()
    facts = facts_from({"lead_agency_type": "abolished"})

    assert match_of(site, facts).score == 50


@pytest.mark.parametrize("count", [1, 30])
def test_ranking_takes_two_statements_however_many_there_are(
    count, like, member, django_assert_num_queries
):
    for _ in range(count):
        like()

    with django_assert_num_queries(2):
        rank(MentorSitePage.objects.visible_to(member, NOW), YOURS)
