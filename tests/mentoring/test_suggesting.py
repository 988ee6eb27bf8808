"""A site that cannot help names one that could."""

import pytest
from django.utils import timezone

from mentoring.actions.answering import decline_offer
from mentoring.models import MentorRequest

from .staff import signed_in
from .worlds import ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db


def decline(request: MentorRequest, site, suggestion) -> None:
    """The site says no and names another."""
    typed = {"reason": "not-ours", "words": "", "suggestion": suggestion.pk}
    signed_in(keeper_of(site)).post(f"{request.get_absolute_url()}decline/", typed)


def test_the_suggested_site_is_asked_next():
    site, _, named = open_site("Small Town"), open_site("Another Town"), open_site("Zebra County")
    request = ask(sites=[site], at=timezone.now())

    decline(request, site, named)

    assert offer_of(request).site == named


def test_what_was_chosen_comes_before_what_is_suggested():
    first, second, named = open_site("Small Town"), open_site("Larger City"), open_site("Zebra")
    request = ask(sites=[first, second], at=timezone.now())

    decline(request, first, named)
    then = offer_of(request).site
    decline_offer(offer_of(request), reason="no-room", by=keeper_of(second), at=timezone.now())

    assert then == second
    assert offer_of(request).site == named


def test_who_wants_no_further_site_is_only_told_of_it():
    site, named = open_site("Small Town"), open_site("Zebra County")
    request = ask(sites=[site], asks_further=False, at=timezone.now())

    decline(request, site, named)

    assert not request.offers.standing().exists()
    assert "They suggest: Zebra County." in request.offers.get().words


def test_three_chosen_sites_stay_three():
    chosen = [open_site(name) for name in ("Small Town", "Larger City", "Old Harbor")]
    named = open_site("Zebra County")
    request = ask(sites=chosen, at=timezone.now())

    decline(request, chosen[0], named)

    assert request.wanted_sites.count() == 3
    assert offer_of(request).site == chosen[1]


def test_a_site_that_was_not_wanted_is_not_asked_by_suggestion():
    site, named = open_site("Small Town"), open_site("Zebra County")
    request = ask(sites=[site], not_these=[named], at=timezone.now())

    decline(request, site, named)

    assert not request.offers.standing().exists()
