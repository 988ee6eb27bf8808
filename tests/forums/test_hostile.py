"""Hostile text in every field and parameter of the forums: an answer, never an error page."""

import pytest
from django.test import Client

from tests.factories import ForumFactory, PostFactory, ThreadFactory, grant, moderator

pytestmark = [pytest.mark.django_db, pytest.mark.long]
HOSTILE = ["\x00", "<script>alert(1)</script>", "\u202e" * 50, "9" * 400, "x" * 9_000, "-1"]
READ = {
    "/forums/": ["before"],
    "/forums/unread/": ["before"],
    "{forum}": ["kind", "state", "topic", "before"],
    "{thread}": ["page"],
    "{thread}news/": ["after"],
    "{thread}reply/": ["to"],
    "/forums/new/": ["kind", "about", "title"],
    "{change}answer/": ["number"],
    "/forums/typing/people/": ["q", "thread"],
    "/forums/typing/similar/": ["q"],
    "/forums/review/": ["kind", "after", "decided_before"],
    "/forums/log/": ["after"],
    "/forums/api/threads.json": ["forum", "kind", "before"],
    "{change}officers/": ["number"],
}
SENT = {
    "{forum}new/": ["title", "body", "topics", "place", "about", "kind", "form_key"],
    "{thread}reply/": ["body", "reply_to", "seq", "file", "cleared", "action"],
    "{change}title/": ["title", "topics", "place"],
    "{change}answer/": ["number", "what_worked"],
    "{change}summary/": ["question", "posts"],
    "{change}moderate/": ["do", "until", "forum", "seconds"],
    "{post}report/": ["reason", "note"],
    "{post}sign/": ["kind"],
    "{post}edit/": ["body", "reason"],
    "/forums/typing/draft/": ["key", "seq", "data-body"],
    "/forums/typing/forget/": ["key", "next"],
}
WORDS = {"body": "A fine text of some words.", "title": "A fine title of words", "kind": "question"}


@pytest.fixture
def places(db):
    forum = ForumFactory(alias_policy="allowed")
    thread = ThreadFactory(forum=forum, kind="question")
    return {
        "forum": forum.get_absolute_url(),
        "thread": thread.get_absolute_url(),
        "post": PostFactory(thread=thread).get_absolute_url(),
        "change": f"/forums/change/{thread.pk}/",
        "room": forum,
    }


@pytest.mark.parametrize(("method", "table"), [("get", READ), ("post", SENT)])
def test_no_hostile_text_breaks_a_page(places, method, table):
    person = moderator()
    grant(person, places.pop("room"), 4)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    broken = []

    for address, names in table.items():
        for name in names:
            for text in HOSTILE:
                data = ({} if method == "get" else WORDS) | {name: text}
                response = getattr(client, method)(address.format(**places), data)
                if response.status_code >= 500:
                    broken.append((address, name, text[:20]))

    assert broken == []
