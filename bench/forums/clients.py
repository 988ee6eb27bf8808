"""Members who reply over HTTP, with the same form again until the server says it is done."""

import http.client
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event, Thread
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from hub.accounts.models import User

# A member may reply once in five seconds.
PAUSE = 5.2
LONGEST_SECONDS = 20
CSRF = "b" * 32


@dataclass
class Member:
    """Somebody signed in, with when they may write again."""

    cookie: str
    free_at: float = 0.0


@dataclass
class Writer:
    """Several members, one after the other; `acknowledged` are the texts said to be posted."""

    port: int
    path: str
    members: list[Member]
    texts: list[str]
    stop: Event
    acknowledged: list[str] = field(default_factory=list)
    cut_off: int = 0
    refused: list[int] = field(default_factory=list)

    def start(self) -> Thread:
        thread = Thread(target=self._write_all, daemon=True)
        thread.start()
        return thread

    def _write_all(self) -> None:
        for number, text in enumerate(self.texts):
            member = self.members[number % len(self.members)]
            time.sleep(max(0.0, member.free_at - time.monotonic()))
            for status in self._tries(member, text):
                if status == 302:
                    self.acknowledged.append(text)
                    break
                if status != 429:
                    self.refused.append(status)
                    break
            member.free_at = time.monotonic() + PAUSE

    def _tries(self, member: Member, text: str) -> Iterator[int]:
        """Statuses of one form; where the server was gone, the same form is sent again."""
        key = secrets.token_urlsafe(18)
        while not self.stop.is_set():
            try:
                yield self._post(member, {"body": text, "form_key": key})
                time.sleep(1)
            except (OSError, http.client.HTTPException):
                self.cut_off += 1
                time.sleep(0.2)

    def _post(self, member: Member, fields: dict[str, str]) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_SECONDS)
        try:
            connection.request(
                "POST",
                self.path,
                urlencode({**fields, "csrfmiddlewaretoken": CSRF}),
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": f"{member.cookie}; {settings.CSRF_COOKIE_NAME}={CSRF}",
                },
            )
            return connection.getresponse().status
        finally:
            connection.close()


def signed_in(people: list[User]) -> list[Member]:
    found = []
    for person in people:
        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        found.append(Member(f"{name}={client.cookies[name].value}"))
    return found
