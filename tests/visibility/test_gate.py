from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone
from wagtail.models import Page

from hub.core.visibility import is_visible
from practices.models import PracticePage
from tests.factories import PracticePageFactory, UserFactory, group_only, members_only, shelf

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
HOUR = timedelta(hours=1)


def test_a_page_expires_by_the_clock_whether_or_not_the_job_has_run():
    now = timezone.now()
    practice = PracticePageFactory(expire_at=now + HOUR)

    assert is_visible(practice, NOBODY, at=now)
    assert not is_visible(practice, NOBODY, at=now + 2 * HOUR)


def test_a_page_goes_live_by_the_clock():
    now = timezone.now()
    practice = PracticePageFactory(go_live_at=now + HOUR)

    assert not is_visible(practice, NOBODY, at=now)
    assert is_visible(practice, NOBODY, at=now + 2 * HOUR)


def test_privacy_holds_for_everything_below():
    practice = PracticePageFactory()
    members_only(practice.get_parent())

    assert not is_visible(practice, NOBODY)
    assert is_visible(practice, UserFactory())


def test_a_page_moved_below_a_private_one_becomes_private():
    practice = PracticePageFactory()
    members_only(shelf("library"))

    Page.objects.get(pk=practice.pk).move(shelf("library"), pos="last-child")

    assert not PracticePage.objects.visible_to(NOBODY).filter(pk=practice.pk).exists()


def test_only_the_group_sees_a_group_page():
    practice = PracticePageFactory()
    group = Group.objects.create(name="Inner circle")
    group_only(practice, group)
    insider = UserFactory()
    insider.groups.add(group)

    assert is_visible(practice, insider)
    assert not is_visible(practice, UserFactory())


def test_two_rules_on_the_way_down_must_both_be_met():
    practice = PracticePageFactory()
    group = Group.objects.create(name="Inner circle")
    group_only(practice, group)
    members_only(practice.get_parent())
    insider = UserFactory()
    insider.groups.add(group)

    assert is_visible(practice, insider)
    assert not is_visible(practice, NOBODY)
    assert not is_visible(practice, UserFactory())


def test_whoever_may_no_longer_sign_in_sees_what_a_stranger_sees():
    practice = PracticePageFactory()
    members_only(practice)

    assert not is_visible(practice, UserFactory(is_active=False))


def test_an_administrator_sees_group_pages():
    practice = PracticePageFactory()
    group_only(practice, Group.objects.create(name="Inner circle"))

    assert is_visible(practice, UserFactory(is_superuser=True))


def test_the_gate_adds_no_statement(django_assert_num_queries):
    PracticePageFactory()
    member = UserFactory()

    with django_assert_num_queries(1):
        assert len(PracticePage.objects.visible_to(member)) == 1


def test_the_way_to_a_page_names_no_shelf_that_is_taken_away(client):
    practice = PracticePageFactory()
    Page.objects.filter(pk=practice.get_parent().pk).update(live=False, title="Withdrawn shelf")

    response = client.get(practice.url)

    assert response.status_code == 200
    assert "Withdrawn shelf" not in response.content.decode()
