"""What many people do in the same moment in the forums: a process for test_together."""

import os
from typing import Any

import django

from tests.together import at_once, errors_in, main

WRITERS, REPLIES, PRESSES = 8, 15, 20


def replies() -> dict[str, Any]:
    """Eight people write fifteen replies each into one thread."""
    from tests.factories import ThreadFactory, make_member
    from tests.forums.writing import write

    thread, people = ThreadFactory(), [make_member() for _ in range(WRITERS)]

    def write_all(person: Any) -> None:
        for number in range(REPLIES):
            write(thread, by=person, text=f"Reply {number} of {person.pk} to you.")

    answers = at_once([lambda p=person: write_all(p) for person in people])
    thread.refresh_from_db()
    posts = thread.posts.order_by("number")
    return {
        "errors": errors_in(answers),
        "numbers": list(posts.values_list("number", flat=True)),
        "texts": posts.values("source").distinct().count(),
        "counters": [thread.highest_number, thread.last_number, thread.reply_count],
        "last": thread.last_post.number,
    }


def one_form() -> dict[str, Any]:
    """The same form of one person comes twenty times."""
    from forums.actions.holding import Sending
    from tests.factories import ThreadFactory, make_member
    from tests.forums.writing import write

    thread, person = ThreadFactory(), make_member()
    answers = at_once(
        [lambda: write(thread, by=person, sending=Sending(form_key="once")).pk] * PRESSES
    )
    thread.refresh_from_db()
    return {
        "errors": errors_in(answers),
        "answers": len(set(answers)),
        "posts": thread.posts.count(),
        "counters": [thread.highest_number, thread.reply_count],
    }


def one_form_of_a_thread() -> dict[str, Any]:
    from forums.actions.holding import Sending
    from tests.factories import ForumFactory, make_member
    from tests.forums.writing import begin

    forum, person = ForumFactory(), make_member()
    answers = at_once(
        [lambda: begin(forum, by=person, sending=Sending(form_key="thread once")).pk] * PRESSES
    )
    return {
        "errors": errors_in(answers),
        "answers": len(set(answers)),
        "threads": forum.threads.count(),
    }


def signs() -> dict[str, Any]:
    """Twenty people find a post helpful; one of them is impatient and presses twenty times more."""
    from forums.actions.answering import react
    from tests.factories import NOW, PostFactory, make_member

    post, people = PostFactory(), [make_member() for _ in range(PRESSES)]
    answers = at_once(
        [lambda p=one: int(react(post, kind="helpful", by=p, at=NOW)) for one in people]
    )
    post.refresh_from_db()
    first = [post.helpful_count, post.reactions.count()]
    person = make_member()
    answers += at_once([lambda: int(react(post, kind="thanks", by=person, at=NOW))] * PRESSES)
    post.refresh_from_db()
    return {
        "errors": errors_in(answers),
        "helpful": first,
        "thanks": [post.thanks_count, post.reactions.filter(kind="thanks").count()],
    }


def same_here() -> dict[str, Any]:
    from forums.actions.answering import say_same_here
    from tests.factories import NOW, ThreadFactory, make_member

    thread, people = ThreadFactory(), [make_member() for _ in range(PRESSES)]
    answers = at_once([lambda p=one: int(say_same_here(thread, by=p, at=NOW)) for one in people])
    thread.refresh_from_db()
    return {
        "errors": errors_in(answers),
        "counted": [thread.same_here_count, thread.same_here.count()],
    }


def aliases() -> dict[str, Any]:
    """Eight people write three replies each without their names."""
    from tests.factories import ThreadFactory, make_member
    from tests.forums.writing import secretly, write

    thread, people = ThreadFactory(), [make_member() for _ in range(WRITERS)]
    answers = at_once(
        [lambda p=one: write(thread, by=p, sending=secretly()).pk for one in people * 3]
    )
    labels = list(thread.aliases.values_list("label", flat=True))
    return {"errors": errors_in(answers), "labels": labels, "posts": thread.posts.count()}


def workers() -> dict[str, Any]:
    """Four workers tell of the same twenty posts."""
    from forums.models import Forum, Post
    from forums.telling import tell_of_posts
    from tests.factories import NOW, PostFactory, ThreadFactory

    Post.objects.filter(told_at=None).update(told_at=NOW)
    thread = ThreadFactory()
    for _ in range(PRESSES):
        PostFactory(thread=thread, told_at=None)
    before = Forum.objects.get(pk=thread.forum_id).post_count
    answers = at_once([lambda: tell_of_posts(NOW)] * 4)
    return {
        "errors": errors_in(answers),
        "told": sum(one for one in answers if isinstance(one, int)),
        "counted": Forum.objects.get(pk=thread.forum_id).post_count - before,
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings.dev"
    django.setup()
    main([replies, one_form, one_form_of_a_thread, signs, same_here, aliases, workers])
