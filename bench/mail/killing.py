"""kill -9 of the mail worker at random moments: what is lost, what comes twice, what returns."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from bench.search.figures import Report
from hub.accounts.models import User
from hub.notifications.actions import notify, settings_of
from hub.notifications.delivery import CLAIM_LASTS, deliver, recover
from hub.notifications.digests import make_due_digests
from hub.notifications.mail import rows_for
from hub.notifications.models import MailSettings, Notification, OutgoingMail
from hub.notifications.notices import make_due_notices
from hub.taxonomy.models import Topic
from tests.notifications.smtp_server import SmtpServer

SEED = 20_260_615
WORDS = re.compile(r"(?:News|Account) \d+")
State, Kind = OutgoingMail.State, OutgoingMail.Kind


@dataclass
class Outcome:
    """What was asked for and what was seen."""

    news: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    cut_off: int = 0


def measure(report: Report, *, mails: int, kills: int) -> None:
    report.head(f"kill -9, {kills} times, of the worker while it delivers {mails} mails")
    chance, numbers, outcome = random.Random(SEED), count(1), Outcome()
    server = SmtpServer()
    # A server that thinks for a moment: kills come between its taking a mail and our knowing.
    server.behavior.on_mail = lambda mail: time.sleep(chance.uniform(0, 0.015))
    for _ in range(kills):
        _queue_some(outcome, numbers, mails // kills)
        already, wanted = len(server.mails), chance.randint(1, mails // kills - 2)
        with _worker(server.port) as worker:
            _wait_for(server, already + wanted)
            time.sleep(chance.uniform(0, 0.02))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        outcome.cut_off += OutgoingMail.objects.filter(state=State.SENDING).count()
        # Whoever had claimed them is dead; the next worker sees so after five minutes.
        recover(timezone.now() + CLAIM_LASTS)
    uncertain = OutgoingMail.objects.filter(state=State.UNCERTAIN).count()
    _deliver_the_rest(server.port)
    _tell(report, outcome, server, uncertain)
    server.stop()


def _queue_some(outcome: Outcome, numbers: Iterator[int], how_many: int) -> None:
    """Account mails, single news, and digests, a third of each."""
    now = timezone.now()
    long_ago = now - timedelta(minutes=11)
    for turn in range(how_many):
        number = next(numbers)
        if turn % 3 == 0:
            words = f"Account {number}"
            outcome.accounts.add(words)
            message = EmailMessage("Account", words, to=[f"account{number}@example.org"])
            OutgoingMail.objects.bulk_create(rows_for(message, kind=Kind.ACCOUNT, at=now))
            continue
        topic = Topic.objects.create(name=f"News {number}", slug=f"news-{number}")
        outcome.news.add(topic.name)
        person = User.objects.create_user(f"member{number}@example.org", name=f"Member {number}")
        mail_settings = settings_of(person, at=long_ago)
        notify([person], kind="request", subject=topic, at=long_ago, is_for_me=True)
        if turn % 3 == 1:
            Notification.objects.filter(person=person).update(mail_due_at=None)
            MailSettings.objects.filter(pk=mail_settings.pk).update(next_digest_at=now)


@contextmanager
def _worker(port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 – our own arguments
        [sys.executable, "-m", "bench.mail.worker", str(port)],
        cwd=settings.BASE_DIR,
        env=os.environ.copy(),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _wait_for(server: SmtpServer, mails: int) -> None:
    until = time.monotonic() + 60
    while len(server.mails) < mails:
        if time.monotonic() > until:
            raise TimeoutError("The worker sent nothing for a minute.")
        time.sleep(0.001)


def _deliver_the_rest(port: int) -> None:
    """What is left, and then a digest for everybody whose news was not surely sent."""
    from .worker import use_server

    use_server(port)
    later = timezone.now() + timedelta(hours=2)
    _work_off(later)
    waiting = Notification.objects.filter(mailed_at=None).values("person")
    next_week = later + timedelta(days=7)
    MailSettings.objects.update(next_digest_at=None)
    MailSettings.objects.filter(person__in=waiting).update(next_digest_at=next_week)
    _work_off(next_week)


def _work_off(at: datetime) -> None:
    while make_due_notices(at) + make_due_digests(at):
        pass
    while OutgoingMail.objects.due(at).exists():
        deliver(at)


def _tell(report: Report, outcome: Outcome, server: SmtpServer, uncertain: int) -> None:
    told: Counter[str] = Counter()
    for mail in server.mails:
        told.update(set(WORDS.findall(mail.get_body(("plain",)).get_content())))
    ids = Counter(mail["Message-ID"] for mail in server.mails)
    accounts = [mail["Message-ID"] for mail in server.mails if mail["Subject"] == "Account"]
    lost = [words for words in outcome.news | outcome.accounts if not told[words]]
    doubled = [one for one, times in ids.items() if times > 1 and one not in accounts]
    again = sum(ids[one] - 1 for one in set(accounts))
    returned = sum(told[words] - 1 for words in outcome.news)
    report.say(
        f"{len(server.mails)} mails arrived; {outcome.cut_off} were being sent when the kill came."
    )
    report.say(f"{again} account mails came twice, under the same Message-ID.")
    report.say(
        f"{uncertain} mails of news are uncertain and were not sent again; {returned} of what they "
        "told had arrived all the same and stood in the next digest too."
    )
    report.add("mails or news lost after kill -9", len(lost), "things", at_most=0)
    report.add("mails of news sent twice after kill -9", len(doubled), "mails", at_most=0)
    report.add(
        "mails left in the queue",
        OutgoingMail.objects.filter(state__in=[State.WAITING, State.SENDING]).count(),
        "mails",
        at_most=0,
    )
