from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.policies.history import is_ahead, milestones_of, steps_of
from hub.policies.models import PolicyAction, PolicyPage, PolicyProvision
from hub.resources.models import ResourceRelation
from hub.taxonomy.models import Vocabulary
from tests.factories import (
    JurisdictionFactory,
    PolicyPageFactory,
    PracticePageFactory,
    TermFactory,
    TopicFactory,
    all_shelves,
    members_only,
    shelf,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


@pytest.fixture
def tracker():
    all_shelves()
    return "/policies/"


def titles(response) -> list[str]:
    return [policy.title for policy in response.context["listing"].rows]


# --- The tracker ----------------------------------------------------------------------------------


def test_the_tracker_leads_with_what_the_reader_may_see(client, tracker):
    PolicyPageFactory(level="federal")
    PolicyPageFactory(level="state")
    members_only(PolicyPageFactory(level="local"))

    content = client.get(tracker).content.decode()

    assert "We follow 2 policies: 1 federal, 1 state." in content


def test_a_row_says_place_status_date_topics_and_the_day_it_was_checked(client, tracker):
    PolicyPageFactory(
        title="Co-response act",
        jurisdiction=JurisdictionFactory(name="Georgia"),
        status="in_committee",
        as_of=date(2026, 5, 4),
        introduced="2026-05",
        topics=[TopicFactory(name=name) for name in ("Peers", "Funding", "Rural")],
    )

    content = client.get(tracker).content.decode()

    for words in (
        "Georgia",
        "In committee",
        "May 2026",
        "Peers, Funding and 1 more",
        "May 4, 2026",
    ):
        assert words in content


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("status=vetoed", ["Vetoed bill"]),
        ("level=federal", ["Federal law"]),
        ("place=georgia", ["Vetoed bill"]),
        ("q=FEDERAL", ["Federal law"]),
        ("status=vetoed&level=federal", []),
    ],
)
def test_filters_narrow_the_table(client, tracker, asked, expected):
    georgia = JurisdictionFactory(name="Georgia")
    PolicyPageFactory(
        title="Vetoed bill", status="vetoed", jurisdiction=georgia, jurisdictions=[georgia]
    )
    PolicyPageFactory(title="Federal law", level="federal")

    assert titles(client.get(f"{tracker}?{asked}")) == expected


def test_the_table_can_be_put_in_order_by_date_place_and_title(client, tracker):
    PolicyPageFactory(title="B", introduced="2026", jurisdiction=JurisdictionFactory(name="Utah"))
    PolicyPageFactory(title="A", introduced="2020", jurisdiction=JurisdictionFactory(name="Guam"))

    assert titles(client.get(tracker)) == ["B", "A"]
    assert titles(client.get(tracker, {"sort": "place"})) == ["A", "B"]
    assert titles(client.get(tracker, {"sort": "title"})) == ["A", "B"]


@pytest.mark.parametrize(
    "hostile",
    [
        "page=99999999999999999999",
        "page=0",
        "page=x",
        "sort=nothing",
        "status=%27%3B--",
        "level=federal%00",
        "place=" + "x" * 5000,
        "q=%25_%5C",
        "topic=" + "&topic=".join("ab" * 60),
    ],
)
def test_the_tracker_shrugs_off_hostile_parameters(client, tracker, hostile):
    PolicyPageFactory()

    assert client.get(f"{tracker}?{hostile}").status_code == 200


def test_the_download_takes_the_filters_along(client, tracker):
    PolicyPageFactory(status="vetoed")

    content = client.get(tracker, {"status": "vetoed", "page": "1"}).content.decode()

    assert "/policies/policies.csv?status=vetoed" in content


def test_the_tracker_costs_the_same_however_much_there_is(client, tracker):
    for number in range(25):
        place = JurisdictionFactory()
        PolicyPageFactory(
            jurisdiction=place,
            jurisdictions=[place],
            topics=[TopicFactory() for _ in range(3)],
            status="in_force" if number % 2 else "enacted",
        )
    client.get(tracker)

    with CaptureQueriesContext(connection) as statements:
        client.get(tracker, {"status": "in_force"})

    assert len(statements) <= 16


# --- One policy -----------------------------------------------------------------------------------


def test_a_policy_keeps_its_official_title_word_for_word(client, tracker):
    policy = PolicyPageFactory(official_title="AN ACT RELATING TO <CO-RESPONSE> & PEERS")

    content = client.get(policy.get_absolute_url()).content.decode()

    assert "“AN ACT RELATING TO &lt;CO-RESPONSE&gt; &amp; PEERS”" in content


def test_a_policy_is_information_unless_it_says_that_it_is_a_position(client, tracker):
    information = client.get(PolicyPageFactory().get_absolute_url()).content.decode()
    position = client.get(PolicyPageFactory(stance="position").get_absolute_url()).content.decode()

    assert "Information, not legal advice." in information
    assert "Consortium position." in position


def test_a_policy_says_as_of_when_its_status_holds(client, tracker):
    policy = PolicyPageFactory(status="introduced", as_of=date(2026, 2, 14))

    content = client.get(policy.get_absolute_url()).content.decode()

    assert "Status as of" in content
    assert "February 14, 2026" in content


def test_actions_stand_in_order_of_time_and_future_ones_are_marked(client, tracker):
    policy = PolicyPageFactory()
    for day, text in [
        ("2999-01", "Report due"),
        ("2020-02-03", "First reading"),
        ("2019", "Study"),
    ]:
        PolicyAction.objects.create(policy=policy, date=day, text=text)

    content = client.get(policy.get_absolute_url()).content.decode()

    assert content.index("Study") < content.index("First reading") < content.index("Report due")
    assert content.count("Scheduled") == 1


def test_a_provision_shows_the_answer_and_the_words_of_the_law(client, tracker):
    policy = PolicyPageFactory()
    question = TermFactory(vocabulary=Vocabulary.POLICY_PROVISION, slug="q", label="Names EMS")
    PolicyProvision.objects.create(
        policy=policy, question=question, answer="partial", quote="any paramedic", pinpoint="Sec. 4"
    )

    content = client.get(policy.get_absolute_url()).content.decode()

    for words in ("Names EMS", "In part", "“any paramedic”", "Sec. 4"):
        assert words in content


def test_a_relation_is_shown_from_both_ends(client, tracker):
    law, practice = PolicyPageFactory(title="The act"), PracticePageFactory(title="The practice")
    ResourceRelation.objects.create(source=practice, kind="required_by", target=law)

    assert "The practice" in client.get(law.get_absolute_url()).content.decode()
    assert "The act" in client.get(practice.get_absolute_url()).content.decode()


def test_what_may_not_be_seen_is_not_related_either(client, tracker):
    law, draft = PolicyPageFactory(), PracticePageFactory(title="Half-written", live=False)
    ResourceRelation.objects.create(source=draft, target=law)

    assert "Half-written" not in client.get(law.get_absolute_url()).content.decode()


def test_a_draft_policy_is_not_found(client, tracker):
    policy = PolicyPageFactory(live=False)

    assert client.get(policy.get_absolute_url()).status_code == 404


def test_only_a_source_that_is_the_law_is_called_the_official_page(client, tracker):
    def source(kind):
        return ("source", {"label": "Source", "url": f"https://{kind}.example.org/", "kind": kind})

    policy = PolicyPageFactory(sources=[source("news"), source("law")])

    assert policy.official_page == "https://law.example.org/"
    assert PolicyPageFactory(sources=[source("news")]).official_page == ""


# --- History --------------------------------------------------------------------------------------


def history(**fields) -> list[tuple[str, str, str]]:
    policy = PolicyPage(**{"status": "in_force", **fields})
    return [(step.title, step.date, step.state) for step in milestones_of(policy, TODAY)]


def test_a_law_in_force_stands_at_the_day_it_took_effect():
    assert history(enacted="2025-05-19", effective=[("date", {"date": "2025-07-27"})]) == [
        ("Enacted", "2025-05-19", "done"),
        ("In effect", "2025-07-27", "now"),
    ]


def test_a_part_that_takes_effect_later_is_still_to_come():
    dates = [("date", {"date": "2027-01", "note": "Sec. 4"}), ("date", {"date": "2025"})]

    assert history(effective=dates) == [
        ("In effect", "2025", "now"),
        ("Takes effect", "2027-01", "next"),
    ]


def test_a_pending_bill_stands_at_its_status_as_of_a_day():
    assert history(status="in_committee", introduced="2025-02", as_of=date(2026, 5, 4)) == [
        ("Introduced", "2025-02", "done"),
        ("In committee", "2026-05-04", "now"),
    ]


def test_a_law_without_dates_still_says_where_it_stands():
    assert history() == [("In force", "", "now")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2026", False), ("2027", True), ("2026-06", False), ("2026-07", True), ("2026-06-16", True)],
)
def test_a_year_or_month_lies_ahead_only_as_a_whole(value, expected):
    assert is_ahead(value, TODAY) is expected


def test_actions_of_one_day_keep_the_order_of_the_editor():
    actions = [
        PolicyAction(date="2025", text="second", sort_order=2),
        PolicyAction(date="2025", text="first", sort_order=1),
    ]

    assert [step.action.text for step in steps_of(actions, TODAY)] == ["first", "second"]


def test_a_new_tracker_says_that_nothing_is_there_yet(client):
    shelf("policies")

    assert "Nothing here yet" in client.get("/policies/").content.decode()
