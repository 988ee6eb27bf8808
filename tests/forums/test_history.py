"""The versions of a post: what is shown of them, and that many cost no more than one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.access import access_of
from forums.histories import MOST_VERSIONS, versions_of
from forums.models import Post, PostRevision
from tests.factories import NOW, PostFactory, make_member
from tests.forums.writing import statements

pytestmark = pytest.mark.django_db


def edited(times: int) -> Post:
    """A post that was changed `times` times, each time by somebody else."""
    post = PostFactory(source=f"We wrote {times}.")
    PostRevision.objects.bulk_create(
        PostRevision(
            post=post,
            version=number,
            source=f"We wrote {number}.",
            editor=make_member(),
            created_at=NOW + timedelta(minutes=number),
        )
        for number in range(1, times + 1)
    )
    Post.objects.filter(pk=post.pk).update(version=times + 1, edited_by=make_member())
    return Post.objects.select_related("thread", "alias").get(pk=post.pk)


@pytest.mark.parametrize("times", [1, 12])
def test_a_history_costs_two_statements_whatever_its_length(times):
    post, access = edited(times), access_of(make_member())

    with CaptureQueriesContext(connection) as captured:
        names = [version.by.name for version in versions_of(post, access)]

    # Whether the reader moderates is asked once in a request, and not of the history.
    asked = [one for one in statements(captured) if "auth_" not in one]
    assert len(names) == times + 1
    assert len(asked) == 2, asked


def test_only_the_newest_versions_are_shown_of_very_many(client):
    post = edited(MOST_VERSIONS + 5)

    page = client.get(f"{post.get_absolute_url()}history/").text

    assert f"Only the newest {MOST_VERSIONS} versions are shown." in page
    assert page.count('id="version-') == MOST_VERSIONS
    assert f'id="version-{MOST_VERSIONS + 6}"' in page
    assert 'id="version-6"' not in page


def test_each_version_is_compared_with_the_one_before(client):
    page = client.get(f"{edited(2).get_absolute_url()}history/").text

    assert "<del>1.</del>" in page
    assert "<ins>2.</ins>" in page
