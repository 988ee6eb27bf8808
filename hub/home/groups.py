"""Who may do what on the editors' side, by group; set up once and then the admins' to change."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.documents import get_document_model
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.images.models import Image
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
)

from hub.editing.roles import (
    CLINICAL_REVIEW,
    CLINICAL_REVIEWERS,
    EDITORS,
    MENTOR_SITE_MANAGERS,
    MENTORING_STAFF,
    REVIEWERS,
    STEWARDS,
    TRUST_OFFICERS,
)
from hub.guidelines.models import GuidelineIndexPage
from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Term, Topic

from .loading.records import Ledger

GROUPS = (
    EDITORS,
    REVIEWERS,
    CLINICAL_REVIEWERS,
    MENTOR_SITE_MANAGERS,
    STEWARDS,
    TRUST_OFFICERS,
    MENTORING_STAFF,
)

PAGE_PERMISSIONS = {
    # What they write goes to a reviewer: see hub.editing.
    EDITORS: ["add", "change"],
    REVIEWERS: ["add", "change", "publish", "lock", "unlock"],
}
# Editors keep the forums and turn threads into drafts of pages.
KEEP_FORUMS = [
    "forums.view_forum",
    "forums.add_forum",
    "forums.change_forum",
    "forums.add_promotion",
]
# They find a site's managers and let somebody else in when one leaves.
INVITE_MANAGERS = ["mentorsites.add_siteinvitation"]
PERMISSIONS = {
    EDITORS: [*KEEP_FORUMS, *INVITE_MANAGERS],
    REVIEWERS: KEEP_FORUMS,
    # They read and approve what a review asks of them; the review opens the page to them.
    CLINICAL_REVIEWERS: ["wagtailadmin.access_admin"],
    # They bring those who ask and those who can help together, and read what both write.
    MENTORING_STAFF: [
        "accounts.must_use_second_step",
        "mentoring.look_after_requests",
    ],
    # They open an alias or erase a post, each time two of them together.
    TRUST_OFFICERS: [
        "accounts.must_use_second_step",
        "forums.moderate",
        "forums.open_seal",
        "forums.purge_post",
    ],
    # They speak for a site to other teams: a stolen password alone must not be enough.
    MENTOR_SITE_MANAGERS: ["accounts.must_use_second_step"],
    # They look after members: invite, silence, suspend for a few days, read the log, moderate.
    STEWARDS: [
        "wagtailadmin.access_admin",
        "accounts.change_user",
        "account.view_emailaddress",
        "accounts.view_invitation",
        "accounts.add_invitation",
        "accounts.change_invitation",
        "accounts.add_sanction",
        "accounts.change_sanction",
        "accounts.view_securityevent",
        "forums.moderate",
        "forums.view_forum",
        "forums.change_forum",
        "forums.change_forumgrant",
        "forums.view_watchedword",
        "forums.add_watchedword",
        "forums.change_watchedword",
        "forums.delete_watchedword",
    ],
}


def set_up_groups(ledger: Ledger, home: Page | None) -> None:
    """Completes the groups that `ledger` does not know yet; leaves the others as they are.

    The migration of hub.editing made them when there were no pages yet. What came with a room later
    is added once to groups that were there before it.
    """
    for name in GROUPS:
        key = f"groups/{name}"
        if key not in ledger.entries:
            group, _ = Group.objects.get_or_create(name=name)
            if name in PAGE_PERMISSIONS and home:
                _let_in(group)
                _give_pages(group, home, PAGE_PERMISSIONS[name])
                _give_uploads(group)
            _give(group, PERMISSIONS.get(name, ()))
            ledger.note(key, group)
        for room in ("forums", "mentorsites"):
            _add_room(ledger, name, room)
    _ask_clinicians(ledger)


def _add_room(ledger: Ledger, name: str, room: str) -> None:
    key, group = f"groups/{name}/{room}", Group.objects.filter(name=name).first()
    if key in ledger.entries or group is None:
        return
    _give(group, [label for label in PERMISSIONS.get(name, ()) if label.startswith(f"{room}.")])
    ledger.note(key, group)


def _give(group: Group, labels: Iterable[str]) -> None:
    for label in labels:
        app, _, codename = label.partition(".")
        group.permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )


def _ask_clinicians(ledger: Ledger) -> None:
    """Sends guidelines through their own review, once: what an admin chooses later stays."""
    key = "workflows/guidelines"
    shelf = GuidelineIndexPage.objects.first()
    workflow = Workflow.objects.filter(name=CLINICAL_REVIEW, active=True).first()
    if key not in ledger.entries and shelf and workflow:
        WorkflowPage.objects.get_or_create(page=shelf, defaults={"workflow": workflow})
        ledger.note(key, workflow)


def _let_in(group: Group) -> None:
    words = ContentType.objects.get_for_models(Term, Topic, Jurisdiction, GlossaryEntry).values()
    may_keep_words = Q(content_type__in=words) & ~Q(codename__startswith="delete_")
    may_enter = Q(codename="access_admin", content_type__app_label="wagtailadmin")
    # What comes first for certain words, and the report on what was not found.
    may_promote = Q(content_type=ContentType.objects.get_for_model(SearchPromotion))
    group.permissions.add(*Permission.objects.filter(may_keep_words | may_enter | may_promote))


def _give_pages(group: Group, home: Page, verbs: Iterable[str]) -> None:
    # Wagtail gave these groups the whole tree; they need what is on the site.
    GroupPagePermission.objects.filter(group=group, page__depth=1).delete()
    content_type = ContentType.objects.get_for_model(Page)
    for verb in verbs:
        permission = Permission.objects.get(content_type=content_type, codename=f"{verb}_page")
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)


def _give_uploads(group: Group) -> None:
    root = Collection.get_first_root_node()
    # Wagtail asks for the permissions of its own models, also when a site has others.
    models = (get_image_model(), get_document_model(), Image, Document)
    content_types = ContentType.objects.get_for_models(*models).values()
    verbs = Q()
    for verb in ("add_", "change_", "choose_"):
        verbs |= Q(codename__startswith=verb)
    for permission in Permission.objects.filter(verbs, content_type__in=content_types):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )
