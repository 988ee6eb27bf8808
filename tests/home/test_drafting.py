"""From a discussion to a draft of a page."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from casestudies.models import CaseStudyPage
from forums.models import Alias, Credit, Forum, Promotion, ThreadKind
from forums.rendering import quote
from hub.accounts.models import User
from hub.library.models import LibraryItemPage
from hub.taxonomy.models import Vocabulary
from practices.models import PracticePage
from tests.factories import (
    ForumFactory,
    PostFactory,
    TermFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    all_shelves,
    editor,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelves(db):
    all_shelves()
    TermFactory(vocabulary=Vocabulary.RESOURCE_TYPE, slug="template", label="Template")


def promoting_editor(**fields) -> User:
    person = editor(**fields)
    person.user_permissions.add(
        Permission.objects.get(content_type__app_label="forums", codename="add_promotion")
    )
    return User.objects.get(pk=person.pk)


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(promoting_editor())
    return client


@pytest.fixture
def thread():
    thread = ThreadFactory(title="How we staff nights in winter", body="Two people and a *sled*.")
    thread.topics.add(TopicFactory(slug="night-work"))
    PostFactory(thread=thread, source="> quoted\n\nWe ask people first.")
    return thread


def address(thread) -> str:
    return f"/editing/from-thread/{thread.pk}/"


def make(browser, thread, kind="practice", **changes):
    posts = [post.pk for post in thread.posts.order_by("number")]
    typed = {"kind": kind, "title": "Nights in winter", "posts": posts, **changes}
    return browser.post(address(thread), typed)


@pytest.mark.parametrize(
    ("kind", "model"),
    [
        ("practice", PracticePage),
        ("case-study", CaseStudyPage),
        ("library-item", LibraryItemPage),
    ],
)
def test_an_editor_gets_a_draft_that_is_not_live(kind, model, browser, thread):
    response = make(browser, thread, kind)

    page = model.objects.get()
    assert response["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert not page.live
    assert page.summary.startswith("To be written.")
    assert browser.get(response["Location"]).status_code == 200


def test_a_draft_holds_quotations_sources_and_topics(browser, thread):
    make(browser, thread)

    page = PracticePage.objects.get().get_latest_revision_as_object()
    quotes = [block.value for block in page.body if block.block_type == "quote"]
    assert [quote["text"] for quote in quotes] == ["Two people and a sled.", "We ask people first."]
    assert [source.value["url"] for source in page.sources] == [
        f"http://127.0.0.1:8000/forums/p/{thread.pk}/{number}/" for number in (1, 2)
    ]
    assert [topic.slug for topic in page.topics.all()] == ["night-work"]


def test_nobody_is_named_in_a_draft_and_everybody_is_asked(browser, thread):
    make(browser, thread)

    page = PracticePage.objects.get()
    assert str(thread.author) not in str(page.body.get_prep_value())
    assert Credit.objects.filter(consent=Credit.Consent.ASKED).count() == 2


def test_an_alias_is_credited_by_its_label(browser, thread):
    alias = Alias.objects.create(thread=thread, label="Clinician A")
    PostFactory(thread=thread, author=None, alias=alias)

    make(browser, thread)

    assert Credit.objects.filter(alias=alias, person=None).exists()
    assert "Clinician A" in str(PracticePage.objects.get().body.get_prep_value())


@pytest.mark.parametrize("is_case", [True, False])
def test_words_of_a_closed_room_or_a_case_stay_where_they_are(is_case, browser, thread):
    if is_case:
        thread.kind = ThreadKind.CASE
    else:
        thread.forum.visibility = Forum.Visibility.MEMBERS
        thread.forum.save()
    thread.save()

    make(browser, thread)

    page = PracticePage.objects.get()
    body = str(page.body.get_prep_value())
    assert "sled" not in body
    assert "2 contributors" in body
    assert "in winter" not in str(page.sources.get_prep_value())
    assert page.sources[1].value["label"] == "A discussion in the forums, post 2"


def test_the_address_in_a_draft_tells_no_title_of_a_closed_room(browser, thread):
    Forum.objects.update(visibility=Forum.Visibility.MEMBERS)

    make(browser, thread, "library-item")

    assert LibraryItemPage.objects.get().link.endswith(f"/forums/p/{thread.pk}/1/")


def test_a_title_is_offered_only_where_everybody_reads_it(browser, thread):
    field = f'value="{thread.title}"'
    assert field in browser.get(address(thread)).text

    Forum.objects.update(visibility=Forum.Visibility.MEMBERS)

    assert field not in browser.get(address(thread)).text


def test_who_was_quoted_or_called_is_not_named_in_a_draft(browser, thread):
    words = quote("Mine.", name="Marigold Rivera", url="/forums/p/1/2/")
    PostFactory(thread=thread, source=f"{words}Ask @marigold about #night-work.")
    PostFactory(thread=thread, source="> Only somebody else's words.")

    make(browser, thread)

    quotes = [one.value["text"] for one in PracticePage.objects.get().body if "text" in one.value]
    assert "Ask a member about #night-work." in quotes
    assert "marigold" not in str(quotes).lower()
    assert "" not in quotes


def test_only_what_was_picked_is_taken(browser, thread):
    make(browser, thread, posts=[thread.posts.get(number=2).pk])

    promotion = Promotion.objects.get()
    assert [post.number for post in promotion.posts.all()] == [2]
    assert "sled" not in str(promotion.page.specific.body.get_prep_value())


@pytest.mark.parametrize("changes", [{"posts": []}, {"title": ""}, {"kind": "poem"}])
def test_what_is_missing_is_said_beside_its_field(changes, browser, thread):
    response = make(browser, thread, **changes)

    assert response.status_code == 422
    assert not Promotion.objects.exists()


def test_a_post_of_another_thread_is_not_taken(browser, thread):
    other = PostFactory(source="Elsewhere")

    assert make(browser, thread, posts=[other.pk]).status_code == 422


def test_a_member_finds_nothing_here(thread, member_client):
    assert member_client.get(address(thread)).status_code == 404


def test_an_editor_without_the_permission_finds_nothing_here(thread):
    client = Client()
    client.force_login(editor())

    assert client.get(address(thread)).status_code == 404


def test_whoever_may_add_no_page_finds_nothing_here(thread):
    person = UserFactory()
    person.user_permissions.add(
        Permission.objects.get(content_type__app_label="forums", codename="add_promotion")
    )
    client = Client()
    client.force_login(person)

    assert client.get(address(thread)).status_code == 404


def test_an_editor_makes_nothing_of_a_room_they_do_not_see(browser):
    thread = ThreadFactory(forum=ForumFactory(visibility=Forum.Visibility.GROUP))

    assert browser.get(address(thread)).status_code == 404


def test_a_visitor_signs_in_first(client, thread):
    assert "/sign-in/" in client.get(address(thread))["Location"]


def test_the_thread_shows_the_page_when_it_is_published(browser, thread, client):
    make(browser, thread)
    page = PracticePage.objects.get()
    assert "Nights in winter" not in client.get(thread.get_absolute_url()).text

    page.save_revision().publish()

    assert page.url in client.get(thread.get_absolute_url()).text
