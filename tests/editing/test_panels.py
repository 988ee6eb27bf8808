"""The first screen of the editors' side: what waits, a few rows of each, at the same cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hub.editing.models import LinkUse, OutgoingLink
from hub.resources.models import ResourcePage
from tests.factories import NOW, PracticePageFactory, editor, shelf

from .desk import a_reviewer, an_editor

pytestmark = pytest.mark.django_db
SOURCE = [("source", {"label": "A law", "kind": "law"})]


def late_page(**fields):
    day = timezone.localdate() - timedelta(days=3)
    planned = {"last_reviewed": day - timedelta(days=365), "review_due": day}
    return PracticePageFactory(**{"sources": SOURCE, **planned, **fields})


def broken_link(page):
    link = OutgoingLink.objects.create(
        url=f"https://example.org/{page.pk}",
        status=404,
        checked_at=NOW,
        failing_since=NOW,
        failed_on=NOW.date(),
        days_failed=2,
    )
    return LinkUse.objects.create(link=link, page=page)


@pytest.fixture
def desk(client, home):
    client.force_login(editor())
    return lambda: client.get("/admin/").text


def test_an_empty_desk_says_so_in_words(desk):
    page = desk()

    assert "Nothing waits for your review." in page
    assert "Nothing you may edit is overdue." in page
    assert "no broken link is known" in page
    assert "nothing ends in the next 30 days" in page


def test_what_is_late_bare_broken_or_ends_is_on_the_desk(desk):
    late_page(title="Marigold visits")
    PracticePageFactory(title="Clover rides", evidence_items=[], sources=[])
    PracticePageFactory(title="Ends soon", expire_at=timezone.now() + timedelta(days=5))
    broken_link(late_page(title="Leads nowhere"))

    page = desk()

    assert "3 days late" in page
    assert "Clover rides" in page
    assert "Ends soon" in page
    assert "Not found (404): https://example.org/" in page


def test_nobody_is_shown_what_they_may_not_edit(client, home):
    late_page(title="Marigold visits")
    client.force_login(editor(of=shelf("library")))

    assert "Marigold visits" not in client.get("/admin/").text


def test_many_rows_cost_what_few_cost(desk, django_assert_max_num_queries):
    desk()
    for _ in range(2):
        broken_link(late_page(expire_at=timezone.now() + timedelta(days=5)))
    with django_assert_max_num_queries(100) as few:
        desk()
    for _ in range(10):
        broken_link(late_page(expire_at=timezone.now() + timedelta(days=5)))

    with django_assert_max_num_queries(len(few.captured_queries)):
        desk()


def test_what_is_overdue_is_read_from_an_index(db):
    if connection.vendor != "sqlite":
        pytest.skip("Another database chooses by the numbers of rows that it has seen.")

    plan = ResourcePage.objects.filter(review_due__lt=NOW.date()).order_by("review_due", "pk")

    assert "review_due_first" in plan[:8].explain()


# --- To review ------------------------------------------------------------------------------------


def sent(by, *, title="Marigold visits", written_by=None):
    """A draft in review, sent `by` somebody and written by them or by somebody else."""
    page = PracticePageFactory(title=title, live=False, sources=SOURCE)
    page.save_revision(user=written_by or by)
    page.get_workflow().start(page, by)
    return page


def waiting(client, person):
    client.force_login(person)
    page = client.get("/admin/").text
    return page.split('id="to-review-section"')[1].split("</section>")[0]


def test_what_an_editor_sent_waits_for_a_reviewer(client, home):
    sent(by=an_editor())

    assert "Marigold visits" in waiting(client, a_reviewer())


def test_nobody_is_offered_what_they_wrote_or_sent(client, home):
    reviewer = a_reviewer()
    sent(by=reviewer, title="Their own")
    sent(by=an_editor(), title="Clover rides", written_by=reviewer)

    panel = waiting(client, reviewer)

    assert "Their own" not in panel
    assert "Clover rides" not in panel
    assert "Nothing waits for your review." in panel


def test_seven_are_shown_and_cost_what_two_cost(client, home, django_assert_max_num_queries):
    reviewer, writer = a_reviewer(), an_editor()
    waiting(client, reviewer)
    for number in range(2):
        sent(by=writer, title=f"Clover rides {number}")
    with django_assert_max_num_queries(100) as few:
        waiting(client, reviewer)
    for number in range(8):
        sent(by=writer, title=f"Marigold visits {number}")

    with django_assert_max_num_queries(len(few.captured_queries)):
        panel = waiting(client, reviewer)

    assert panel.count('<td class="title">') == 7
    assert "See all" in panel
