"""What changes in the forums, noted for the search documents of threads and replies.

A reply costs one statement here. Counters are written without a signal and find nothing; whoever
changes the answer, the state, the forum or the title of a thread saves it.
"""

from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save

from forums.models import Forum, ForumGrant, Post, Thread

from .models import SearchDocument
from .noting import note
from .sources.talks import audiences_of_forums

# What a thread, its first post and a reply are found by.
OF_THREADS = frozenset("title slug state forum kind place answer is_sample".split())
OF_POSTS = frozenset("state html excerpt author thread number".split())


def note_thread(sender: Any, instance: Thread, **kwargs: Any) -> None:
    changed = kwargs.get("update_fields")
    if changed and not OF_THREADS.intersection(changed):
        return
    note("thread", [instance.pk])
    if not kwargs.get("created") and _has_moved(instance):
        note_posts(instance.posts.all())


def _has_moved(thread: Thread) -> bool:
    """Whether its replies may be found by others now than before: it came, went or moved."""
    forum = thread.forum
    audience = audiences_of_forums([forum])[forum.pk]
    known = SearchDocument.objects.filter(source="thread", object_id=thread.pk)
    here = known.filter(audience=audience, facets__value=f"forum:{forum.slug}").exists()
    is_there = thread.state == Thread.State.LIVE and forum.is_in_search
    return here != is_there if is_there else known.exists()


def note_removed_thread(sender: Any, instance: Thread, **kwargs: Any) -> None:
    note("thread", [instance.pk])


def note_topics(sender: Any, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Thread) and kwargs["action"].startswith("post_"):
        note("thread", [instance.pk])


def note_post(sender: Any, instance: Post, **kwargs: Any) -> None:
    changed = kwargs.get("update_fields")
    if changed and not OF_POSTS.intersection(changed):
        return
    if not instance.is_first:
        note("post", [instance.pk])
    elif not kwargs.get("created"):
        # A new thread was noted itself a moment ago.
        note("thread", [instance.thread_id])


def note_removed_post(sender: Any, instance: Post, **kwargs: Any) -> None:
    note("post", [instance.pk])


def note_forum(sender: Any, instance: Forum, **kwargs: Any) -> None:
    """All of its threads and posts, when others may find them now than before."""
    documents = SearchDocument.objects.filter(source__in=["thread", "post"])
    documents = documents.filter(facets__value=f"forum:{instance.slug}")
    audience = audiences_of_forums([instance])[instance.pk]
    is_settled = instance.is_in_search and documents.filter(audience=audience).exists()
    if is_settled and not documents.exclude(audience=audience).exists():
        return
    note("thread", instance.threads.values_list("pk", flat=True))
    note_posts(Post.objects.filter(thread__forum=instance))


def note_grant(sender: Any, instance: ForumGrant, **kwargs: Any) -> None:
    forum = Forum.objects.filter(pk=instance.forum_id).first()
    if forum is not None:
        note_forum(sender, forum)


def note_posts(posts: QuerySet) -> None:
    note("post", posts.filter(number__gt=1).order_by("pk").values_list("pk", flat=True))


def note_what_they_wrote(person: Any) -> None:
    """All threads and posts of `person`, unless they are found under this handle already."""
    known = SearchDocument.objects.filter(facets__value=f"author:{person.handle}")
    if known.exists():
        return
    note("thread", person.threads.values_list("pk", flat=True))
    note_posts(person.posts.all())


SAVED: dict[type[Model], Any] = {
    Thread: note_thread,
    Post: note_post,
    Forum: note_forum,
    ForumGrant: note_grant,
}
REMOVED: dict[type[Model], Any] = {
    Thread: note_removed_thread,
    Post: note_removed_post,
    ForumGrant: note_grant,
}


def connect() -> None:
    for signal, receivers in ((post_save, SAVED), (post_delete, REMOVED)):
        for model, receiver in receivers.items():
            name = "saved" if signal is post_save else "removed"
            uid = f"search-{model._meta.model_name}-{name}"
            signal.connect(receiver, sender=model, dispatch_uid=uid)
    m2m_changed.connect(
        note_topics, sender=Thread.topics.through, dispatch_uid="search-thread-topics"
    )
