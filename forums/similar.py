"""Threads that ask nearly the same as a title that somebody is typing."""

import re
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from .access import Access
from .models import Thread

MOST = 5
LONGEST, MOST_WORDS, SHORTEST_WORD = 140, 8, 4
# Words that say nothing about a subject.
COMMON = frozenset(
    "what when which with does have from that this your they them about there how".split()
)


def similar_threads(title: str, access: Access) -> list[Thread]:
    """Up to five live threads of the reader's forums, the most similar first.

    The search engine is asked where the settings name it (FORUMS_SIMILAR); a thread that it gives
    passes the gate here once more. Without it, titles that share the rarest words.
    """
    words = _words(title)
    if not words:
        return []
    ask = import_string(settings.FORUMS_SIMILAR) if settings.FORUMS_SIMILAR else None
    if ask is None:
        return _by_title(words, access)
    numbers = ask(title[:LONGEST], access.reader, MOST)
    threads = Thread.objects.listed_for(access).in_bulk(numbers)
    return [threads[number] for number in numbers if number in threads]


def _words(title: str) -> list[str]:
    found = re.findall(r"\w+", title[:LONGEST].lower())
    wanted = [word for word in found if len(word) >= SHORTEST_WORD and word not in COMMON]
    return list(dict.fromkeys(wanted))[:MOST_WORDS]


def _by_title(words: list[str], access: Access) -> list[Thread]:
    shared = reduce(or_, (Q(title__icontains=word) for word in words))
    recent = Thread.objects.listed_for(access).filter(shared).newest_first()[:50]
    return sorted(recent, key=lambda thread: -sum(word in thread.title.lower() for word in words))[
        :MOST
    ]
