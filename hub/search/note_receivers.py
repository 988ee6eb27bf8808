"""What changes about the notes of mentor sites, noted for their search documents."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page

from mentorsites.models import MentorSitePage, SiteNote

from .noting import note


def note_note(sender: Any, instance: SiteNote, **kwargs: Any) -> None:
    note("sitenote", [instance.pk])


def note_topics(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, SiteNote) and kwargs["action"].startswith("post_"):
        note("sitenote", [instance.pk])


def note_notes_of(page: Page) -> None:
    """Notes are there as long as their site's page is, for whoever sees it."""
    if isinstance(page, MentorSitePage):
        note("sitenote", SiteNote.objects.filter(site=page.pk).values_list("pk", flat=True))


def note_notes_below(page: Page) -> None:
    below = SiteNote.objects.filter(site__path__startswith=page.path)
    note("sitenote", below.values_list("pk", flat=True))


def connect() -> None:
    post_save.connect(note_note, sender=SiteNote, dispatch_uid="search-sitenote-saved")
    post_delete.connect(note_note, sender=SiteNote, dispatch_uid="search-sitenote-removed")
    m2m_changed.connect(
        note_topics, sender=SiteNote.topics.through, dispatch_uid="search-sitenote-topics"
    )
