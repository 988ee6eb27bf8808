"""What Wagtail publishes: told to those who follow it, and noted for matching."""

from typing import Any

from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.signals import page_published

from .actions import announce_resource, note_facts
from .models import ResourcePage


def announce_published_resource(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, ResourcePage):
        revision = kwargs.get("revision")
        announce_resource(instance, by=revision.user if revision else None, at=timezone.now())


def note_saved_facts(sender: Any, instance: Any, **kwargs: Any) -> None:
    if not isinstance(instance, ResourcePage) or kwargs.get("raw"):
        return
    changed = kwargs.get("update_fields")
    if changed is None:
        note_facts(instance)
    elif changed & {field.name for field in sender._meta.local_fields}:
        # The other fields in memory may be somebody's draft: what is live stands in the database.
        note_facts(sender._base_manager.get(pk=instance.pk))


def connect() -> None:
    page_published.connect(announce_published_resource, dispatch_uid="announce-resource")
    # Every way to a live page ends in save(): publishing, loading, the site's own small changes.
    post_save.connect(note_saved_facts, dispatch_uid="note-facts")
