"""Taking a page off the site at once: the one thing that needs no second person."""

from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page

from hub.accounts.mails import send_mail_to
from hub.accounts.models import User
from hub.resources.models import ResourcePage
from mentorsites.models import MentorSitePage

from .roles import REVIEWERS

WITHDRAWN = "editing.withdraw"


class UnableToWithdraw(Exception):
    """Says in plain words why a page is not taken off the site."""


def can_withdraw(person: Any, page: Page) -> bool:
    """Whoever may change the words may take them away, also while a review locks the page.

    Only what lies on the shelves: the home page, principles, privacy and help stay, and so does
    what somebody locked. A mentor site is taken off by those who may publish it.
    """
    kind = page.specific_class
    if not page.live or page.locked or kind is None or kind.allowed_subpage_models():
        return False
    may = page.permissions_for_user(person)
    if issubclass(kind, MentorSitePage):
        return may.can_publish()
    return issubclass(kind, ResourcePage) and may.can_edit()


@transaction.atomic
def withdraw(page: Page, *, by: User, at: datetime, reason: str) -> Page:
    """Makes `page` a draft, cancels what was scheduled, and tells the reviewers why.

    Raises UnableToWithdraw when it is not on the site any more.
    """
    current = Page.objects.select_for_update().get(pk=page.pk).specific
    if not current.live:
        raise UnableToWithdraw("This page is not on the site.")
    UnpublishPageAction(current, user=by, log_action=False).execute(skip_permission_checks=True)
    log(instance=current, action=WITHDRAWN, user=by, timestamp=at, data={"reason": reason})
    for reviewer in User.objects.present().filter(groups__name=REVIEWERS).exclude(pk=by.pk):
        send_mail_to(
            [reviewer.email],
            template="editing/email/withdrawn",
            person=reviewer,
            by=by,
            page=current,
            reason=reason,
        )
    return current
