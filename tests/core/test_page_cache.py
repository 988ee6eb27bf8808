"""Whole pages are kept for visitors: never one person's, never longer than they are true."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from hub.core.page_cache import Part, announce_change, edition
from hub.core.page_cache.watching import table_shown, watch
from tests.factories import (
    ForumFactory,
    JurisdictionFactory,
    PostFactory,
    PracticePageFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    home_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings, tmp_path):
    """As in production, and with changes told as soon as they are written: a test never commits."""
    settings.PAGES_KEPT_FOR, settings.VAR_DIR = 60, tmp_path
    caches["pages"].clear()
    watch(None, connection)
    yield
    connection.execute_wrappers.pop()
    caches["pages"].clear()


@pytest.fixture
def change(django_capture_on_commit_callbacks):
    """Does something and lets the world hear of it, as after a commit."""

    def act(deed):
        # A commit would have emptied it.
        connection.run_on_commit = []
        with django_capture_on_commit_callbacks(execute=True):
            return deed()

    return act


def is_hit(response) -> bool:
    return response.headers.get("X-Page-Cache") == "hit"


def test_the_second_visitor_gets_what_the_first_got_without_asking_for_it(
    client, django_assert_num_queries
):
    page = PracticePageFactory(title="Quiet rooms")
    first = client.get(page.url)

    # Machines that share a database ask it for the edition: one look at one row.
    with django_assert_num_queries(0 if connection.vendor == "sqlite" else 1):
        second = Client().get(page.url)

    assert is_hit(second)
    assert "Quiet rooms" in second.content.decode()
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert second.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in second.headers["Vary"]


def test_each_answer_has_a_nonce_of_its_own_that_fits_its_policy(client):
    page = PracticePageFactory()
    first, second = client.get(page.url), client.get(page.url)

    for response in (first, second):
        policy = response.headers["Content-Security-Policy"]
        nonce = policy.partition("'nonce-")[2].partition("'")[0]
        assert f'nonce="{nonce}"' in response.content.decode()
        assert "@@" not in response.content.decode()
    assert first.content != second.content


def test_whoever_has_the_page_is_told_that_it_is_the_same(client):
    page = PracticePageFactory()
    etag = client.get(page.url).headers["ETag"]

    response = client.get(page.url, headers={"If-None-Match": etag})

    assert response.status_code == 304
    assert response.content == b""


@pytest.mark.parametrize("address", ["/", "/practices/", "/places/maryland/", "/topics/dispatch/"])
def test_a_member_neither_fills_the_cache_nor_is_answered_from_it(client, address):
    PracticePageFactory(jurisdictions=[JurisdictionFactory(slug="maryland")])
    TopicFactory(slug="dispatch")
    member = Client()
    member.force_login(UserFactory(handle="robin-sample"))

    mine = member.get(address)
    theirs = client.get(address)
    mine_again = member.get(address)

    assert "robin-sample" in mine.content.decode()
    assert "robin-sample" not in theirs.content.decode()
    assert "robin-sample" in mine_again.content.decode()
    for response in (mine, mine_again):
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "X-Page-Cache" not in response.headers
        assert "ETag" not in response.headers


def test_any_cookie_or_credential_passes_by(client):
    page = PracticePageFactory()
    client.get(page.url)

    client.cookies["anything"] = "at-all"
    assert not is_hit(client.get(page.url))
    assert not is_hit(Client().get(page.url, headers={"Authorization": "Bearer x"}))
    assert not is_hit(Client().post(page.url))


def test_what_sets_a_cookie_is_not_kept(client):
    client.get("/sign-in/")

    assert not is_hit(Client().get("/sign-in/"))


def test_signing_in_and_out_shows_each_page_as_it_is_then():
    home_page()
    browser, person = Client(), UserFactory(handle="robin-sample")
    before = browser.get("/")

    browser.force_login(person)
    while_in = browser.get("/", headers={"If-None-Match": before.headers["ETag"]})

    assert while_in.status_code == 200
    assert "robin-sample" in while_in.content.decode()


def test_host_scheme_and_query_have_answers_of_their_own(client):
    PracticePageFactory()
    client.get("/practices/?sort=title")

    assert not is_hit(client.get("/practices/"))
    assert not is_hit(client.get("/practices/?sort=title", headers={"Host": "localhost"}))
    assert is_hit(client.get("/practices/?sort=title"))


def test_a_page_that_is_not_there_is_not_kept(client):
    assert client.get("/nowhere/").status_code == 404

    assert not is_hit(client.get("/nowhere/"))


def publish(page, title):
    page.title = title
    page.save_revision().publish()


def test_publishing_shows_everywhere_at_once(client, change):
    place = JurisdictionFactory(slug="maryland")
    page = change(lambda: PracticePageFactory(title="Old words", jurisdictions=[place]))
    surfaces = [page.url, "/practices/", "/places/maryland/", "/"]
    for address in surfaces:
        assert "Old words" in client.get(address).content.decode()

    change(lambda: publish(page, "New words"))

    for address in surfaces:
        text = client.get(address).content.decode()
        assert "New words" in text
        assert "Old words" not in text


@pytest.mark.parametrize(
    "deed",
    [
        lambda page: page.unpublish(),
        lambda page: page.delete(),
        lambda page: PageViewRestriction.objects.create(
            page=Page.objects.get(pk=page.pk), restriction_type="login"
        ),
        lambda page: Page.objects.filter(pk=page.pk).update(live=False),
    ],
    ids=["unpublished", "deleted", "made private", "by a plain update"],
)
def test_what_is_taken_away_is_gone_at_once(client, change, deed):
    page = change(lambda: PracticePageFactory(title="Quiet rooms"))
    client.get(page.url)
    client.get("/practices/")

    change(lambda: deed(page))

    assert client.get(page.url).status_code == 404
    assert "Quiet rooms" not in client.get("/practices/").content.decode()


def test_a_page_expires_to_the_second_though_nothing_is_written(client, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    page = PracticePageFactory(expire_at=now + timedelta(seconds=20))
    client.get(page.url)
    assert is_hit(client.get(page.url))

    time_machine.move_to(now + timedelta(seconds=21), tick=False)

    assert client.get(page.url).status_code == 404


def test_a_renamed_topic_shows_at_once(client, change):
    topic = change(lambda: TopicFactory(name="Dispatch", slug="dispatch"))
    client.get("/topics/dispatch/")

    change(lambda: type(topic).objects.filter(pk=topic.pk).update(name="Call centers"))

    assert "Call centers" in client.get("/topics/dispatch/").content.decode()


def test_a_reply_shows_at_once(client, change):
    thread = change(lambda: ThreadFactory(forum=ForumFactory()))
    client.get(thread.get_absolute_url())

    change(lambda: PostFactory(thread=thread, number=2, source="We did it by phone."))

    assert not is_hit(client.get(thread.get_absolute_url()))


def test_a_draft_ends_no_edition(change):
    page = change(PracticePageFactory)
    page.title = "Not yet"
    before = edition()

    change(page.save_revision)

    assert edition() == before


def test_signing_in_ends_no_edition(change):
    person = UserFactory()
    before = edition()

    change(lambda: Client().force_login(person))

    assert edition() == before


def test_machines_that_share_a_database_share_the_edition(monkeypatch, change):
    monkeypatch.setattr("hub.core.page_cache.editions._is_shared", lambda: True)
    before = edition()

    change(TopicFactory)

    assert edition() not in ("", before)


def test_without_an_answer_from_redis_pages_are_made_anew(client, settings, change):
    # Nothing listens on the port that is reserved for discarding.
    gone = {
        "BACKEND": "hub.core.soft_cache.SoftRedisCache",
        "LOCATION": "redis://127.0.0.1:9/0",
        "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
    }
    settings.CACHES = {**settings.CACHES, "default": gone, "pages": gone}
    page = change(PracticePageFactory)

    responses = [client.get(page.url), client.get(page.url)]

    assert [response.status_code for response in responses] == [200, 200]
    assert not any(map(is_hit, responses))


def test_a_reply_leaves_the_counts_of_what_is_published(change):
    thread = change(lambda: ThreadFactory(forum=ForumFactory()))
    before = {part: edition(part) for part in Part}

    change(lambda: PostFactory(thread=thread, number=2))

    assert edition(Part.CONTENT) == before[Part.CONTENT]
    assert edition(Part.ALL) != before[Part.ALL]


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="told in a file of one machine")
def test_a_change_that_cannot_be_told_is_a_change_all_the_same(monkeypatch, settings, tmp_path):
    settings.VAR_DIR = tmp_path / "gone"

    announce_change()

    assert edition() == ""


def test_what_finds_no_row_to_change_ends_no_edition(change):
    before = edition()

    change(lambda: Page.objects.filter(pk=0).update(title="Nobody"))
    change(lambda: Page.objects.filter(pk=0).delete())

    assert edition() == before


def test_what_is_rolled_back_ends_no_edition(change):
    before = edition()

    @transaction.atomic
    def fail():
        TopicFactory()
        raise ZeroDivisionError

    def try_in_vain():
        with pytest.raises(ZeroDivisionError):
            fail()

    change(try_in_vain)

    assert edition() == before


@pytest.mark.parametrize(
    ("sql", "seen"),
    [
        ('SELECT * FROM "wagtailcore_page"', False),
        ('UPDATE "wagtailcore_page" SET "title" = %s, "draft_title" = %s WHERE "id" = 1', True),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s WHERE "live" = 1', False),
        ('INSERT OR IGNORE INTO "forums_post" ("x") VALUES (1)', True),
        ('DELETE FROM "django_session" WHERE 1', False),
        ("UPDATE wagtailcore_page SET live = 0 WHERE id = 1", True),
        ("UPDATE wagtailcore_page SET draft_title = 'x'", False),
        ('UPDATE "wagtailcore_page" SET "locked" = (SELECT 1 WHERE 1), "title" = %s', True),
        ("/* a remark */ TRUNCATE forums_post", True),
        ("WITH gone AS (SELECT 1) DELETE FROM forums_post", True),
        ("SELECT 1 FROM forums_post FOR UPDATE OF forums_post", False),
        ('INSERT INTO "a_table_of_tomorrow" VALUES (1)', True),
    ],
)  # fmt: skip
def test_a_statement_is_known_by_its_table_and_columns(sql, seen):
    assert bool(table_shown(sql)) is seen
