"""What somebody typed and did not save yet: kept word for word, right or wrong."""

from datetime import datetime

from django.db import transaction
from django.http import QueryDict

from hub.accounts.models import User

from ..models import MentorSitePage, ProfileDraft

NOT_KEPT = ("csrfmiddlewaretoken", "do", "add")


@transaction.atomic
def keep_typed(
    site: MentorSitePage, *, typed: QueryDict, based_on: int, by: User, at: datetime
) -> ProfileDraft:
    """One draft for each person and site; the newest words win."""
    kept = {name: values for name, values in typed.lists() if name not in NOT_KEPT}
    draft, _ = ProfileDraft.objects.update_or_create(
        site=site, person=by, defaults={"typed": kept, "based_on": based_on, "saved_at": at}
    )
    return draft


def forget_typed(before: datetime) -> int:
    """Deletes what was typed and not touched since this moment; returns how many those were."""
    return ProfileDraft.objects.filter(saved_at__lt=before).delete()[0]


def throw_away(site: MentorSitePage, *, by: User) -> None:
    ProfileDraft.objects.filter(site=site, person=by).delete()


def typed_in(draft: ProfileDraft) -> QueryDict:
    """The kept fields as they were posted."""
    typed = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        typed.setlist(name, values)
    return typed
