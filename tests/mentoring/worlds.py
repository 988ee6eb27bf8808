"""Sites with people, and requests to them: made by the actions, as on the hub."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hub.accounts.models import User
from hub.taxonomy.models import Term, Vocabulary
from mentoring.actions.submitting import Answers, submit_request
from mentoring.models import MentorRequest, Offer
from mentorsites.models import MentorSitePage
from tests.factories import NOW, MentorSitePageFactory, TermFactory, keeper, make_member

DAY = timedelta(days=1)


def offer_term(slug: str = "call") -> Term:
    return TermFactory(vocabulary=Vocabulary.MENTOR_OFFER, slug=slug, label=slug.capitalize())


def open_site(title: str = "Sample County EMS", **fields: Any) -> MentorSitePage:
    """A site that takes requests and is kept by somebody."""
    site = MentorSitePageFactory(title=title, **{"takes_requests": True, **fields})
    keeper(site)
    return site


def keeper_of(site: MentorSitePage) -> User:
    return site.managers.current().order_by("pk").first().person


def ask(
    by: User | None = None,
    *,
    at: datetime = NOW,
    wants: Sequence[str] = ("call",),
    form_key: str = "",
    **answers: Any,
) -> MentorRequest:
    """A request, offered to the site that comes first."""
    help_wanted = [offer_term(slug) for slug in wants]
    said = {"question": "Which call types should we begin with?", **answers}
    return submit_request(
        by or make_member(),
        at=at,
        answers=Answers(wanted_help=help_wanted, **said),
        form_key=form_key,
    )


def offer_of(request: MentorRequest) -> Offer:
    """The open or accepted offer of the request."""
    return request.offers.standing().select_related("site", "request").get()
