import re

import pytest
from django.test import Client

from tests.factories import PracticePageFactory, members_only

pytestmark = pytest.mark.django_db
OLD, NEW = "/practices/first-words/", "/practices/better-words/"


@pytest.fixture
def renamed(django_capture_on_commit_callbacks):
    practice = PracticePageFactory(title="First words")
    practice.slug = "better-words"
    # Wagtail writes the redirect once the new address is certain.
    with django_capture_on_commit_callbacks(execute=True):
        practice.save_revision().publish()
    return practice


def test_a_page_is_still_found_at_its_old_address(client, renamed):
    answer = client.get(OLD)

    assert (answer.status_code, answer.headers["Location"]) == (301, NEW)
    assert client.get(NEW).status_code == 200


def test_a_page_that_was_moved_is_still_found(client):
    from tests.factories import PlainPageFactory

    above = PlainPageFactory(title="About")
    page = PlainPageFactory(title="Contact")

    page.move(above, pos="last-child")

    answer = client.get("/contact/")
    assert answer.headers["Location"] == "/about/contact/"


def test_the_old_address_does_not_give_away_the_new_one_of_a_private_page(
    client, member_client, renamed
):
    members_only(renamed)

    answer = client.get(OLD)

    assert answer.status_code == 404
    assert b"better-words" not in answer.content
    assert member_client.get(OLD).headers["Location"] == NEW


def test_nor_of_a_page_that_was_taken_down(client, renamed):
    renamed.unpublish()

    assert client.get(OLD).status_code == 404


def test_an_editors_own_redirect_leads_anywhere(client, renamed):
    from wagtail.contrib.redirects.models import Redirect

    Redirect.objects.create(old_path="/988", redirect_link="https://988lifeline.org/")
    Redirect.objects.create(old_path="/map", redirect_link="/places/")

    assert client.get("/988/").headers["Location"] == "https://988lifeline.org/"
    assert client.get("/map/").headers["Location"] == "/places/"


def test_the_old_address_says_nothing_a_stranger_could_tell_apart(renamed):
    members_only(renamed)

    forbidden, absent = (Client().get(address) for address in (OLD, "/practices/other-words/"))

    assert blurred(forbidden, "first-words") == blurred(absent, "other-words")


def blurred(answer, slug: str) -> str:
    return re.sub(r'nonce="[^"]+"', "", answer.content.decode().replace(slug, ""))
