"""What many people do in the same moment with requests: a process for test_together."""

import os
from typing import Any

import django

from tests.together import at_once, errors_in, main

ASKERS, ROOM, CLOCKS = 12, 5, 4


def last_places() -> dict[str, Any]:
    """Twelve people want the five places that one site has left."""
    from mentoring.models import Offer
    from tests.factories import make_member
    from tests.mentoring.worlds import ask, offer_term, open_site

    site, people = open_site(calls_per_quarter=ROOM), [make_member() for _ in range(ASKERS)]
    offer_term("call")
    answers = at_once([lambda p=one: ask(p, sites=[site], asks_further=False).pk for one in people])
    return {
        "errors": errors_in(answers),
        "requests": len(set(answers)),
        "offers": Offer.objects.filter(site=site).count(),
    }


def one_form() -> dict[str, Any]:
    """The same form of one person comes twelve times."""
    from mentoring.models import MentorRequest
    from tests.factories import make_member
    from tests.mentoring.worlds import ask

    person = make_member()
    answers = at_once([lambda: ask(person, form_key="once").pk] * ASKERS)
    return {
        "errors": errors_in(answers),
        "requests": MentorRequest.objects.filter(requester=person).count(),
    }


def yes_and_no() -> dict[str, Any]:
    """Two managers of a site answer in the same moment, and the requester takes it back."""
    from mentoring.actions.answering import accept_offer, decline_offer
    from mentoring.actions.submitting import withdraw_request
    from mentoring.models import MentorRequest
    from tests.factories import NOW, keeper
    from tests.mentoring.worlds import ask, offer_of, open_site

    site = open_site("Asked at once")
    first, second = keeper(site), keeper(site)
    request = ask(sites=[site], asks_further=False)
    offer = offer_of(request)
    answers = at_once(
        [
            lambda: accept_offer(offer, by=first, at=NOW).pk,
            lambda: decline_offer(offer, reason="other", by=second, at=NOW).pk,
            lambda: withdraw_request(request, by=request.requester, at=NOW).pk,
        ]
    )
    offer.refresh_from_db()
    kept = MentorRequest.objects.get(pk=request.pk)
    return {
        "refused": sorted({one.partition(":")[0] for one in errors_in(answers)}),
        "fits": {
            "accepted": "accepted",
            "declined": "submitted",
            "ended": "withdrawn",
        }[offer.state]
        == kept.status
        or kept.status == "withdrawn",
        "decisions": kept.events.filter(kind__in=["accepted", "site-declined"]).count(),
    }


def clocks() -> dict[str, Any]:
    """Four machines do what is due in the same moment."""
    from mentoring.clock import tend_requests
    from mentoring.models import Offer, RequestEvent
    from tests.factories import NOW
    from tests.mentoring.worlds import DAY, ask, open_site

    sites = [open_site(f"Clock {number}", calls_per_quarter=50) for number in range(2)]
    requests = [ask(sites=sites, asks_further=False) for _ in range(6)]
    answers = at_once([lambda: tend_requests(NOW + 3 * DAY)] * CLOCKS)
    answers += at_once([lambda: tend_requests(NOW + 7 * DAY)] * CLOCKS)
    events = RequestEvent.objects.filter(request__in=requests)
    return {
        "errors": errors_in(answers),
        "reminded": events.filter(kind="reminded").count(),
        "silent": events.filter(kind="silent").count(),
        "open": Offer.objects.open().filter(request__in=requests, site=sites[1]).count(),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings.dev"
    django.setup()
    main([last_places, one_form, yes_and_no, clocks])
