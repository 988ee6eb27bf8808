"""One published thing in each state of visibility, with a canary in every place that can leak."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from hub.media.models import CustomDocument, CustomImage
from hub.resources.models import ResourceRelation
from hub.search.receivers import note
from tests.factories import (
    ImageFactory,
    JurisdictionFactory,
    PolicyPageFactory,
    PracticePageFactory,
    PrinciplePageFactory,
    TermFactory,
    TopicFactory,
    group_only,
    members_only,
)

CANARY = "xyzzy"
HOUR = timedelta(hours=1)


@dataclass
class World:
    """A practice in one state and a neighbor that links to it and is always public."""

    page: Any
    policy: Any
    neighbor: Any
    principle: Any
    topic: Any
    place: Any
    image: CustomImage
    document: CustomDocument
    group: Group


def build(state: str) -> World:
    """The world in which the practice and the policy are in `state`."""
    group = Group.objects.create(name="Inner circle")
    topic = TopicFactory(name="Quiet topic", slug="quiet-topic")
    place = JurisdictionFactory(code="QQ", name="Quiet place", slug="quiet-place")
    principle = PrinciplePageFactory(title="Public principle")
    image = ImageFactory(title=f"{CANARY} picture")
    document = CustomDocument.objects.create(
        title=f"{CANARY} document",
        file=ContentFile(f"{CANARY} in the file".encode(), name="notes.txt"),
    )
    tags = {"topics": [topic], "terms": [TermFactory(slug="rural")]}
    page = PracticePageFactory(
        title=f"{CANARY} practice with lanterns",
        slug="quiet-practice",
        summary=f"{CANARY} summary",
        problem=f"<p>{CANARY} problem</p>",
        body=[
            ("image", {"image": image, "alt": f"{CANARY} alt", "caption": ""}),
            ("document", {"document": document, "label": f"{CANARY} label"}),
        ],
        principles=[principle],
        jurisdictions=[place],
        **tags,
    )
    policy = PolicyPageFactory(
        title=f"{CANARY} policy on lanterns",
        slug="quiet-policy",
        jurisdiction=place,
        summary=CANARY,
        **tags,
    )
    neighbor = PracticePageFactory(title="Public neighbor", slug="neighbor")
    ResourceRelation.objects.create(source=page, kind="supports", target=neighbor)
    for thing in (page, policy):
        put_in_state(thing, state, group)
    return World(page, policy, neighbor, principle, topic, place, image, document, group)


def put_in_state(page: Any, state: str, group: Group) -> None:
    now = timezone.now()
    changes: dict[str, dict[str, Any]] = {
        "draft": {"live": False, "first_published_at": None, "last_published_at": None},
        "scheduled": {"live": False, "go_live_at": now + HOUR},
        "expired by the clock": {"expire_at": now - HOUR},
        "unpublished": {"live": False},
    }
    if state in changes:
        Page.objects.filter(pk=page.pk).update(**changes[state])
        # What Wagtail does by signals, an update does in silence.
        note("page", [page.pk])
    elif state == "live with edits (the edits)":
        edit_without_publishing(page)
    elif state == "private: sign-in":
        members_only(page)
    elif state == "private: group":
        group_only(page, group)
    elif state == "private: shared password":
        PageViewRestriction.objects.create(
            page=Page.objects.get(pk=page.pk), restriction_type="password", password="open sesame"
        )
    elif state == "child of a private page":
        members_only(page.get_parent())
    page.refresh_from_db()


def edit_without_publishing(page: Any) -> None:
    """Public words on the page, the canary only in a later draft."""
    draft = type(page).objects.get(pk=page.pk)
    draft.save_revision()
    live = type(page).objects.get(pk=page.pk)
    live.title, live.summary = "Public words", "Public summary"
    if hasattr(live, "problem"):
        live.problem, live.body = "<p>Public</p>", []
    live.topics.clear()
    live.principles.clear()
    live.terms.clear()
    if hasattr(live, "problem"):
        live.jurisdictions.clear()
    live.save()
    draft.save_revision()
