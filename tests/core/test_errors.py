import pytest
from django.test import Client

from tests.factories import PracticePageFactory, home_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken_search(monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("a secret in the message")

    monkeypatch.setattr("hub.search.views.pages.find", break_down)


def test_what_is_not_there_is_said_in_plain_words_with_ways_on(client):
    home_page()

    answer = client.get("/no-such-page/")

    content = answer.content.decode()
    assert answer.status_code == 404
    assert "We could not find that page" in content
    assert 'href="/search/' in content or 'action="/search/' in content
    assert "988" in content


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_every_error_page_says_where_to_get_help_now(name):
    from django.template.loader import render_to_string

    content = render_to_string(name)

    assert 'lang="en"' in content
    assert content.count("<h1") == 1
    assert "988" in content
    assert "911" in content


def test_a_stranger_is_told_that_members_see_more_and_a_member_is_not(client, member_client):
    home_page()

    assert "/sign-in/?next=/no-such-page/" in client.get("/no-such-page/").content.decode()
    assert "/sign-in/?next=" not in member_client.get("/no-such-page/").content.decode()


def test_an_error_page_tells_nothing_of_the_error(client, broken_search):
    client.raise_request_exception = False

    answer = client.get("/search/?q=a")

    content = answer.content.decode()
    assert answer.status_code == 500
    for word in ("secret", "RuntimeError", "Traceback", "finding"):
        assert word not in content


def test_the_error_page_needs_no_database(client, broken_search, django_assert_num_queries):
    client.raise_request_exception = False

    with django_assert_num_queries(0):
        answer = client.get("/search/?q=a")

    assert answer.status_code == 500


def test_a_form_without_its_token_is_explained(db):
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a"})

    assert answer.status_code == 403
    assert "CSRF" not in answer.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_can_only_be_read(client, method):
    practice = PracticePageFactory()

    answer = getattr(client, method)(practice.get_absolute_url())

    assert answer.status_code == 405


def test_a_form_with_too_many_fields_is_refused_without_a_traceback(client, db):
    client.raise_request_exception = False

    answer = client.post("/sign-in/", {f"field{n}": "x" for n in range(2_500)})

    assert answer.status_code == 400
    assert "Traceback" not in answer.content.decode()
