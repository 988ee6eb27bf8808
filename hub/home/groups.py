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
    Task,
    Workflow,
)

from hub.taxonomy.models import GlossaryEntry, Jurisdiction, Term, Topic

from .loading.records import Ledger

EDITORS = "Editors"
REVIEWERS = "Reviewers"
MENTOR_SITE_MANAGERS = "Mentor site managers"
STEWARDS = "Community stewards"
TRUST_OFFICERS = "Trust officers"
MENTORING_STAFF = "Mentoring staff"
GROUPS = (EDITORS, REVIEWERS, MENTOR_SITE_MANAGERS, STEWARDS, TRUST_OFFICERS, MENTORING_STAFF)

PAGE_PERMISSIONS = {
    EDITORS: ["add", "change", "publish"],
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
# Wagtail's default workflow asks this group; under our name it stays the same group.
WAGTAILS_REVIEWERS = "Moderators"
WAGTAILS_WORKFLOW = "Moderators approval"
OUR_WORKFLOW = "Review before publishing"


def set_up_groups(ledger: Ledger, home: Page | None) -> None:
    """Makes the groups that `ledger` does not know yet; leaves the others as they are.

    What came with a room later is added once to groups that were there before it.
    """
    _take_over_wagtails_reviewers()
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


def _take_over_wagtails_reviewers() -> None:
    if not Group.objects.filter(name=REVIEWERS).exists():
        Group.objects.filter(name=WAGTAILS_REVIEWERS).update(name=REVIEWERS)
        Task.objects.filter(name=WAGTAILS_WORKFLOW).update(name=OUR_WORKFLOW)
        Workflow.objects.filter(name=WAGTAILS_WORKFLOW).update(name=OUR_WORKFLOW)


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
