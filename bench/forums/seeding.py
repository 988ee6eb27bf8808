"""Forums of any size, written at once: the same members and topics, more threads."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from forums.models import Forum, Post, Standing, Thread, ThreadKind, ThreadReader
from forums.rendering import RENDER_VERSION, render
from hub.accounts.models import User
from hub.taxonomy.models import Topic

FORUMS, MEMBERS, TOPICS, POSTS_A_THREAD = 7, 400, 40, 10
# Spread over two years, so that a large hub is also a busier one.
SPREAD = timedelta(days=730)
AT_ONCE = 5_000
TEXT = """We ask people whether they want a call or a **visit**. Two of our clinicians ride along:

- on weekdays from noon to midnight,
- on weekends when somebody is free.

The rest is done by telephone, and that has worked for [most of them](https://example.org/)."""
KINDS = [ThreadKind.DISCUSSION, ThreadKind.QUESTION, ThreadKind.TRIED_AND_STOPPED]


def build_members() -> None:
    """The forums, topics and people that a hub of any size has."""
    now = datetime.now(UTC)
    Forum.objects.bulk_create(
        Forum(
            name=f"Forum {n}",
            slug=f"forum-{n}",
            summary="What we do and how.",
            visibility=Forum.Visibility.PUBLIC if n < 4 else Forum.Visibility.MEMBERS,
        )
        for n in range(FORUMS)
    )
    Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(TOPICS))
    for n in range(MEMBERS):
        User.objects.create_user(f"member{n}@example.org", name=f"Member {n}", handle=f"member-{n}")
    Standing.objects.bulk_create(
        Standing(person=person, member_since=now - SPREAD) for person in User.objects.all()
    )


def build_threads(first: int, last: int, posts: int = POSTS_A_THREAD) -> None:
    """The threads with the numbers from `first` to `last`, each with so many posts."""
    forums, people, topics = (
        list(model.objects.order_by("pk").values_list("pk", flat=True))
        for model in (Forum, User, Topic)
    )
    rendered = render(TEXT)
    for begin in range(first, last + 1, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, last + 1))
        with transaction.atomic():
            Thread.objects.bulk_create(
                [_thread(n, first, last, forums, people, posts) for n in numbers], batch_size=500
            )
            Thread.topics.through.objects.bulk_create(
                [
                    Thread.topics.through(thread_id=n, topic_id=topics[n * 7 % len(topics)])
                    for n in numbers
                ],
                batch_size=500,
            )
            Post.objects.bulk_create(
                [
                    _post(n, k, first, last, people, rendered, posts)
                    for n in numbers
                    for k in range(1, posts + 1)
                ],
                batch_size=500,
            )
    _bring_up_to_date([Thread, Post])


def read_newest(person: User, how_many: int) -> None:
    """`person` has read the threads that moved last, as somebody who comes every day has."""
    now = datetime.now(UTC)
    newest = Thread.objects.newest_first().values_list("pk", flat=True)[:how_many]
    ThreadReader.objects.bulk_create(
        [
            ThreadReader(person=person, thread_id=pk, last_read=POSTS_A_THREAD, read_at=now)
            for pk in newest
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


def _moment(number: int, first: int, last: int) -> datetime:
    return datetime.now(UTC) - SPREAD * ((last - number + 1) / (last - first + 2))


def _thread(
    number: int, first: int, last: int, forums: list[int], people: list[int], posts: int
) -> Thread:
    moment = _moment(number, first, last)
    return Thread(
        pk=number,
        forum_id=forums[number % len(forums)],
        kind=KINDS[number % 3],
        title=f"How do you staff nights, part {number}?",
        slug=f"how-do-you-staff-nights-part-{number}",
        author_id=people[number % len(people)],
        created_at=moment,
        bumped_at=moment,
        highest_number=posts,
        last_number=posts,
        reply_count=posts - 1,
        last_post_id=number * posts + posts,
        excerpt="We ask people whether they want a call or a visit.",
    )


def _post(
    number: int, k: int, first: int, last: int, people: list[int], rendered: Any, posts: int
) -> Post:
    moment = _moment(number, first, last)
    return Post(
        pk=number * posts + k,
        thread_id=number,
        number=k,
        author_id=people[(number + k) % len(people)],
        source=TEXT,
        html=rendered.html,
        render_version=RENDER_VERSION,
        excerpt=rendered.excerpt,
        created_at=moment,
        told_at=moment,
    )


def _bring_up_to_date(written: list[type[models.Model]]) -> None:
    """What a database that grew day by day has: sequences and statistics that fit."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), written):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE")
