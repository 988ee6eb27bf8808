"""Small parts of the design that many templates need: icons, badges, dates, addresses."""

from datetime import date
from typing import Any

from django import template
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hub.core.fields import FUZZY_DATE

register = template.Library()

EVIDENCE_BARS = {"strong": 4, "moderate": 3, "promising": 2, "emerging": 1, "mixed": 1}


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" width="24" height="24"><use href="{}#{}"/></svg>',
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def badge(text: str, tone: str = "", icon_name: str = "") -> SafeString:
    tone_class = f" badge--{tone}" if tone else ""
    picture = icon(icon_name) if icon_name else ""
    return format_html('<span class="badge{}">{}{}</span>', tone_class, picture, text)


@register.simple_tag
def evidence_badge(slug: str, label: str) -> SafeString:
    return format_html(
        '<span class="badge badge--evidence">{}'
        '<span class="visually-hidden">Evidence: </span>{}</span>',
        icon(f"evidence-{EVIDENCE_BARS.get(slug, 0)}"),
        label,
    )


@register.simple_tag
def standing_badge(standing: Any) -> SafeString:
    """The badge of a hub.resources.standing.Standing, or nothing for None."""
    if not standing:
        return SafeString("")
    if standing.is_evidence:
        return evidence_badge(standing.key.partition(":")[2], standing.text)
    return badge(standing.text, standing.tone, standing.icon)


@register.simple_tag
def freshness(reviewed: date | None, due: date | None = None) -> SafeString:
    if not reviewed:
        return SafeString("")
    late = bool(due and due < timezone.localdate())
    parts = format_html("Reviewed {}", _month(reviewed))
    if due:
        parts = format_html("{} – {} {}", parts, "was due" if late else "due", _month(due))
    return format_html(
        '<span class="freshness{}">{}<span>{}</span></span>',
        " freshness--late" if late else "",
        icon("history"),
        parts,
    )


def _month(day: date) -> SafeString:
    return format_html(
        '<time datetime="{}">{}</time>', day.strftime("%Y-%m"), day.strftime("%b %Y")
    )


@register.filter
def fuzzy_date(value: str) -> str:
    """A year, month or day as FuzzyDateField keeps it, in words; anything else as it is."""
    value = str(value or "")
    match = FUZZY_DATE.fullmatch(value)
    if not match:
        return value
    year, month, day = match.groups()
    try:
        known = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return value
    words = year
    if month:
        words = f"{known:%B} {year}" if not day else f"{known:%B} {known.day}, {year}"
    return format_html('<time datetime="{}">{}</time>', value, words)


@register.simple_tag
def query_with(request: HttpRequest | None, **changes: Any) -> str:
    """The query part of this address with these changes; None takes a parameter out."""
    parameters = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        parameters.pop(name, None)
        if value is not None:
            parameters[name] = str(value)
    return f"?{parameters.urlencode()}"


@register.simple_tag(takes_context=True)
def nav_link(context: dict[str, Any], href: str, label: str) -> SafeString:
    request = context.get("request")
    is_here = request.path.startswith(href) if request else False
    return format_html(
        '<li><a class="site-nav__link" href="{}"{}>{}</a></li>',
        href,
        SafeString(' aria-current="page"') if is_here else "",
        label,
    )
