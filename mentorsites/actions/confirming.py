"""Once a year a manager shows that the agency's address is still theirs (trust plan, B15)."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from hub.accounts.mails import send_mail_to

from ..mails import mail_once
from ..models import SiteManager
from .inviting import hash_of
from .managing import end_manager

logger = logging.getLogger(__name__)
# Days after the question on which it is asked again: halfway, and when three days are left.
REMIND_AFTER = (14, 27)


class UnableToConfirm(Exception):
    """The link was used, is too old, or is somebody else's."""


@transaction.atomic
def ask_to_confirm(manager: SiteManager, *, at: datetime) -> bool:
    """Mails the yearly question to the agency's address; False when it was asked before."""
    not_asked = SiteManager.objects.current().filter(pk=manager.pk, asked_at=None)
    manager.asked_at = at
    if not not_asked.update(asked_at=at, asked_hash=hash_of(token_of(manager))):
        return False
    _mail(manager, at=at, day=0)
    return True


@transaction.atomic
def send_question_again(manager: SiteManager, *, at: datetime) -> SiteManager:
    """The same mail once more, for whoever cannot find it. The link stays the same."""
    if manager.asked_at is None:
        raise UnableToConfirm("Nothing needs to be confirmed now.")
    send_mail_to([manager.agency_email], template="mentorsites/email/confirm", **_words(manager))
    return manager


def find_to_confirm(token: str, person: Any, at: datetime) -> SiteManager | None:
    """The manager whose mail held `token`, if that is `person` and there is time left."""
    asked = SiteManager.objects.of(person).able(at).exclude(asked_hash="")
    found = asked.filter(asked_hash=hash_of(token)).select_related("site", "person").first()
    is_theirs = found is not None and constant_time_compare(found.asked_hash, hash_of(token))
    return found if is_theirs else None


@transaction.atomic
def confirm_address(manager: SiteManager, *, at: datetime, terms: str) -> SiteManager:
    """The address is still theirs: good for another year. Changed terms are accepted with it."""
    if terms != SiteManager.TERMS:
        raise UnableToConfirm("The terms changed in the meantime. Please read them once more.")
    asked = SiteManager.objects.able(at).filter(pk=manager.pk, asked_hash=manager.asked_hash)
    accepted = {} if manager.terms == terms else {"terms": terms, "terms_accepted_at": at}
    if not asked.exclude(asked_hash="").update(
        confirmed_at=at, asked_at=None, asked_hash="", **accepted
    ):
        raise UnableToConfirm("This link was used or is too old.")
    manager.refresh_from_db()
    return manager


def ask_who_is_due(at: datetime) -> int:
    """Asks everybody whose year is over, or who accepted older terms; returns how many."""
    due = Q(confirmed_at__lte=at - SiteManager.CONFIRMED_FOR) | ~Q(terms=SiteManager.TERMS)
    waiting = SiteManager.objects.current().filter(due, asked_at=None)
    return _each(ask_to_confirm, _with_site(waiting), at)


def remind_who_was_asked(at: datetime) -> int:
    """Asks again on the 14th and the 27th day; returns how many mails that made."""
    first = at - timedelta(days=REMIND_AFTER[0])
    waiting = SiteManager.objects.able(at).filter(asked_at__lte=first)
    return _each(_remind, _with_site(waiting), at)


def end_unconfirmed(at: datetime) -> int:
    """Ends those who did not answer for thirty days; returns how many."""
    late = SiteManager.objects.current().filter(asked_at__lte=at - SiteManager.TO_CONFIRM)
    return _each(_end, _with_site(late), at)


def token_of(manager: SiteManager) -> str:
    """The token in the mails of one question: the same in each, so that no mail goes out of date.

    It follows from a secret that is not in the database, which holds only its hash.
    """
    words = f"{manager.pk} {manager.asked_at:%Y-%m-%dT%H:%M:%S.%f}"
    return salted_hmac("mentorsites.confirming", words, algorithm="sha256").hexdigest()


@transaction.atomic
def _remind(manager: SiteManager, *, at: datetime) -> bool:
    passed = (at - (manager.asked_at or at)).days
    day = max(day for day in REMIND_AFTER if day <= passed)
    current = hash_of(token_of(manager))
    if manager.asked_hash != current:
        # The secret was changed since the question went out.
        same = SiteManager.objects.current().filter(pk=manager.pk, asked_hash=manager.asked_hash)
        same.update(asked_hash=current)
    return _mail(manager, at=at, day=day)


@transaction.atomic
def _end(manager: SiteManager, *, at: datetime) -> bool:
    late = SiteManager.objects.current().filter(
        pk=manager.pk, asked_at__lte=at - SiteManager.TO_CONFIRM
    )
    # Whoever confirmed between the list and now stays; on PostgreSQL nobody can until we are done.
    if not late.select_for_update().exists():
        return False
    because = SiteManager.Because.NOT_CONFIRMED
    ended = end_manager(manager, because=because, by=None, at=at)
    send_mail_to([ended.person.email], template="mentorsites/email/ended", manager=ended)
    return True


def _mail(manager: SiteManager, *, at: datetime, day: int) -> bool:
    return mail_once(
        manager.agency_email,
        template="mentorsites/email/confirm",
        key=f"site manager {manager.pk} {manager.asked_at:%Y-%m-%d} {day}",
        at=at,
        **_words(manager),
    )


def _words(manager: SiteManager) -> dict[str, Any]:
    return {"manager": manager, "token": token_of(manager)}


def _with_site(managers: Any) -> list[SiteManager]:
    return list(managers.select_related("site", "person", "began_by").order_by("pk"))


def _each(act: Callable[..., bool], managers: Iterable[SiteManager], at: datetime) -> int:
    done = 0
    for manager in managers:
        # One that fails must not keep the others waiting; the next round tries again.
        try:
            done += act(manager, at=at)
        except Exception:
            logger.exception("%s failed for manager %s", act.__name__, manager.pk)
    return done
