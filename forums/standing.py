"""New, then member, without anything to earn: forums.md 6.6."""

from datetime import datetime
from typing import Any

from hub.accounts.models import Invitation, User

from .models import Standing


def standing_of(person: User, *, at: datetime) -> Standing:
    """How `person` stands, made on the first call and raised when they stopped being new."""
    standing = Standing.objects.filter(person=person).first()
    if standing is None:
        standing = Standing(person=person)
        if _is_known(person):
            standing.member_since = at
        Standing.objects.bulk_create([standing], ignore_conflicts=True)
        standing = Standing.objects.get(person=person)
    return _raised(standing, person, at)


def count_approved_post(person: User, *, at: datetime) -> None:
    """One more post of theirs was let through."""
    standing = standing_of(person, at=at)
    if not standing.is_new:
        return
    standing.approved_posts += 1
    standing.save(update_fields=["approved_posts"])
    _raised(standing, person, at)


def _raised(standing: Standing, person: User, at: datetime) -> Standing:
    has_written = standing.approved_posts >= Standing.POSTS_NEEDED
    if standing.is_new and has_written and person.joined_at + Standing.NEW_FOR <= at:
        standing.member_since = at
        standing.save(update_fields=["member_since"])
    return standing


def _is_known(person: Any) -> bool:
    """Somebody vouched for them: an invitation, or a role on the hub."""
    if person.is_superuser or person.groups.exists():
        return True
    return Invitation.objects.filter(accepted_by=person).exists()


def take_back_approved_post(person: User, *, counted_at: Any) -> None:
    """The post that was let through at that moment does not count after all."""
    standing = Standing.objects.filter(person=person).first()
    if standing is None or not standing.approved_posts:
        return
    standing.approved_posts -= 1
    if standing.member_since == counted_at:
        standing.member_since = None
    standing.save(update_fields=["approved_posts", "member_since"])
