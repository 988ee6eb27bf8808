"""Mail to an agency's address, which need not be the address of anybody's account."""

from datetime import datetime
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from hub.notifications.mail import base_address, rows_for
from hub.notifications.models import OutgoingMail


def mail_once(address: str, *, template: str, key: str, at: datetime, **context: Any) -> bool:
    """Queues the mail `template`, unless one with this key was queued before; says whether.

    The key is what makes a job safe to run twice, late, or on two machines at once.
    """
    known = {"base": base_address(), **context}
    message = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{template}.subject.txt", known).split()),
        body=render_to_string(f"{template}.txt", known),
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string(f"{template}.html", known), "text/html")
    (mail,) = rows_for(message, kind=OutgoingMail.Kind.ACCOUNT, at=at, unique_key=key)
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        return False
    return True
