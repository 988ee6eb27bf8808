"""What the forums add to a digest: two questions one can answer, and what was answered."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from hub.accounts.models import User
from hub.notifications.digests import Section
from hub.notifications.notices import Line

from .matching import answered_for, questions_for
from .models import Thread

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
    threads = answered_for(person, since=since, at=at)[:ANSWERS_TOLD]
    lines = [_line(thread.what_worked or "Answered:", thread) for thread in threads]
    return Section("Answered on topics you follow", lines) if lines else None


def _line(words: str, thread: Thread) -> Line:
    return Line(words, thread.title, _base() + thread.get_absolute_url())


def _base() -> str:
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")
