"""What Wagtail changes about partners is seen at the foot of the next page."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_unpublished

from .context_processors import forget_partners
from .models import OrganizationPage


def connect() -> None:
    for signal in (post_save, post_delete):
        for sender in (OrganizationPage, PageViewRestriction):
            uid = f"foot-{sender.__name__}"
            signal.connect(forget_partners, sender=sender, dispatch_uid=uid)
    for signal in (page_published, page_unpublished):
        signal.connect(forget_partners, dispatch_uid="foot-page")
