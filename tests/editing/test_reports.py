"""The reports and lists of the editors' desk: whose rows, which filters, what leaves as a file."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from openpyxl import load_workbook

from hub.editing.models import LinkUse, OutgoingLink
from tests.factories import (
    NOW,
    JurisdictionFactory,
    MentorSitePageFactory,
    PracticePageFactory,
    TopicFactory,
    UserFactory,
    editor,
    shelf,
)

pytestmark = pytest.mark.django_db
REPORTS = ("reviews", "sources", "scheduled", "links", "topics", "places")


def late_page(**fields):
    day = timezone.localdate() - timedelta(days=3)
    planned = {"last_reviewed": day - timedelta(days=365), "review_due": day}
    return PracticePageFactory(**{**planned, **fields})


@pytest.fixture
def desk(client, home):
    client.force_login(editor())
    return client


def test_members_see_no_report(member_client):
    answers = {member_client.get(f"/admin/reports/{name}/").status_code for name in REPORTS}

    assert 200 not in answers


def test_every_report_opens_with_its_rows_and_says_when_there_are_none(desk):
    pages = [desk.get(f"/admin/reports/{name}/") for name in REPORTS]

    assert {page.status_code for page in pages} == {200}
    assert "Nothing you may edit is overdue." in pages[0].text


def test_each_editor_is_shown_their_own(client, home):
    late_page(title="Marigold visits")
    client.force_login(editor(of=shelf("library")))

    assert "Marigold visits" not in client.get("/admin/reports/reviews/").text


def test_the_number_of_matches_is_a_heading_and_confirming_leads_back_here(desk):
    late_page()

    text = desk.get("/admin/reports/reviews/", {"is_late": "all"}).text

    assert "<h2>1 match</h2>" in text
    assert "?next=%2Fadmin%2Freports%2Freviews%2F" in text


def test_late_pages_are_listed_with_owner_and_days_and_narrowed_by_topic(desk):
    topic = TopicFactory(name="Data")
    late_page(title="Marigold visits", owner=UserFactory(name="Nadia Example"))
    late_page(title="Clover rides", topics=[topic])

    everything = desk.get("/admin/reports/reviews/").text
    narrowed = desk.get("/admin/reports/reviews/", {"topic": topic.pk}).text

    assert "Nadia Example" in everything
    assert "3 days late" in everything
    assert "Still right?" in everything
    assert "Clover rides" in narrowed
    assert "Marigold visits" not in narrowed


def test_late_pages_are_narrowed_by_owner_and_only_their_owners_are_named(desk):
    owner = UserFactory(name="Nadia Example")
    UserFactory(name="Owns Nothing")
    late_page(title="Marigold visits", owner=owner)
    late_page(title="Clover rides")

    everything = desk.get("/admin/reports/reviews/").text
    narrowed = desk.get("/admin/reports/reviews/", {"owner": owner.pk}).text

    assert "Owns Nothing" not in everything
    assert "Marigold visits" in narrowed
    assert "Clover rides" not in narrowed


def test_what_ends_says_on_which_day(desk):
    end = timezone.now() + timedelta(days=5)
    PracticePageFactory(title="Ends soon", expire_at=end)

    page = desk.get("/admin/reports/scheduled/").text

    assert date_format(timezone.localtime(end), "F j, Y, g:i a") in page


def test_links_are_listed_by_what_was_found(desk):
    page, asked = PracticePageFactory(), {"checked_at": NOW}
    failing = {"failing_since": NOW, "failed_on": NOW.date(), **asked}
    found = {
        "broken": {"status": 404, "days_failed": 2, **failing},
        "doubt": {"status": 503, "days_failed": 1, **failing},
        "moved": {"status": 301, "moved_to": "https://example.org/new-home", **asked},
        "unasked": {},
    }
    for name, facts in found.items():
        link = OutgoingLink.objects.create(url=f"https://example.org/{name}", **facts)
        LinkUse.objects.create(link=link, page=page)

    texts = {
        state: desk.get("/admin/reports/links/", {"state": state} if state else {}).text
        for state in ("", "in-doubt", "moved", "unasked", "all")
    }

    shown = {
        state: [name for name in found if f">https://example.org/{name}<" in text]
        for state, text in texts.items()
    }
    assert shown == {
        "": ["broken"],
        "in-doubt": ["doubt"],
        "moved": ["moved"],
        "unasked": ["unasked"],
        "all": list(found),
    }
    assert "https://example.org/new-home" in texts["moved"]


def test_what_looks_like_a_formula_leaves_as_text(desk):
    late_page(title='=HYPERLINK("https://example.org")')

    table = b"".join(desk.get("/admin/reports/reviews/?export=csv").streaming_content).decode()
    book = desk.get("/admin/reports/reviews/?export=xlsx").getvalue()

    assert "'=HYPERLINK" in table
    assert load_workbook(BytesIO(book)).active["A2"].value.startswith("'=HYPERLINK")


def test_topics_and_places_that_lack_something_are_named(desk):
    used, lacking = TopicFactory(name="Used topic"), TopicFactory(name="Lonely topic")
    here, there = JurisdictionFactory(name="Here"), JurisdictionFactory(name="Farther")
    PracticePageFactory(topics=[used])
    MentorSitePageFactory(jurisdictions=[here])

    topics = desk.get("/admin/reports/topics/").text
    places = desk.get("/admin/reports/places/").text

    assert lacking.name in topics
    assert used.name not in topics
    assert there.name in places
    assert ">Here<" not in places.replace(" ", "").replace("\n", "")


def test_a_shelf_shows_places_and_reviews_and_is_narrowed_by_them(desk):
    place = JurisdictionFactory(name="New Marigold")
    late_page(title="Marigold visits", jurisdictions=[place])
    PracticePageFactory(title="Clover rides")
    address = f"/admin/pages/{shelf('practices').pk}/"

    everything = desk.get(address).text
    narrowed = desk.get(address, {"place": place.pk, "status": "published"}).text

    assert "Next review" in everything
    assert "Clover rides" in everything
    assert "Marigold visits" in narrowed
    assert "Clover rides" not in narrowed


@pytest.mark.parametrize("address", ["/admin/everything/", "/admin/reports/reviews/"])
def test_many_rows_cost_what_few_cost(desk, django_assert_max_num_queries, address):
    place = JurisdictionFactory()
    desk.get(address)
    for _ in range(2):
        late_page(jurisdictions=[place])
    with django_assert_max_num_queries(100) as few:
        desk.get(address)
    for _ in range(10):
        late_page(jurisdictions=[place])

    with django_assert_max_num_queries(len(few.captured_queries)):
        desk.get(address)
