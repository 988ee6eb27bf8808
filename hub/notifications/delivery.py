"""From the queue to the mail server. Killed at any line, nothing is lost and no news sent twice."""

import hashlib
import hmac
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import takewhile

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from hub.accounts.models import User

from .models import MailSettings, Notification, OutgoingMail

State = OutgoingMail.State
# Mails taken in one round.
STEP = 50
# Longer than any conversation with a mail server lasts: whoever had claimed it is dead.
CLAIM_LASTS = timedelta(minutes=5)
# Seconds in which a round may begin new mails: far less than a claim lasts.
ROUND_LASTS = 60
LONGEST_PAUSE = 60
# Refusals for good, one after the other, before news to an address stops.
MOST_REFUSALS = 3


class Unreachable(Exception):
    """Nothing was sent, because there was nobody to send it to."""


def deliver(at: datetime) -> int:
    """One round: sends what is due and returns how many mails the server took."""
    _drop_expired(at)
    due = list(OutgoingMail.objects.due(at).values_list("pk", flat=True)[:STEP])
    if not due:
        return 0
    try:
        with _transport() as connection:
            return sum(_deliver_one(pk, connection, at) for pk in _while_fresh(due))
    except Unreachable as error:
        _postpone_all(at, str(error))
        return 0


def _while_fresh(due: list[int]) -> Iterator[int]:
    """As many as can be begun before the moment of the round is too old to claim with."""
    latest = time.monotonic() + ROUND_LASTS
    return takewhile(lambda pk: time.monotonic() < latest, due)


@contextmanager
def _transport() -> Iterator[BaseEmailBackend]:
    connection = get_connection(settings.MAIL_TRANSPORT)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(type(error).__name__) from error
    try:
        yield connection
    finally:
        _close(connection)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        # The server went first.
        return


def _deliver_one(pk: int, connection: BaseEmailBackend, at: datetime) -> bool:
    """Claims one mail, sends it, and writes down what came of it."""
    claimed = OutgoingMail.objects.filter(pk=pk, state=State.WAITING)
    # Committed before a byte leaves: two workers never send the same mail, and after a crash
    # everybody can see that this one was on its way.
    if not claimed.update(state=State.SENDING, claimed_at=at, tries=F("tries") + 1):
        return False
    mail = OutgoingMail.objects.select_related("person__mail_settings").get(pk=pk)
    if not _is_wanted(mail, at):
        _settle(mail, State.DROPPED, at)
        return False
    try:
        connection.send_messages([message_of(mail)])
    except (OSError, smtplib.SMTPException, ValueError) as error:
        _failed(mail, error, at)
        _reopen(connection)
        return False
    _sent(mail, at)
    return True


def _is_wanted(mail: OutgoingMail, at: datetime) -> bool:
    """Whether news that waited may still go out: people leave, are suspended, or stop it."""
    person = mail.person
    if mail.kind == OutgoingMail.Kind.ACCOUNT or person is None:
        return mail.kind == OutgoingMail.Kind.ACCOUNT
    if not person.is_active or person.is_suspended(at):
        return False
    wishes = getattr(person, "mail_settings", None)
    if wishes is None or not wishes.gets_mail:
        return False
    if mail.kind == OutgoingMail.Kind.NOTICE:
        return wishes.sends_at_once
    if mail.kind == OutgoingMail.Kind.REVIEWS:
        return wishes.gets_review_lists
    return wishes.digest != wishes.Digest.NONE


def _reopen(connection: BaseEmailBackend) -> None:
    # Whatever was said before the failure must not run into the next mail.
    _close(connection)
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(type(error).__name__) from error


def message_of(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=mail.sender,
        to=[mail.to],
        headers={**mail.headers, "Message-ID": mail.message_id},
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


@transaction.atomic
def _sent(mail: OutgoingMail, at: datetime) -> None:
    if mail.person_id:
        MailSettings.objects.filter(person=mail.person_id).exclude(refusals=0).update(refusals=0)
    _settle(mail, State.SENT, at)


@transaction.atomic
def _failed(mail: OutgoingMail, error: Exception, at: datetime) -> None:
    mail.error = type(error).__name__
    if is_refused_for_good(error):
        _note_refusal(mail, at)
        _settle(mail, State.FAILED, at)
    elif not isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
        # The line broke: whether the server took the mail, nobody knows.
        _lost_touch(mail, at)
    else:
        _try_later(mail, at)


def is_refused_for_good(error: Exception) -> bool:
    """Whether the server said that this address or this mail will never be taken."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    # A refused sender or password is our own trouble, and passes; what is no mail stays none.
    return isinstance(error, ValueError) and not isinstance(error, OSError)


def _note_refusal(mail: OutgoingMail, at: datetime) -> None:
    if mail.error != smtplib.SMTPRecipientsRefused.__name__:
        return
    people = User.objects.filter(email__iexact=mail.to)
    refused = MailSettings.objects.filter(person__in=people)
    refused.update(refusals=F("refusals") + 1)
    refused.filter(refusals__gte=MOST_REFUSALS, stopped_at=None).update(stopped_at=at)


def _lost_touch(mail: OutgoingMail, at: datetime) -> None:
    if mail.is_sent_again_after_a_crash:
        _try_later(mail, at)
    else:
        _settle(mail, State.UNCERTAIN, at)


def _try_later(mail: OutgoingMail, at: datetime) -> None:
    pause = timedelta(minutes=min(2 ** (mail.tries - 1), LONGEST_PAUSE))
    OutgoingMail.objects.filter(pk=mail.pk, state=State.SENDING).update(
        state=State.WAITING, next_try_at=at + pause, error=mail.error
    )


def _postpone_all(at: datetime, error: str) -> None:
    """Nobody answers: everything that is due waits, the longer the more often it was tried."""
    due = OutgoingMail.objects.due(at).order_by()
    for tries in range(7):
        pause = timedelta(minutes=min(2**tries, LONGEST_PAUSE))
        tried = due.filter(tries=tries) if tries < 6 else due.filter(tries__gte=6)
        tried.update(tries=F("tries") + 1, next_try_at=at + pause, error=error[:80])


def _drop_expired(at: datetime) -> None:
    expired = OutgoingMail.objects.filter(state=State.WAITING, expires_at__lte=at)
    for mail in expired.order_by("pk")[:STEP]:
        _drop(mail, at)


@transaction.atomic
def _drop(mail: OutgoingMail, at: datetime) -> None:
    # Tried for days and never taken, or never even tried in time.
    _settle(mail, State.FAILED if mail.tries else State.DROPPED, at, was=State.WAITING)


@transaction.atomic
def recover(at: datetime) -> int:
    """What a dead worker had claimed: account mail is tried again, news returns to the digest."""
    stuck = OutgoingMail.objects.filter(state=State.SENDING, claimed_at__lte=at - CLAIM_LASTS)
    rows = list(stuck.order_by("pk")[: STEP * 10])
    for mail in rows:
        _lost_touch(mail, at)
    return len(rows)


def _settle(mail: OutgoingMail, state: str, at: datetime, was: str = State.SENDING) -> None:
    """The end of a mail: nothing more is kept of it than that it was."""
    ended = OutgoingMail.objects.filter(pk=mail.pk, state=was).update(
        state=state,
        sent_at=at if state == State.SENT else None,
        error=mail.error,
        to_hash=hash_of(mail.to),
        **({} if settings.MAIL_KEPT_FOR_MAILBOX else _blank()),
    )
    if ended and state != State.SENT:
        _return_to_digest(mail)


def _blank() -> dict[str, object]:
    return {"to": "", "subject": "", "text": "", "html": "", "headers": {}}


def hash_of(address: str) -> str:
    """Tells whether two mails went to one address, without telling the address."""
    secret = f"mail log {settings.SECRET_KEY}".encode()
    return hmac.new(secret, address.lower().encode(), hashlib.sha256).hexdigest()


def _return_to_digest(mail: OutgoingMail) -> None:
    Notification.objects.filter(mail=mail).update(mailed_at=None)
    if mail.told_since and mail.person_id:
        MailSettings.objects.filter(person=mail.person_id, told_until__gt=mail.told_since).update(
            told_until=mail.told_since
        )
