from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hub.core.visibility import NOBODY

from .models import OrganizationPage


def footer_partners(request: HttpRequest) -> dict[str, Any]:
    """The partners named at the foot of every page, fetched only when a template asks."""
    return {"footer_partners": SimpleLazyObject(_partners)}


def _partners() -> list[OrganizationPage]:
    # The foot is the same for everyone, so that it may one day come from a shared cache.
    partners = OrganizationPage.objects.filter(role=OrganizationPage.Role.PARTNER)
    return list(partners.visible_to(NOBODY).only("title", "website", "path").by_title())
