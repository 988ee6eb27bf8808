from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from hub.core.page_cache import Part, edition
from hub.core.visibility import NOBODY

from .models import OrganizationPage

# The foot is on every page and the same for everyone. What editors change is known at once in the
# process that changed it, in others after these seconds.
KEPT, KEPT_FOR = "directory.footer-partners", 15


def footer_partners(request: HttpRequest) -> dict[str, Any]:
    """The partners named at the foot of every page, fetched only when a template asks."""
    return {"footer_partners": SimpleLazyObject(_partners)}


def _partners() -> list[OrganizationPage]:
    key = f"{KEPT}:{edition(Part.CONTENT)}"
    kept = cache.get(key)
    if kept is None:
        partners = OrganizationPage.objects.filter(role=OrganizationPage.Role.PARTNER)
        shown = partners.visible_to(NOBODY).only("title", "website", "path", "expire_at")
        kept = list(shown.by_title())
        cache.set(key, kept, KEPT_FOR)
    now = timezone.now()
    # What has expired since is gone by the clock, as everywhere.
    return [one for one in kept if one.expire_at is None or one.expire_at > now]


def forget_partners(**signal: Any) -> None:
    """Somebody changed a page or a privacy rule: the foot is fetched anew."""
    cache.delete(f"{KEPT}:{edition(Part.CONTENT)}")
