"""Mails about accounts: a subject, a plain text and the same as simple HTML."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def send_mail_to(addresses: Sequence[str], *, template: str, **context: Any) -> None:
    """Sends `template`.subject.txt, .txt and .html; the hub's mail waits in the database.

    Call it inside the transaction that the mail tells of: it is sent only when that succeeds.
    """
    known = {"base": settings.WAGTAILADMIN_BASE_URL.rstrip("/"), **context}
    subject = " ".join(render_to_string(f"{template}.subject.txt", known).split())
    message = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string(f"{template}.txt", known),
        to=list(addresses),
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"{template}.html", known), "text/html")
    message.send()
