"""The queue: what anybody sends becomes rows, in the transaction of whoever sends it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from .models import OutgoingMail

# A mail server may be down for a weekend; what came too late says so on the page it leads to.
ACCOUNT_MAIL_LASTS = timedelta(hours=72)
# News that could not be delivered for so long is left to the digest.
NEWS_MAIL_LASTS = timedelta(hours=72)


class UnableToQueue(Exception):
    """The queue carries words, no files."""


class QueueingBackend(BaseEmailBackend):
    """Django's way to send mail, into the queue: nothing waits for a mail server in a request.

    Whatever Django, allauth and Wagtail send is account mail: delivered at least once.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        for message in email_messages:
            for row in rows_for(message, kind=OutgoingMail.Kind.ACCOUNT, at=now):
                row.save(force_insert=True)
        return len(email_messages)


def rows_for(
    message: EmailMessage, *, kind: str, at: datetime, **fields: Any
) -> list[OutgoingMail]:
    """One unsaved row for each address of `message`, so that nobody reads who else got it.

    Raises BadHeaderError when an address or a header holds a line break.
    """
    if message.attachments:
        raise UnableToQueue
    # Built once here: what cannot be a mail fails where it was written, not in the worker.
    message.message()
    is_account = kind == OutgoingMail.Kind.ACCOUNT
    return [
        OutgoingMail(
            kind=kind,
            to=address,
            sender=str(message.from_email),
            subject=str(message.subject),
            text=str(message.body),
            html=_html_of(message),
            headers=_headers_of(message),
            message_id=make_msgid(domain=host()),
            next_try_at=at,
            made_at=at,
            expires_at=at + (ACCOUNT_MAIL_LASTS if is_account else NEWS_MAIL_LASTS),
            **fields,
        )
        for address in message.recipients()
    ]


def _html_of(message: EmailMessage) -> str:
    alternatives = getattr(message, "alternatives", [])
    return next((str(text) for text, kind in alternatives if kind == "text/html"), "")


def _headers_of(message: EmailMessage) -> dict[str, str]:
    headers = {name: str(value) for name, value in message.extra_headers.items()}
    if message.reply_to:
        headers.setdefault("Reply-To", ", ".join(message.reply_to))
    headers.setdefault("Auto-Submitted", "auto-generated")
    # These belong to the one row, or would tell others' addresses.
    return {
        name: value
        for name, value in headers.items()
        if name.lower() not in ("message-id", "to", "cc", "bcc")
    }


def host() -> str:
    """The host name of the hub, the right-hand side of our message ids."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def base_address() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")
