"""Questions that a member could answer, and answers to what they follow."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from hub.notifications.models import Follow
from hub.people.models import ProfileTopic
from hub.taxonomy.models import Topic

from .access import OPEN_TO_MEMBERS, access_of
from .models import Forum, Post, Thread, ThreadReader
from .models.threads import ThreadQuerySet

# What is older was seen by whoever could answer.
ASKED_WITHIN = timedelta(days=30)
# What a mail to many may name: nothing of a closed forum, a case or a room for one another.
MAY_BE_MAILED = Q(
    forum__is_in_digest=True,
    forum__visibility__in=OPEN_TO_MEMBERS,
    forum__mail_body=Forum.MailBody.EXCERPT,
)


def questions_for(person: Any, *, since: datetime) -> ThreadQuerySet:
    """Unanswered questions on what `person` can help with that they have not opened yet.

    Questions of new members wait until a second look at them: none is put before anybody here.
    """
    helps = ProfileTopic.objects.filter(
        profile__person=person.pk, side=ProfileTopic.Side.HELPS
    ).order_by()
    concerned = Thread.topics.through.objects.filter(topic__in=helps.values("topic"))
    threads = Thread.objects.listed_for(access_of(person)).unanswered().filter(MAY_BE_MAILED)
    return (
        threads.filter(pk__in=concerned.values("thread"), created_at__gt=since, is_sample=False)
        .filter(Q(author=None) | Q(author__standing__member_since__isnull=False))
        .exclude(pk__in=ThreadReader.objects.filter(person=person.pk).values("thread"))
        .exclude(pk__in=Post.objects.filter(author=person.pk).values("thread"))
        .order_by("-created_at", "-pk")
    )


def answered_for(person: Any, *, since: datetime, at: datetime) -> ThreadQuerySet:
    """Questions on topics that `person` follows that were answered between two moments."""
    followed = Follow.objects.filter(
        person=person.pk, content_type=ContentType.objects.get_for_model(Topic)
    ).exclude(level=Follow.Level.MUTE)
    concerned = Thread.topics.through.objects.filter(topic__in=followed.values("object_id"))
    threads = Thread.objects.listed_for(access_of(person)).filter(MAY_BE_MAILED)
    return (
        threads.filter(pk__in=concerned.values("thread"), answer__isnull=False, is_sample=False)
        .filter(answered_at__gt=since, answered_at__lte=at)
        .exclude(author=person.pk)
        .order_by("-answered_at", "-pk")
    )
