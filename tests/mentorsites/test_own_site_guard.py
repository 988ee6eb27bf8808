"""Nobody publishes the page of a site they keep, by whatever door of the editors' side."""

import pytest

from mentorsites.models import MentorSitePage
from tests.factories import MentorSitePageFactory, editor, give_second_step, shelf
from tests.mentorsites.profiles import add_keeper, client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    return MentorSitePageFactory(title="Marigold County", live=False)


@pytest.fixture
def judge(site):
    person = editor()
    give_second_step(person)
    return person


def publish(person, page, **typed):
    address = f"/admin/bulk/wagtailcore/page/publish/?id={page.pk}&next=/admin/"
    return client_of(person).post(address, typed, follow=True)


def is_live(site) -> bool:
    return MentorSitePage.objects.get(pk=site.pk).live


def test_ones_own_site_is_not_published_among_many(site, judge):
    add_keeper(site, judge)

    page = publish(judge, site)

    assert not is_live(site)
    assert "somebody else has to approve it" in page.text


def test_nor_with_everything_below_a_page(site, judge):
    add_keeper(site, judge)

    publish(judge, shelf("mentor-sites"), include_descendants="on")

    assert not is_live(site)


def test_the_site_of_others_is(site, judge):
    add_keeper(MentorSitePageFactory(), judge)

    publish(judge, site)

    assert is_live(site)
