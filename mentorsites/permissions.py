"""Who may do what for a site."""

from datetime import datetime
from typing import Any

from django.db.models import ManyToOneRel, QuerySet
from django.utils import timezone
from wagtail.permissions import page_permission_policy

from forums.models import Thread
from forums.permissions import can_facilitate, can_write, is_asker

from .models import MentorSitePage, SiteManager, SiteNote

INVITE = "mentorsites.add_siteinvitation"
# The network's staff; the permission is made upstairs, in mentoring.
LOOK_AFTER = "mentoring.look_after_requests"


def sites_kept_by(person: Any, *, at: datetime | None = None) -> QuerySet[MentorSitePage]:
    """The sites that `person` may act for, published or not."""
    if not person.is_authenticated or not person.is_active:
        return MentorSitePage.objects.none()
    kept = SiteManager.objects.of(person).able(at or timezone.now())
    return MentorSitePage.objects.filter(pk__in=kept.values("site"))


def sites_kept_or_edited_by(person: Any) -> QuerySet[MentorSitePage]:
    """The same, and those that `person` may change as an editor."""
    kept = sites_kept_by(person)
    # Asked on every page, for the bell: whoever is no editor costs no statement here.
    if not person.is_authenticated or not person.has_perm("wagtailadmin.access_admin"):
        return kept
    edited = page_permission_policy.instances_user_has_permission_for(person, "change")
    return MentorSitePage.objects.filter(pk__in=kept.values("pk")) | MentorSitePage.objects.filter(
        pk__in=edited.order_by().values("pk")
    )


def can_keep(person: Any, site: MentorSitePage, *, at: datetime | None = None) -> bool:
    """Whether `person` may change the profile of `site` and answer for it."""
    return sites_kept_by(person, at=at).filter(pk=site.pk).exists()


def can_edit(person: Any, site: MentorSitePage) -> bool:
    return person.is_authenticated and site.permissions_for_user(person).can_edit()


def can_review(person: Any, site: MentorSitePage) -> bool:
    """Whether `person` may decide about changes: never about their own site's."""
    if not person.is_authenticated or SiteManager.objects.of(person).current().filter(site=site):
        return False
    return site.permissions_for_user(person).can_publish()


def can_invite(person: Any, site: MentorSitePage) -> bool:
    """Editors of the page who may invite, and those who keep it already."""
    return can_keep(person, site) or can_remove(person, site)


def can_offer_question(person: Any, thread: Thread, *, at: datetime) -> bool:
    """Whether `person`, who reads it, may offer `thread` to a site: whoever asked, whoever looks
    after the forum, and editors who look after sites.
    """
    is_open = thread.is_question and thread.state == Thread.State.LIVE and not thread.is_locked
    if not is_open or not can_write(person, at=at):
        return False
    if person.has_perm(INVITE) or can_facilitate(person, thread.forum_id):
        return True
    return is_asker(person, thread)


def can_remove(person: Any, site: MentorSitePage) -> bool:
    """Who may end somebody's time at a site: the editors who may invite there."""
    return person.has_perm(INVITE) and can_edit(person, site)


def can_see_contacts(person: Any, site: MentorSitePage) -> bool:
    """How the network reaches a site: its managers, its editors, and whoever matches requests."""
    return can_keep(person, site) or can_edit(person, site) or person.has_perm(LOOK_AFTER)


def is_agreed_with_others(note: SiteNote) -> bool:
    """Whether something in a room above rests on the note: what a team and the site agreed on."""
    above = [
        relation
        for relation in SiteNote._meta.get_fields(include_hidden=True)
        if isinstance(relation, ManyToOneRel) and relation.field.name != "sitenote"
    ]
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: note}).exists()
        for relation in above
    )


def can_change_note(person: Any, note: SiteNote, *, at: datetime | None = None) -> bool:
    """Whether `person` may write other words into a note of a site they keep. Never alone into one
    that others agreed to: that is changed where they agreed.
    """
    return can_keep(person, note.site, at=at) and not is_agreed_with_others(note)
