"""From a thread in the forums to a draft of a page: never live, an editor goes on from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from casestudies.models import CaseStudyIndexPage, CaseStudyPage
from forums.actions.promoting import promote
from forums.models import Post, Promotion, Thread
from forums.rendering.parsing import parse
from forums.rendering.plain import plain_text
from forums.rendering.walking import walk
from hub.accounts.models import User
from hub.library.models import LibraryIndexPage, LibraryItemPage
from hub.resources.models import ResourceIndexPage, ResourcePage
from hub.taxonomy.models import Term, Vocabulary
from practices.models import PracticeIndexPage, PracticePage

TO_WRITE = "To be written."
UNNAMED = "A member, to be named as they choose"


class UnableToDraft(Exception):
    """Says in one sentence why no draft can be made of it."""


@dataclass(frozen=True)
class DraftKind:
    """A type of page that can grow out of a thread, and the shelf that it stands on."""

    name: str
    label: str
    model: type[ResourcePage]
    shelf: type[ResourceIndexPage]
    # Fields that the type asks for and nobody has written yet.
    to_write: tuple[str, ...] = ()


KINDS = {
    kind.name: kind
    for kind in (
        DraftKind(
            "practice",
            "Promising practice: a way of working that others may take up",
            PracticePage,
            PracticeIndexPage,
            ("problem",),
        ),
        DraftKind(
            "case-study",
            "Case study: what one community did and what came of it",
            CaseStudyPage,
            CaseStudyIndexPage,
            ("context", "what_they_did"),
        ),
        DraftKind(
            "library-item",
            "Library item: a template, an agreement, a worksheet",
            LibraryItemPage,
            LibraryIndexPage,
        ),
    )
}


def kinds_for(editor: User) -> list[DraftKind]:
    """The types of which `editor` may add pages."""
    return [kind for kind in KINDS.values() if _shelf(kind, editor) is not None]


def _shelf(kind: DraftKind, editor: User) -> Page | None:
    shelves = kind.shelf.objects.order_by("path")
    may_add = (one for one in shelves if one.permissions_for_user(editor).can_add_subpage())
    return next(may_add, None)


def may_quote(thread: Thread) -> bool:
    """Words go along from where everybody reads them anyway, never from a case or closed room."""
    return thread.forum.is_public and not thread.is_case


@transaction.atomic
def draft_page(
    thread: Thread, *, kind: DraftKind, title: str, posts: Sequence[Post], by: User, at: datetime
) -> Promotion:
    """A draft with quotations, links to the posts and a credit for each contributor.

    It goes the normal way from here: nothing is published. Raises UnableToDraft when there is no
    shelf to put it on, or no word in the vocabulary that the type needs.
    """
    shelf = _shelf(kind, by)
    if shelf is None:
        raise UnableToDraft("There is no shelf for this type on which you may add pages.")
    page = kind.model(
        title=title,
        owner=by,
        summary=f"{TO_WRITE} Plain words, 300 characters at most.",
        body=_body(thread, posts),
        sources=[_source(thread, post) for post in posts],
        is_sample=thread.is_sample,
        **_asked_for(kind, thread),
    )
    page.live, page.has_unpublished_changes = False, True
    shelf.add_child(instance=page)
    page.topics.set(thread.topics.all())
    if thread.place is not None:
        page.jurisdictions.set([thread.place])
    page.save()
    page.save_revision(user=by, log_action=True)
    return promote(thread, page=page, posts=posts, by=by, at=at)


def _asked_for(kind: DraftKind, thread: Thread) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(kind.to_write, f"<p>{TO_WRITE}</p>")
    if kind.model is LibraryItemPage:
        first = Term.objects.of(Vocabulary.RESOURCE_TYPE).in_order().first()
        if first is None:
            raise UnableToDraft("The list of resource types is empty: add one first.")
        # An item can be had somewhere; until it has its file, that is where it was spoken of.
        values |= {"resource_type": first, "link": _place_of(thread)}
    return values


def _place_of(thread: Thread) -> str:
    """The address of a thread holds its title: that of its first post does not."""
    return _address(thread if may_quote(thread) else thread.posts.get(number=1))


def _body(thread: Thread, posts: Sequence[Post]) -> list[tuple[str, Any]]:
    heading = ("heading", {"text": "From the discussion (to be worked in)"})
    if may_quote(thread):
        quotes = [_quote(post) for post in posts]
        return [heading, *(("quote", quote) for quote in quotes if quote["text"])]
    text = (
        f"<p>{_number_of_people(posts)} wrote about this where not everybody reads. Their words "
        "are not copied here: read them through the sources below, and ask before you quote.</p>"
    )
    notice = {"tone": "wait", "title": "Before you publish", "text": text}
    return [heading, ("notice", notice)]


def _quote(post: Post) -> dict[str, str]:
    # Nobody is named before they answered how; an alias is all that there is to name.
    by = post.alias.label if post.alias is not None else UNNAMED
    return {"text": _without_names(post.source), "by": by}


def _without_names(source: str) -> str:
    """What is said here, without what it quotes and whom it calls by @: they were not asked."""
    tokens = parse(source)
    for token, _ in walk(tokens):
        if token.type == "name" and token.meta["kind"] == "handle":
            token.content = "a member"
    return plain_text(tokens)


def _number_of_people(posts: Sequence[Post]) -> str:
    number = len({(post.author_id, post.alias_id, post.former_name) for post in posts})
    return f"{number} contributor{'' if number == 1 else 's'}"


def label_of(thread: Thread, post: Post) -> str:
    """A title that not everybody reads stays where it is, like the words below it."""
    if may_quote(thread):
        return f"Discussion: {thread.title}, post {post.number}"[:200]
    return f"A discussion in the forums, post {post.number}"


def _source(thread: Thread, post: Post) -> tuple[str, dict[str, Any]]:
    return (
        "source",
        {
            "label": label_of(thread, post),
            "url": _address(post),
            "publisher": "Co-Responder Hub, forums",
            "date": f"{post.created_at:%Y-%m-%d}",
            "kind": "other",
        },
    )


def _address(thing: Any) -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + thing.get_absolute_url()
