"""A page that grew out of a thread: who contributed, and how each of them wants to be named."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from hub.accounts.models import User
from hub.notifications.actions import notify
from hub.notifications.models import Notification

from ..models import Credit, Post, Promotion, Thread


class UnableToCredit(Exception):
    """The credit belongs to somebody else."""


@transaction.atomic
def promote(
    thread: Thread, *, page: Page, posts: Iterable[Post], by: User, at: datetime
) -> Promotion:
    """Notes that `page` grew out of these posts and asks each contributor once how to be named.

    Nobody is named until they answered. Behind an alias there is nobody to ask: its label stands.
    """
    used = list(posts)
    promotion = Promotion.objects.create(thread=thread, page=page, editor=by, made_at=at)
    promotion.posts.set(used)
    people = {post.author_id: post.author for post in used if post.author is not None}
    aliases = {post.alias_id: post.alias for post in used if post.alias is not None}
    for person in people.values():
        _ask(promotion, person, by=by, at=at)
    for alias in aliases.values():
        Credit.objects.create(promotion=promotion, alias=alias, asked_at=at)
    return promotion


def _ask(promotion: Promotion, person: User, *, by: User, at: datetime) -> Credit:
    credit = Credit.objects.create(
        promotion=promotion, person=person, role=_role_of(person), asked_at=at
    )
    notify(
        [person],
        kind=Notification.Kind.REQUEST,
        subject=credit,
        by=by,
        at=at,
        is_for_me=True,
        is_private=promotion.thread.forum.is_private,
    )
    return credit


def _role_of(person: User) -> str:
    program = getattr(person, "program", None)
    discipline = program.discipline if program is not None else None
    return discipline.label[:80] if discipline is not None else ""


@transaction.atomic
def answer_credit(credit: Credit, *, consent: str, by: User, at: datetime) -> Credit:
    """Names a contributor as they choose; they may choose again whenever they like.

    Raises UnableToCredit for anybody else's credit.
    """
    if credit.person_id != by.pk:
        raise UnableToCredit("Only the contributor decides how they are named.")
    credit.consent, credit.answered_at = consent, at
    credit.save(update_fields=["consent", "answered_at"])
    return credit
