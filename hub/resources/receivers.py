"""What Wagtail publishes, told to those who follow it."""

from typing import Any

from django.utils import timezone
from wagtail.signals import page_published

from .actions import announce_resource
from .models import ResourcePage


def announce_published_resource(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, ResourcePage):
        revision = kwargs.get("revision")
        announce_resource(instance, by=revision.user if revision else None, at=timezone.now())


def connect() -> None:
    page_published.connect(announce_published_resource, dispatch_uid="announce-resource")
