"""Shortcut of the tests about sites: somebody who may act for one."""

from datetime import datetime
from typing import Any

from hub.accounts.models import User
from mentorsites.models import MentorSitePage, SiteManager
from tests.factories import NOW, make_member


def keeper_of(site: MentorSitePage, *, at: datetime = NOW, **fields: Any) -> User:
    """A member who keeps `site` since `at`."""
    person = make_member(**fields)
    SiteManager.objects.create(
        site=site,
        person=person,
        agency_email="team@example.org",
        terms=SiteManager.TERMS,
        terms_accepted_at=at,
        began_at=at,
        began_by=person,
        confirmed_at=at,
    )
    return person
