"""How long the hub keeps what it keeps: one rule for each row of the inventory.

The figures are those of the trust plan, 6.2; docs/data-inventory.csv says for every field which
rule it falls under. Each rule deletes what is older than its time and returns how much that was.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db.models import Q
from wagtail.models import ModelLogEntry

from forums import keeping as forum_words
from forums.actions.unsealing import forget_old_seals
from forums.models import Attachment
from hub.accounts.joining import forget_unconfirmed
from hub.accounts.models import EmailChange, Invitation, LimitedAct, Sanction, SecurityEvent, User
from hub.importing.actions import forget_imports
from hub.notifications.actions import forget_old_mail, forget_what_is_gone
from hub.notifications.actions.tidying import KEPT_FOR as MAIL_KEPT_FOR
from hub.notifications.models import Notification
from hub.people.models import DataExport, Departure, Profile
from hub.search.actions import forget_old_usage
from mentoring import keeping as mentor_requests
from mentorsites.actions.drafting import forget_typed
from mentorsites.actions.inviting import forget_site_invitations
from mentorsites.actions.managing import forget_ended_managers
from mentorsites.unused_pictures import forget_unused_pictures

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Keeps:
    """`forget(before)` removes what is older than `before`; returns how much it removed."""

    name: str
    kept_for: timedelta
    forget: Callable[[datetime], int]


def _sessions(before: datetime) -> int:
    # With them go the network addresses; none is kept longer than the session it belongs to.
    return UserSession.objects.filter(created_at__lt=before).delete()[0]


def _ended_sessions(before: datetime) -> int:
    return Session.objects.filter(expire_date__lt=before).delete()[0]


def _limited_acts(before: datetime) -> int:
    return LimitedAct.objects.filter(done_at__lt=before).delete()[0]


def _last_seen(before: datetime) -> int:
    return User.objects.filter(last_login__lt=before).update(last_login=None)


def _read_notifications(before: datetime) -> int:
    return Notification.objects.filter(updated_at__lt=before).delete()[0]


def _invitations(before: datetime) -> int:
    ended = Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | Q(expires_at__lt=before)
    return Invitation.objects.filter(ended).delete()[0]


def _old_addresses(before: datetime) -> int:
    return EmailChange.objects.filter(changed_at__lt=before).delete()[0]


def _sanctions(before: datetime) -> int:
    ended = Q(ends_at__lt=before) | Q(lifted_at__lt=before)
    return Sanction.objects.filter(ended).delete()[0]


def _exports(before: datetime) -> int:
    old = list(DataExport.objects.filter(ready_at__lt=before))
    for export in old:
        export.file.delete(save=False)
        export.delete()
    return len(old)


def _departures(before: datetime) -> int:
    ended = Q(done_at__lt=before) | Q(taken_back_at__lt=before)
    return Departure.objects.filter(ended).delete()[0]


def _names_in_logs(before: datetime) -> int:
    people = ModelLogEntry.objects.filter(
        content_type__app_label="accounts", content_type__model="user", timestamp__lt=before
    )
    return people.delete()[0]


def _pictures_of_nobody(before: datetime) -> int:
    return _lost(
        "avatars", Profile.objects.exclude(avatar="").values_list("avatar", flat=True), before
    )


def _copies_of_nobody(before: datetime) -> int:
    # Whoever was stopped between writing the file and noting it leaves one behind.
    return _lost(
        "exports", DataExport.objects.exclude(file="").values_list("file", flat=True), before
    )


def _forum_files_of_nobody(before: datetime) -> int:
    return _lost("forums", Attachment.objects.values_list("file", flat=True), before)


def _lost(folder: str, used: Iterable[str], before: datetime) -> int:
    """Deletes the files of a folder that no row names and that are older than `before`."""
    if not default_storage.exists(folder):
        return 0
    named = set(used)
    lost = [
        name
        for name in (f"{folder}/{file}" for file in default_storage.listdir(folder)[1])
        if name not in named and default_storage.get_modified_time(name) < before
    ]
    for name in lost:
        default_storage.delete(name)
    return len(lost)


RULES = (
    Keeps("sessions and network addresses", 14 * DAY, _sessions),
    Keeps("ended sessions", timedelta(), _ended_sessions),
    Keeps("acts toward a limit", DAY, _limited_acts),
    Keeps("last signed in", 90 * DAY, _last_seen),
    Keeps("notifications", 90 * DAY, _read_notifications),
    Keeps("invitations that ended", 30 * DAY, _invitations),
    Keeps("mentor site invitations that ended", 30 * DAY, forget_site_invitations),
    Keeps("who kept a mentor site", 730 * DAY, forget_ended_managers),
    Keeps(
        "joining never finished", 7 * DAY, lambda before: forget_unconfirmed(at=before + 7 * DAY)
    ),
    Keeps("changed addresses", 30 * DAY, _old_addresses),
    Keeps("sanctions that ended", 730 * DAY, _sanctions),
    Keeps(
        "log of who could do what",
        365 * DAY,
        lambda before: SecurityEvent.objects.forget_before(before),
    ),
    Keeps("names in the editors' log", 365 * DAY, _names_in_logs),
    Keeps("mail log", MAIL_KEPT_FOR, lambda before: forget_old_mail(before + MAIL_KEPT_FOR)),
    Keeps("copies of one's data", DataExport.KEPT_FOR, _exports),
    Keeps("departures", 35 * DAY, _departures),
    Keeps("pictures of nobody", 2 * DAY, _pictures_of_nobody),
    Keeps("copies of nobody", 2 * DAY, _copies_of_nobody),
    Keeps("sheets to import", 30 * DAY, forget_imports),
    Keeps("drafts of posts", 90 * DAY, forum_words.forget_drafts),
    Keeps("seals of aliases", 90 * DAY, forget_old_seals),
    Keeps("openings of aliases", 730 * DAY, forum_words.forget_openings),
    Keeps("log of moderation", 730 * DAY, forum_words.forget_log),
    Keeps("decisions about posts", 730 * DAY, forum_words.forget_decisions),
    Keeps("reports of posts", 730 * DAY, forum_words.forget_reports),
    Keeps("words of removed posts", 30 * DAY, forum_words.forget_removed_words),
    Keeps("ended feeds of members", 30 * DAY, forum_words.forget_feed_keys),
    Keeps("uploads never sent", 2 * DAY, forum_words.forget_uploads),
    Keeps("mentor requests that ended", 1095 * DAY, mentor_requests.forget_requests),
    Keeps("profiles typed and not saved", 90 * DAY, forget_typed),
    Keeps("pictures of sites that nothing shows", 30 * DAY, forget_unused_pictures),
    Keeps("drafts of mentor requests", 90 * DAY, mentor_requests.forget_drafts),
    Keeps("help outside the hub", 1095 * DAY, mentor_requests.forget_off_hub_help),
    Keeps("forum files of nobody", 2 * DAY, _forum_files_of_nobody),
)


def forget_what_is_due(*, at: datetime) -> dict[str, int]:
    """Applies every rule; returns what each removed, those that removed nothing left out."""
    removed = {rule.name: rule.forget(at - rule.kept_for) for rule in RULES}
    removed["news of what is gone"] = forget_what_is_gone(at)
    removed["search terms"] = forget_old_usage(at)
    return {name: number for name, number in removed.items() if number}
