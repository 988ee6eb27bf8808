"""Who is told when something happens to a site or to those who keep it."""

from datetime import datetime

from django.db.models import QuerySet

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification

from .models import MentorSitePage, SiteManager
from .permissions import INVITE, can_edit

# Who looks after sites is a handful; more than these are not asked one by one.
MOST_STAFF = 50


def keepers_of(site: MentorSitePage) -> QuerySet[User]:
    current = SiteManager.objects.current().filter(site=site)
    return User.objects.filter(pk__in=current.values("person"))


def staff_of(site: MentorSitePage) -> list[User]:
    """Those who may invite managers of this site as editors."""
    holders = User.objects.holding(INVITE).order_by("pk")[:MOST_STAFF]
    return [person for person in holders if can_edit(person, site)]


def tell_of_manager(manager: SiteManager, *, by: User | None, at: datetime) -> int:
    """Tells the others who keep the site, whoever invited this manager, and the staff."""
    others = {person.pk: person for person in keepers_of(manager.site)}
    others |= {person.pk: person for person in staff_of(manager.site)}
    if manager.began_by is not None:
        others[manager.began_by.pk] = manager.began_by
    others.pop(manager.person_id, None)
    return notify(
        others.values(),
        kind=Notification.Kind.SYSTEM,
        subject=manager,
        by=by,
        at=at,
        is_for_me=True,
        is_private=True,
    )
