"""Opening an alias: asked for by one trust officer, agreed to by another, told to its author."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification

from ..models import Alias, ModerationEvent, SealedAuthor, SealOpening
from ..permissions import OPEN_SEAL
from ..sealing import UnableToOpen, open_seal
from .logging import log
from .reviews import holders_of

Kind = ModerationEvent.Kind
# The author is told when the two cannot see the name any more; at the latest after 30 days.
TOLD_AFTER = timedelta(hours=24)


class UnableToUnseal(Exception):
    """Says in one sentence why it cannot be asked for, agreed to or shown."""


@transaction.atomic
def ask_to_open(
    alias: Alias,
    *,
    reason: str,
    note: str,
    by: User,
    at: datetime,
    court_forbids_telling: bool = False,
) -> SealOpening:
    """Asks the other trust officers to open `alias` together with `by`. Raises UnableToUnseal."""
    alias = Alias.objects.select_for_update().get(pk=alias.pk)
    if alias.openings.waiting(at).exists():
        raise UnableToUnseal("Somebody asked for this already. It waits for a second officer.")
    if not SealedAuthor.objects.filter(alias=alias).exists():
        raise UnableToUnseal("The seal was deleted: after 90 days nobody can open it.")
    opening = SealOpening.objects.create(
        alias=alias,
        reason=reason,
        note=note,
        court_forbids_telling=court_forbids_telling and reason == SealOpening.Reason.COURT,
        asked_by=by,
        asked_at=at,
    )
    log(Kind.SEAL_ASKED, by=by, thread=alias.thread, at=at, reason=reason)
    _tell_officers(opening, by=by, at=at)
    return opening


@transaction.atomic
def agree_to_open(opening: SealOpening, *, by: User, at: datetime) -> SealOpening:
    """The second officer agrees: from now on both may see the name once, for 24 hours."""
    opening = _waiting(opening, by=by, at=at)
    opening.second_by, opening.opened_at = by, at
    opening.save(update_fields=["second_by", "opened_at"])
    log(
        Kind.SEAL_OPENED,
        by=opening.asked_by,
        second=by,
        thread=opening.alias.thread,
        at=at,
        after={"opening": opening.pk},
        reason=opening.reason,
    )
    _tell_officers(opening, by=by, at=at)
    return opening


@transaction.atomic
def refuse_to_open(opening: SealOpening, *, by: User, at: datetime) -> SealOpening:
    opening = _waiting(opening, by=by, at=at)
    opening.second_by, opening.refused_at = by, at
    opening.save(update_fields=["second_by", "refused_at"])
    log(
        Kind.SEAL_REFUSED,
        by=by,
        thread=opening.alias.thread,
        at=at,
        after={"opening": opening.pk},
        reason=opening.reason,
    )
    return opening


def _waiting(opening: SealOpening, *, by: User, at: datetime) -> SealOpening:
    every = SealOpening.objects.select_related("alias__thread__forum", "asked_by")
    opening = every.select_for_update(of=("self",)).get(pk=opening.pk)
    if not opening.is_waiting(at):
        raise UnableToUnseal("This was answered already, or it is older than three days.")
    if opening.asked_by == by:
        raise UnableToUnseal("Somebody else has to agree: nobody opens an alias alone.")
    return opening


@transaction.atomic
def show_author(opening: SealOpening, *, to: User, at: datetime) -> User:
    """Who is behind the alias, for one of the two, once and within 24 hours; logged.

    Raises UnableToUnseal.
    """
    every = SealOpening.objects.select_related("alias__thread__forum")
    opening = every.select_for_update(of=("self",)).get(pk=opening.pk)
    if not opening.is_shown(at) or to not in (opening.asked_by, opening.second_by):
        raise UnableToUnseal("The name is shown to the two who opened it, for 24 hours.")
    if was_shown(opening, to):
        raise UnableToUnseal("You have seen the name. It is shown once to each of you.")
    person = _author(opening)
    log(
        Kind.SEAL_OPENED,
        by=to,
        thread=opening.alias.thread,
        at=at,
        after={"opening": opening.pk, "shown": True},
        reason=opening.reason,
    )
    return person


def was_shown(opening: SealOpening, person: User) -> bool:
    shown = ModerationEvent.objects.filter(
        kind=Kind.SEAL_OPENED, actor=person, after__opening=opening.pk, after__shown=True
    )
    return shown.exists()


def _author(opening: SealOpening) -> User:
    try:
        return User.objects.get(pk=open_seal(opening.alias))
    except (UnableToOpen, User.DoesNotExist) as error:
        raise UnableToUnseal(
            "The seal cannot be opened: it was deleted, its key is gone, or the account is."
        ) from error


def _tell_officers(opening: SealOpening, *, by: User, at: datetime) -> None:
    notify(
        holders_of(OPEN_SEAL),
        kind=Notification.Kind.REVIEW,
        subject=opening,
        by=by,
        at=at,
        is_for_me=True,
        is_private=True,
    )


def tell_opened_authors(at: datetime) -> int:
    """Tells those whose alias was opened, unless a court forbids it; a job of every hour.

    By a letter that names neither the thread nor the alias: no row and no mail joins them to it.
    Returns how many were told.
    """
    due = SealOpening.objects.filter(
        opened_at__lte=at - TOLD_AFTER, author_told_at=None, court_forbids_telling=False
    )
    return sum(_tell_author(opening, at) for opening in due.select_related("alias"))


@transaction.atomic
def _tell_author(opening: SealOpening, at: datetime) -> bool:
    untold = SealOpening.objects.filter(pk=opening.pk, author_told_at=None)
    if not untold.update(author_told_at=at):
        return False
    try:
        person = _author(opening)
    except UnableToUnseal:
        return False
    if not person.is_active:
        return False
    words = {"opening": opening, "base": settings.WAGTAILADMIN_BASE_URL}
    send_mail(
        "An alias of yours was opened",
        render_to_string("forums/email/alias_opened.txt", words),
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
    )
    return True


def forget_old_seals(before: datetime) -> int:
    """Deletes the seals made before that; from then on nobody can tell who wrote.

    Kept a little longer are those whose author still has to be told that it was opened.
    """
    untold = SealOpening.objects.filter(
        author_told_at=None, court_forbids_telling=False, opened_at__isnull=False
    )
    old = SealedAuthor.objects.filter(made_at__lt=before)
    return old.exclude(alias__in=untold.values("alias")).delete()[0]
