import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from hub.taxonomy.models import Vocabulary
from mentoring.actions.answering import accept_offer
from mentoring.models import Completion, FollowUp, MentorRequest, OffHubHelp, Satisfaction
from mentoring.reports.figures import make_report
from mentoring.reports.measures import share_of
from mentoring.reports.period import Period
from mentoring.reports.tables import counted, hide_small
from tests.factories import JurisdictionFactory, TermFactory, UserFactory

from .staff import staff_signed_in
from .worlds import DAY, ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db
REPORT = "/mentoring/report/"


def shown(table) -> dict[str, str]:
    return {line.label: line.shown for line in table.lines}


def tables_of(period: Period, **options) -> dict[str, object]:
    return {table.key: table for table in make_report(period, **options).tables}


def this_year() -> Period:
    return Period.read({}, today=timezone.localdate())


def many(count: int, *, terms=(), **fields) -> list[MentorRequest]:
    now, person = timezone.now() - DAY, UserFactory()
    said = {"requester": person, "question": "Which?", "submitted_at": now, "waits_from": now}
    made = MentorRequest.objects.bulk_create(
        MentorRequest(**{**said, **fields}) for _ in range(count)
    )
    links = MentorRequest.community_types.through
    links.objects.bulk_create(links(mentorrequest=one, term=term) for one in made for term in terms)
    return made


def finished(count: int) -> list[MentorRequest]:
    """Requests that were carried through today."""
    made = many(count)
    Completion.objects.bulk_create(
        Completion(request=one, happened_on=timezone.localdate()) for one in made
    )
    return made


# --- Small numbers --------------------------------------------------------------------------------
def test_counts_from_one_to_ten_are_hidden_and_zero_is_not():
    table = hide_small(counted("t", "T", "C", [("a", 25), ("b", 10), ("c", 1), ("d", 0)]))

    assert shown(table) == {"a": "25", "b": "fewer than 11", "c": "fewer than 11", "d": "0"}
    assert [line.share for line in table.lines] == [100, 0, 0, 0]


def test_what_subtraction_would_give_away_is_hidden_too():
    parts = [("a", 40), ("b", 12), ("c", 3)]

    assert shown(hide_small(counted("t", "T", "C", parts, adds_up=True))) == {
        "a": "40",
        "b": "not shown",
        "c": "fewer than 11",
    }
    assert shown(hide_small(counted("t", "T", "C", parts)))["b"] == "12"


# --- Figures --------------------------------------------------------------------------------------
def test_requests_are_counted_by_community_stage_state_and_discipline():
    rural, urban = TermFactory(slug="rural"), TermFactory(slug="urban")
    stage = TermFactory(vocabulary=Vocabulary.STAGE, slug="design")
    role = TermFactory(vocabulary=Vocabulary.DISCIPLINE, slug="ems")
    state = JurisdictionFactory(name="Sampleland")
    county = JurisdictionFactory(name="Sample County", kind="county")
    county.parents.add(state)
    many(12, terms=[rural, urban], stage=stage, discipline=role, place=county)
    many(3)

    tables = tables_of(this_year(), is_exact=True)

    assert shown(tables["by_community_types"]) == {"Rural": "12", "Urban": "12", "Not said": "3"}
    assert shown(tables["by_stage"]) == {"Design": "12", "Not said": "3"}
    assert shown(tables["by_state"]) == {"Sampleland": "12", "Not said": "3"}
    assert shown(tables["by_discipline"]) == {"Ems": "12", "Not said": "3"}


def test_other_years_and_samples_are_not_counted():
    many(2, submitted_at=timezone.now() - 800 * DAY)
    many(2, is_sample=True)

    assert shown(tables_of(this_year())["overview"])["Requests sent"] == "0"


def test_the_time_to_the_first_answer_has_a_median_and_a_slow_end():
    now = timezone.now() - DAY
    for hours in range(1, 21):
        many(1, first_answer_at=now + timedelta(hours=hours), submitted_at=now)

    said = shown(tables_of(this_year())["first_answer"])

    assert said["Half of them within (median)"] == "10 hours"
    assert said["95 of 100 within"] == "19 hours"
    assert said["Answered within fourteen days"] == "100 of 100"


def test_few_answers_have_no_median():
    many(3, first_answer_at=timezone.now())

    said = shown(tables_of(this_year())["first_answer"])

    assert said["Half of them within (median)"] == "too few to say"
    assert said["Requests with a first answer"] == "fewer than 11"


def test_what_came_of_it_after_ninety_days_is_counted():
    now = timezone.now()
    for request in many(12):
        FollowUp.objects.create(
            request=request,
            days=90,
            due_at=now - DAY,
            asked_at=now,
            answered_at=now,
            outcome="in-place",
        )

    assert shown(tables_of(this_year())["outcomes"])["It is in place"] == "12"


def test_satisfaction_is_a_mean_of_enough_answers():
    for score, request in zip([5] * 6 + [4] * 6, finished(12), strict=True):
        Satisfaction.objects.create(
            request=request, side="requester", score=score, at=timezone.now()
        )

    tables = tables_of(this_year())

    said, unsaid = shown(tables["satisfaction_requester"]), shown(tables["satisfaction_site"])
    assert said == {"Answers": "12", "No answer yet": "0", "Mean": "4.5 of 5"}
    assert unsaid == {"Answers": "0", "No answer yet": "12", "Mean": "none"}


def test_few_that_are_missing_cannot_be_found_by_subtraction():
    for request in finished(20)[:15]:
        Satisfaction.objects.create(request=request, side="site", score=5, at=timezone.now())
    MentorRequest.objects.filter(pk__in=MentorRequest.objects.values("pk")[:15]).update(
        first_answer_at=timezone.now()
    )

    tables = tables_of(this_year())

    for key in ("satisfaction_site", "first_answer"):
        said = shown(tables[key])
        assert said["No answer yet"] == "fewer than 11"
        assert "not shown" in said.values()


def test_a_share_does_not_tell_how_few_are_beside_it():
    assert share_of([True] * 38 + [False] * 2, is_exact=False) == "all but fewer than 11"
    assert share_of([True] * 2 + [False] * 38, is_exact=False) == "fewer than 11"
    assert share_of([True] * 38 + [False] * 2, is_exact=True) == "95 of 100"
    assert share_of([True] * 20 + [False] * 20, is_exact=False) == "50 of 100"


def test_help_outside_the_hub_counts_with_its_hours():
    for _ in range(11):
        OffHubHelp.objects.create(
            kind="call", happened_on=timezone.localdate(), minutes=60, logged_at=timezone.now()
        )

    table = tables_of(this_year())["off_hub"]

    assert shown(table)["Phone or video call"] == "11"
    assert "about 11 hours" in table.note


# --- The page and the files -----------------------------------------------------------------------
def test_the_page_hides_small_numbers_unless_the_staff_asks_for_them():
    many(3, terms=[TermFactory(slug="rural")])
    client = staff_signed_in()

    page, exact = client.get(REPORT).text, client.get(REPORT, {"exact": "yes"}).text

    assert "fewer than 11</td>" in page
    assert "fewer than 11</td>" not in exact
    assert "Do not pass this page on." in exact


def test_files_hide_small_numbers_always_and_say_so():
    many(3, terms=[TermFactory(slug="rural")])
    client = staff_signed_in()

    lines = client.get("/mentoring/report.csv", {"exact": "yes"}).content.decode("utf-8-sig")
    book = load_workbook(BytesIO(client.get("/mentoring/report.xlsx?exact=yes").content))

    rows = list(csv.reader(StringIO(lines)))
    assert ["By kind of community", "Rural", "fewer than 11"] in [row[:3] for row in rows]
    assert "Numbers from 1 to 10" in rows[1][3]
    assert ("Rural", "fewer than 11") in list(book["By kind of community"].values)
    assert "Numbers from 1 to 10" in book["About"]["A3"].value


def test_no_name_and_no_word_of_a_request_is_in_the_report():
    site = open_site()
    person = UserFactory(name="Namedperson", email="named@example.org")
    request = ask(
        person,
        at=timezone.now(),
        question="Secretquestion about nights",
        tried="Secrettried",
        program_name="Secretprogram",
    )
    accept_offer(offer_of(request), by=keeper_of(site), at=timezone.now(), words="Secretwords")
    client = staff_signed_in()

    page = client.get(f"{REPORT}?exact=yes").text
    lines = client.get("/mentoring/report.csv").text
    book = load_workbook(BytesIO(client.get("/mentoring/report.xlsx").content))
    cells = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row)

    for text in (page.replace(person.email, ""), lines, cells):
        assert "Secret" not in text
        assert "Namedperson" not in text
    assert "named@example.org" not in page


def test_a_word_that_begins_like_a_formula_is_text_in_the_files():
    many(12, terms=[TermFactory(slug="trap", label="=HYPERLINK(1)")])
    client = staff_signed_in()

    lines = client.get("/mentoring/report.csv").text
    book = load_workbook(BytesIO(client.get("/mentoring/report.xlsx").content))

    assert "'=HYPERLINK(1)" in lines
    assert book["By kind of community"]["A2"].value == "'=HYPERLINK(1)"


def test_wrong_days_are_named_and_kept():
    page = staff_signed_in().get(REPORT, {"from": "2026-13-01", "until": "2026-01-31"})

    assert page.status_code == 422
    assert "Write the day as 2026-01-31." in page.text
    assert 'value="2026-13-01"' in page.text


def test_days_in_the_wrong_order_are_named():
    period = Period.read({"from": "2026-02-01", "until": "2026-01-01"}, today=date(2026, 6, 15))

    assert period.mistakes == (("until", "The last day comes after the first."),)


def test_the_report_takes_as_many_statements_for_much_as_for_little():
    client, rural = staff_signed_in(), TermFactory(slug="rural")

    def cost():
        client.get(REPORT)
        with CaptureQueriesContext(connection) as captured:
            client.get(REPORT)
        return len(captured)

    many(2, terms=[rural], place=JurisdictionFactory())
    few = cost()
    for _ in range(5):
        many(30, terms=[rural], place=JurisdictionFactory())

    assert cost() == few
