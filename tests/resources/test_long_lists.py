"""A list that is longer than anybody counts: the limit is three here."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hub.resources.actions import set_order_right
from hub.resources.listing import Listing
from hub.resources.models import ResourcePage
from hub.resources.models.listed import NEVER_AT
from practices.models import PracticePage
from tests.factories import NOW, PracticePageFactory, TermFactory, TopicFactory, members_only

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def low_limit(monkeypatch):
    monkeypatch.setattr(Listing, "counted", 3)


def published(count, *, first=0, **values):
    return [
        PracticePageFactory(
            title=f"Practice {n}", first_published_at=NOW + timedelta(days=n), **values
        )
        for n in range(first, first + count)
    ]


def titles(response):
    return [page.title for page in response.context["listing"].rows]


def test_a_long_list_says_that_there_are_more(client):
    published(4)

    content = client.get("/practices/").content.decode()

    assert "of more than 3 practices" in content
    assert "of 4" not in content


def test_a_list_at_the_limit_is_counted(client):
    published(3)

    content = client.get("/practices/").content.decode()

    assert "Showing 1–3 of 3 practices" in content


def test_what_a_reader_may_not_see_does_not_make_a_list_long(client):
    pages = published(4)
    members_only(pages[0])

    content = client.get("/practices/").content.decode()

    assert "Showing 1–3 of 3 practices" in content


def test_filters_of_a_long_list_are_offered_without_numbers(client):
    published(4, topics=[TopicFactory(name="Transport", slug="transport")])

    content = client.get("/practices/").content.decode()

    assert 'value="transport"' in content
    assert "facet__count" not in content


def test_a_filter_that_leaves_few_is_counted_again(client):
    rural = TermFactory(slug="rural")
    published(4)
    PracticePageFactory(title="Among cornfields", terms=[rural])

    response = client.get("/practices/?community_type=rural")

    listing = response.context["listing"]
    assert titles(response) == ["Among cornfields"]
    assert listing.total_words == "1"
    # Without the filter there would be too many to count.
    assert listing.has_more is False
    assert counts(listing, "community_type") == {"rural": None}


def test_two_filters_that_much_carries_are_still_both_kept(client):
    rural, topic = TermFactory(slug="rural"), TopicFactory(slug="transport")
    published(4, terms=[rural], topics=[topic])
    PracticePageFactory(title="Only rural", terms=[rural])
    PracticePageFactory(title="Only transport", topics=[topic])

    response = client.get("/practices/?community_type=rural&topic=transport")

    # The first page ends where counting ends.
    assert titles(response) == ["Practice 3", "Practice 2", "Practice 1"]


def counts(listing, name):
    facet = next(facet for facet in listing.facets if facet.name == name)
    return {option.value: option.count for option in facet.options if option.is_selected}


@pytest.mark.parametrize("sort", ["newest", "reviewed", "title"])
def test_every_row_of_a_long_list_can_be_reached_once(client, monkeypatch, sort):
    monkeypatch.setitem(Listing.__init__.__kwdefaults__, "per_page", 2)
    published(7)
    address, seen = f"/practices/?sort={sort}", []

    while address:
        response = client.get(address)
        seen += titles(response)
        found = re.search(r'href="(\?[^"]*)" rel="next"', response.content.decode())
        address = "/practices/" + found[1].replace("&amp;", "&") if found else ""

    assert sorted(seen) == [f"Practice {n}" for n in range(7)]


def test_a_row_that_is_not_for_the_reader_is_no_place_to_read_on_from(client):
    pages = published(6)
    members_only(pages[5])

    response = client.get(f"/practices/?after={pages[5].pk}")

    assert response.status_code == 200
    assert response.context["listing"].older_than is None


@pytest.mark.parametrize("after", ["x", "-1", "999999999", "9" * 40, "²"])
def test_an_impossible_row_begins_at_the_start(client, after):
    published(4)

    response = client.get("/practices/", {"after": after})

    assert response.context["listing"].older_than is None


def test_a_long_list_costs_no_more_statements_than_a_short_one(
    client, django_assert_max_num_queries
):
    published(2)
    client.get("/practices/")
    with django_assert_max_num_queries(16) as with_few:
        client.get("/practices/")
    published(8, first=2)

    with django_assert_max_num_queries(len(with_few)):
        client.get("/practices/")


def test_what_lists_are_ordered_by_follows_the_page():
    page = PracticePageFactory(title="Before", first_published_at=NOW)
    page.title = "After"
    page.last_reviewed = timezone.localdate(NOW) + timedelta(days=3)

    page.save(update_fields=["title", "last_reviewed"])

    stored = ResourcePage.objects.get(pk=page.pk)
    assert stored.listed_title == "After"
    assert stored.listed_reviewed == stored.listed_fresh == page.last_reviewed
    assert stored.listed_at == NOW
    assert stored.listed_kind == "practicepage"


def test_a_draft_does_not_move_the_page_in_lists():
    page = PracticePageFactory(title="Before", first_published_at=NOW)
    page.title = "Draft"

    page.save_revision()

    assert PracticePage.objects.get(pk=page.pk).listed_title == "Before"


def test_pages_that_were_there_before_are_put_in_order():
    from importlib import import_module

    from django.apps import apps

    page = PracticePageFactory(title="Old", first_published_at=NOW)
    ResourcePage.objects.update(
        listed_kind="", listed_title="", listed_fresh="1970-01-01", changed_at=NEVER_AT
    )

    import_module("hub.resources.migrations.0006_fill_what_lists_are_ordered_by").fill(apps, None)

    stored = ResourcePage.objects.get(pk=page.pk)
    assert (stored.listed_kind, stored.listed_title) == ("practicepage", "Old")
    assert stored.listed_fresh == timezone.localdate(NOW)
    assert stored.changed_at == NOW


def test_wrong_columns_are_set_right_once():
    page, _ = PracticePageFactory(), PracticePageFactory()
    ResourcePage.objects.filter(pk=page.pk).update(listed_kind="resourcepage")

    assert set_order_right() == 1
    assert set_order_right() == 0
    assert ResourcePage.objects.get(pk=page.pk).listed_kind == "practicepage"


def test_code_that_does_not_know_the_columns_can_still_insert():
    columns = [ResourcePage._meta.get_field(name) for name in ResourcePage.COLUMNS]

    assert [column.name for column in columns if not column.has_db_default()] == []
