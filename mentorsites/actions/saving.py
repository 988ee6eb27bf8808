"""Saving what was typed into a profile: a draft, which readers do not see."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, Revision

from hub.accounts.models import User

from ..models import MentorSitePage, ProfileChange, ProfileDraft
from ..profile.fields import FIELDS
from ..profile.versions import number_of, working_copy
from .caring import confirm_site
from .following import follow_newest
from .telling import tell_reviewers


class UnableToSave(Exception):
    """Says in plain words why a profile is not saved."""


class SavedMeanwhile(UnableToSave):
    """Somebody else saved a newer version between looking and saving."""


@transaction.atomic
def save_profile(
    site: MentorSitePage, *, answers: dict[str, Any], seen: int, by: User, at: datetime
) -> Revision | None:
    """Saves `answers` on top of the newest version as a revision; None when nothing differs.

    `seen` is the number of the newest revision that `answers` were compared with. Raises
    SavedMeanwhile when there is a newer one by now, UnableToSave when the page cannot be so.
    """
    current = lock(site)
    if number_of(current) != seen:
        raise SavedMeanwhile("Somebody else saved this profile in this very moment.")
    copy = working_copy(current)
    changed = put_answers(copy, answers)
    ProfileDraft.objects.filter(site=site, person=by).delete()
    # Who goes through the whole form has also seen that the rest is right.
    confirm_site(current, by=by, at=at)
    return save_copy(copy, by=by, at=at) if changed else None


def lock(site: MentorSitePage) -> MentorSitePage:
    """`site` as it is now; whoever else wants to save it waits."""
    Page.objects.select_for_update().get(pk=site.pk)
    return MentorSitePage.objects.get(pk=site.pk)


def put_answers(copy: MentorSitePage, answers: dict[str, Any]) -> list[str]:
    """Puts what differs into `copy` in memory; returns the names of the fields that did."""
    changed = []
    for name, answer in answers.items():
        field = FIELDS[name]
        if field.value(copy) != answer:
            field.put(copy, answer)
            changed.append(name)
    return changed


def save_copy(copy: MentorSitePage, *, by: User, at: datetime, is_whole: bool = True) -> Revision:
    """`copy` as the newest revision. What waits for review is this from now on, and says so.

    A part of the profile (not `is_whole`) may be saved while others are still wrong or missing.
    """
    try:
        revision = copy.save_revision(user=by, log_action=True, clean=is_whole)
    except ValidationError as error:
        raise UnableToSave(" ".join(error.messages)) from error
    follow_newest(copy, revision)
    for waiting in ProfileChange.objects.open().filter(site=copy):
        tell_reviewers(waiting, by=by, at=at)
    return revision
