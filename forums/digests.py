"""What the forums add to a digest: two questions one can answer, and what was answered."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from hub.accounts.models import User
from hub.notifications.digests import Section
from hub.notifications.notices import Line

from .matching import answered_for, questions_for
from .models import Thread
from .speaking import with_answering_sites

QUESTIONS_TOLD, ANSWERS_TOLD = 2, 4


def questions_to_answer(person: User, since: datetime, at: datetime) -> Section | None:
    threads = questions_for(person, since=since)[:QUESTIONS_TOLD]
    lines = [_line("Can you help?", thread) for thread in threads]
    if not lines:
        return None
    title = "Two questions you can answer" if len(lines) > 1 else "A question you can answer"
    more = _base() + reverse("forums:list", args=["unanswered"])
    return Section(title, lines, more_url=more, more_words="All that need an answer")


def answered_lately(person: User, since: datetime, at: datetime) -> Section | None:
    threads = with_answering_sites(answered_for(person, since=since, at=at), person)
    lines = [_line(_answered(thread), thread) for thread in threads[:ANSWERS_TOLD]]
    return Section("Answered on topics you follow", lines) if lines else None


def _answered(thread: Thread) -> str:
    """What worked, or by which site it was answered, if the person may see its page."""
    shown: Any = thread
    is_named = thread.answer and thread.answer.is_live and shown.answer_speaker_is_visible
    who = shown.answer.speaks_for if is_named else None
    if who is None:
        return thread.what_worked or "Answered:"
    worked = thread.what_worked
    return f"{worked} (answered by {who.title})" if worked else f"Answered by {who.title}:"


def _line(words: str, thread: Thread) -> Line:
    return Line(words, thread.title, _base() + thread.get_absolute_url())


def _base() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")
