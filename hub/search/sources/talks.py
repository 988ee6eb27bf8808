"""What threads and their posts have in common as search documents: readers and facets."""

from collections.abc import Iterable

from django.utils.html import strip_tags

from forums.models import Forum, ForumGrant, Level, Post, Thread

from ..audiences import CIRCLE, LONGEST, MEMBERS, NOBODY
from ..models.documents import EVERYONE

ANSWERED, TO_ANSWER = "answered", "open"


def audiences_of_forums(forums: Iterable[Forum]) -> dict[int, str]:
    """Who may read each of these forums, as audiences. One statement when some are for groups."""
    forums = list(forums)
    closed = [forum for forum in forums if forum.visibility not in _OPEN]
    groups: dict[int, set[int]] = {forum.pk: set() for forum in closed}
    if closed:
        for grant in ForumGrant.objects.filter(forum__in=list(groups)):
            groups[grant.forum_id].update(_let_in(grant, forums))
    return {forum.pk: _OPEN.get(forum.visibility) or _circle(groups[forum.pk]) for forum in forums}


_OPEN: dict[str, str] = {
    Forum.Visibility.PUBLIC: EVERYONE,
    Forum.Visibility.MEMBERS: MEMBERS,
}


def _let_in(grant: ForumGrant, forums: Iterable[Forum]) -> set[int]:
    forum = next(forum for forum in forums if forum.pk == grant.forum_id)
    is_enough = forum.visibility == Forum.Visibility.GROUP or grant.level == Level.FACILITATE
    return {grant.group_id} if is_enough else set()


def _circle(groups: set[int]) -> str:
    text = CIRCLE + ",".join(str(pk) for pk in sorted(groups))
    return text if groups and len(text) <= LONGEST else NOBODY


def facets_of(thread: Thread) -> set[str]:
    """What a thread and the replies in it can be narrowed by."""
    facets = {f"forum:{thread.forum.slug}", f"thread:{thread.kind}"}
    if thread.is_question:
        facets.add(f"question:{ANSWERED if thread.is_answered else TO_ANSWER}")
    return facets


def subject_facets(thread: Thread) -> set[str]:
    """What the thread as a whole is about; its replies are found through it."""
    facets = {f"topic:{topic.slug}" for topic in thread.topics.all()}
    return facets | ({f"place:{thread.place.slug}"} if thread.place is not None else set())


def author_facet(post: Post) -> set[str]:
    """Named authors only: an alias is no value to look for, and nobody is behind it."""
    return {f"author:{post.author.handle}"} if post.author is not None else set()


def words_of(post: Post) -> str:
    """The words of a post without their markup, to be found by."""
    return strip_tags(post.html.replace("<", " <")).strip()
