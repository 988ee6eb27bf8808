from typing import Any

from django import template
from django.urls import reverse

from hub.core.models import BasePage

from ..citing import Citation

register = template.Library()


@register.simple_tag(takes_context=True)
def citation_of(context: Any, page: BasePage, owner: Any = None) -> Citation | None:
    """How to cite `page`; None in a preview of what is not stored yet."""
    # An include with `only` drops the variable but not the request itself.
    request = getattr(context, "request", None)
    if request is None or not page.pk:
        return None
    address = request.build_absolute_uri(reverse("syndication:permalink", args=[page.pk]))
    return Citation.of(page, owner, address)
