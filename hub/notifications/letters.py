"""News as mail: words and HTML, with what a mail program needs to sort and stop it."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from .mail import base_address, host
from .models.follows import Key
from .stopping import Stop

STYLES = Path(__file__).resolve().parent / "mail_styles"


def write_letter(
    template: str,
    context: dict[str, Any],
    *,
    subject: str,
    stop: Stop,
    list_name: str,
    about: Key | None = None,
) -> EmailMultiAlternatives:
    """A mail from the templates notifications/email/<template>.txt and .html."""
    words = {
        **context,
        "base": base_address(),
        "settings_url": base_address() + reverse("notifications:settings"),
        "stop_url": stop.address,
    }
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split())[:200],
        body=tidy(render_to_string(f"notifications/email/{template}.txt", words)),
        from_email=settings.DEFAULT_FROM_EMAIL,
        headers=_headers(stop, list_name, about),
    )
    page = render_to_string(f"notifications/email/{template}.html", words)
    message.attach_alternative(with_styles(page), "text/html")
    return message


def _headers(stop: Stop, list_name: str, about: Key | None) -> dict[str, str]:
    headers = {
        "Auto-Submitted": "auto-generated",
        "List-Id": f"<{list_name}.{host()}>",
        "List-Unsubscribe": f"<{stop.address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if about:
        # Mail programs put everything about one thing into one conversation.
        headers["References"] = headers["In-Reply-To"] = _thread_id(about)
    return headers


def _thread_id(about: Key) -> str:
    # Hashed: numbers of things are nobody's business.
    words = f"{settings.SECRET_KEY} thread {about[0]}/{about[1]}".encode()
    return f"<{hashlib.sha256(words).hexdigest()[:32]}@{host()}>"


def tidy(text: str) -> str:
    """Without spaces at the ends of lines, and never more than one empty line."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    kept = [line for number, line in enumerate(lines) if line or lines[number - 1]]
    return "\n".join(kept) + "\n"


def with_styles(page: str) -> str:
    """The page with its styles in each element, and those for the dark in its head.

    Many mail programs know nothing but style attributes.
    """
    styled = css_inline.CSSInliner(
        extra_css=(STYLES / "light.css").read_text(), load_remote_stylesheets=False
    ).inline(page)
    dark = (STYLES / "dark.css").read_text()
    return styled.replace("</head>", f"<style>{dark}</style></head>", 1)


def greeting_day(at: datetime) -> str:
    return f"{at:%B} {at.day}"
