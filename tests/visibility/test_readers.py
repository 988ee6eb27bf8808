"""Asked for many people at once, the gate says what it says to each of them."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from hub.accounts.models import User
from hub.core.visibility import is_visible, readers_of
from tests.factories import UserFactory
from tests.visibility.test_leaks import ROWS
from tests.visibility.worlds import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [row["state"] for row in ROWS])
def test_all_at_once_are_told_what_each_would_be_told(state, django_assert_max_num_queries):
    page = build(state).page
    page.refresh_from_db()
    UserFactory(is_superuser=True)
    UserFactory(is_active=False)
    for group in Group.objects.all():
        UserFactory().groups.add(group)
    everybody = User.objects.all()

    with django_assert_max_num_queries(3):
        readers = set(readers_of(page, everybody, timezone.now()))

    assert readers == {one for one in everybody if is_visible(page, one) and one.is_active}
