"""Which version of a profile is on the way: the newest draft, or what is live."""

from typing import Any

from wagtail.models import Revision

from ..models import MentorSitePage


def working_copy(site: MentorSitePage) -> MentorSitePage:
    """The newest version of `site`, to be read or changed in memory and saved as a revision."""
    return warmed(site.get_latest_revision_as_object())


def warmed(page: Any) -> Any:
    """`page` with its many-valued answers in memory: they are asked for again and again."""
    page.terms = list(page.terms.all())
    page.jurisdictions = list(page.jurisdictions.all())
    return page


def number_of(site: MentorSitePage) -> int:
    """The number of the newest revision: what a form tells that it began from."""
    return site.latest_revision_id or 0


def version(site: MentorSitePage, number: int) -> MentorSitePage | None:
    """`site` as its revision `number` says; None when that is gone."""
    if not number:
        # Never saved in a revision yet: then what is live is what there was.
        return None if site.live_revision_id else warmed(site)
    revision = Revision.objects.for_instance(site).filter(pk=number).first()
    return warmed(revision.as_object()) if revision else None
