"""What Wagtail and the editors' lists change, noted for the search documents in the same go."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from hub.accounts.models import User
from hub.core.models import BasePage
from hub.people.models import Profile
from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Term, Topic

from . import note_receivers, talk_receivers
from .models import SearchDocument
from .noting import note

FOUND_BY = frozenset({"name", "handle", "is_active", "left_at"})


def note_page(sender: Any, instance: Page, **kwargs: Any) -> None:
    if isinstance(instance, BasePage) and not kwargs.get("raw"):
        note("page", [instance.pk])
        note_receivers.note_notes_of(instance)


def note_moved_pages(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A page that moves or is renamed takes everything below it along: addresses, privacy."""
    note_subtree(instance)


def note_subtree(page: Page) -> None:
    note("page", Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True))
    note_receivers.note_notes_below(page)


def note_restricted_pages(sender: Any, instance: PageViewRestriction, **kwargs: Any) -> None:
    note_subtree(instance.page)


def note_regrouped_pages(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, PageViewRestriction) and kwargs["action"].startswith("post_"):
        note_subtree(instance.page)


def note_place(sender: Any, instance: Jurisdiction, **kwargs: Any) -> None:
    note("place", [instance.pk])
    note_facet(f"place:{instance.slug}")


def note_topic(sender: Any, instance: Topic, **kwargs: Any) -> None:
    note("topic", [instance.pk])
    note_facet(f"topic:{instance.slug}")


def note_term(sender: Any, instance: Term, **kwargs: Any) -> None:
    note_facet(f"{instance.vocabulary}:{instance.slug}")


def note_word(sender: Any, instance: GlossaryEntry, **kwargs: Any) -> None:
    note("word", [instance.pk])


def note_person(sender: Any, instance: User, **kwargs: Any) -> None:
    changed = kwargs.get("update_fields")
    # Signing in writes only when it happened; that finds nobody.
    if changed and not FOUND_BY.intersection(changed):
        return
    note("person", [instance.pk])
    if not kwargs.get("created"):
        talk_receivers.note_what_they_wrote(instance)


def note_profile(sender: Any, instance: Profile, **kwargs: Any) -> None:
    note("person", [instance.person_id])


def note_facet(value: str) -> None:
    """Everything that carries a word is found by it: a new name for it reaches all of them."""
    things = SearchDocument.objects.filter(facets__value=value).order_by("source", "object_id")
    for source, key in things.values_list("source", "object_id"):
        note(source, [key])


# Pages are many types: what is saved or deleted is asked whether it is one.
LISTED: dict[type[Model], Any] = {
    Jurisdiction: note_place,
    Topic: note_topic,
    Term: note_term,
    GlossaryEntry: note_word,
    PageViewRestriction: note_restricted_pages,
    User: note_person,
    Profile: note_profile,
}


def note_saved_page(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, BasePage):
        note_page(sender, instance, **kwargs)


def connect() -> None:
    talk_receivers.connect()
    note_receivers.connect()
    post_save.connect(note_saved_page, dispatch_uid="search-page-saved")
    post_delete.connect(note_saved_page, dispatch_uid="search-page-deleted")
    page_published.connect(note_page, dispatch_uid="search-page-published")
    page_unpublished.connect(note_page, dispatch_uid="search-page-unpublished")
    post_page_move.connect(note_moved_pages, dispatch_uid="search-page-moved")
    page_slug_changed.connect(note_moved_pages, dispatch_uid="search-page-renamed")
    m2m_changed.connect(
        note_regrouped_pages,
        sender=PageViewRestriction.groups.through,
        dispatch_uid="search-groups",
    )
    for model, receiver in LISTED.items():
        uid = f"search-{model._meta.model_name}"
        post_save.connect(receiver, sender=model, dispatch_uid=f"{uid}-saved")
        post_delete.connect(receiver, sender=model, dispatch_uid=f"{uid}-deleted")
