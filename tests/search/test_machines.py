"""A search for programs, and what staff learn without knowing who searched."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from hub.search.actions import forget_old_usage
from hub.search.models import SearchClick, UnansweredTerm
from hub.search.usage import clicks_by_position, unanswered_terms
from tests.factories import PracticePageFactory, UserFactory, all_shelves, editor, members_only

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _shelves(db):
    all_shelves()


def test_json_says_the_same_as_the_page(client):
    page = PracticePageFactory(title="Marigold", summary="A flower.")

    answer = client.get("/search.json?q=marigold").json()

    assert answer["total"] == 1
    assert answer["results"][0]["title"] == "Marigold"
    assert answer["results"][0]["url"] == f"http://testserver{page.url}"
    assert answer["facets"]["kind"]["practicepage"]["count"] == 1
    assert answer["next"] is None


def test_json_leads_from_page_to_page(client):
    for number in range(21):
        PracticePageFactory(title=f"Marigold {number}")

    answer = client.get("/search.json?q=marigold").json()

    assert len(client.get(answer["next"]).json()["results"]) == 1


def test_a_feed_reader_gets_the_newest_first(client):
    now = timezone.now()
    PracticePageFactory(title="Marigold old", first_published_at=now - timedelta(days=2))
    PracticePageFactory(title="Marigold new", first_published_at=now - timedelta(days=1))
    members_only(PracticePageFactory(title="Marigold for members"))

    response = client.get("/search.atom?q=marigold")

    assert response.headers["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Marigold new", "Marigold old"]


def test_a_browser_can_add_the_search(client):
    response = client.get("/search/opensearch.xml")

    assert response.headers["Content-Type"] == "application/opensearchdescription+xml"
    assert "http://testserver/search/?q={searchTerms}" in response.content.decode()
    assert 'type="application/opensearchdescription+xml"' in client.get("/search/").content.decode()


# --- What was not found ---------------------------------------------------------------------------


def ask(words: str, *, address: str = "192.0.2.1", client: Client | None = None) -> None:
    (client or Client()).get("/search/", {"q": words}, REMOTE_ADDR=address)


def test_words_that_five_people_did_not_find_are_reported():
    for number in range(5):
        ask("Zyzzyva", address=f"192.0.2.{number}")
        ask("qwertyuiop", address="192.0.2.1")

    (term,) = unanswered_terms(timezone.now().date())

    assert (term.text, term.people) == ("zyzzyva", 5)


def test_no_person_is_attached_to_what_was_not_found():
    member = UserFactory()
    client = Client()
    client.force_login(member)
    ask("zyzzyva", client=client)
    ask("qwertyuiop", client=client)

    rows = list(UnansweredTerm.objects.values_list("searcher", flat=True))

    # The same person is another one for other words.
    assert len(set(rows)) == 2


def test_usage_is_forgotten_after_ninety_days():
    now = timezone.now()
    for days in (91, 89):
        day = (now - timedelta(days=days)).date()
        UnansweredTerm.objects.create(text="x", searcher=str(days), day=day)
        SearchClick.objects.create(day=day, position=1, count=1)

    assert forget_old_usage(now) == 2
    assert UnansweredTerm.objects.count() == SearchClick.objects.count() == 1


def test_clicks_are_counted_by_position_and_by_nothing_else(client):
    for position in ("1", "1", "3", "0", "101", "-1", "x", "9" * 50):
        assert client.post("/search/clicked/", {"position": position}).status_code == 204

    found = [(row.position, row.count) for row in clicks_by_position(timezone.now().date())]

    assert found == [(1, 2), (3, 1)]


def test_staff_see_the_report_and_members_do_not(client, member_client):
    for number in range(5):
        UnansweredTerm.objects.create(text="zyzzyva", searcher=str(number), day=date.today())  # noqa: DTZ011
    client.force_login(UserFactory(is_superuser=True))

    assert "zyzzyva" in client.get("/admin/reports/searches/").content.decode()
    assert member_client.get("/admin/reports/searches/").status_code == 404


def test_an_editor_without_the_right_does_not_see_the_report(client):
    client.force_login(editor())

    assert client.get("/admin/reports/searches/").status_code in (302, 403)
