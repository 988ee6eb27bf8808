"""Counts are content: a facet's number is the number of things that this reader sees."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hub.resources.listing import Listing
from practices.models import PracticeIndexPage, PracticePage
from tests.factories import PracticePageFactory, TermFactory, TopicFactory, UserFactory, shelf
from tests.visibility.worlds import put_in_state

pytestmark = [pytest.mark.django_db, pytest.mark.long]
STATES = ["live", "draft", "expired by the clock", "private: sign-in", "private: group"]
SLUGS = ["rural", "urban", "tribal"]
things = st.lists(
    st.tuples(
        st.sampled_from(STATES), st.sets(st.sampled_from(SLUGS)), st.booleans(), st.booleans()
    ),
    max_size=4,
)
choices = st.lists(
    st.sampled_from(
        [("community_type", slug) for slug in SLUGS] + [("topic", "t"), ("evidence", "strong")]
    ),
    max_size=3,
    unique=True,
)


def listing_for(reader, chosen) -> Listing:
    parameters = QueryDict(mutable=True)
    for name, value in chosen:
        parameters.appendlist(name, value)
    pages = PracticePage.objects.visible_to(reader)
    return Listing(pages, parameters, facets=PracticeIndexPage.facets, per_page=100)


class CountsAreContent(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(world=things, chosen=choices)
    def test_what_is_counted_is_what_is_seen(self, world, chosen):
        shelf("practices")
        group = Group.objects.create(name=f"Group {timezone.now().timestamp()}")
        topic = TopicFactory(name="T", slug="t")
        for state, slugs, has_topic, is_strong in world:
            practice = PracticePageFactory(
                terms=[TermFactory(slug=slug) for slug in slugs],
                topics=[topic] if has_topic else [],
                evidence="strong" if is_strong else "emerging",
            )
            put_in_state(practice, state, group)
        insider = UserFactory()
        insider.groups.add(group)
        seen_before: set[int] = set()

        for reader in (AnonymousUser(), UserFactory(), insider):
            listing = listing_for(reader, chosen)
            seen = {page.pk for page in listing.rows}
            assert listing.total == len(seen)
            # A role never takes anything away.
            assert seen_before <= seen
            seen_before = seen
            for facet in listing.facets:
                for option in facet.options:
                    others = [pair for pair in chosen if pair[0] != facet.name]
                    alone = listing_for(reader, [*others, (facet.name, option.value)])
                    assert option.count == len(alone.rows)
