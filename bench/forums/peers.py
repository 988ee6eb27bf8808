"""Statements of a page and a reply beside those of other forums; see the budgets of the plan."""

from datetime import UTC, datetime

from django.db import connection
from django.test import Client

from bench.search.figures import Report
from forums.models import Forum, Standing, Thread
from hub.accounts.models import User

from .growing import statements
from .seeding import build_members, build_threads

# Measured with one thread of twenty posts, warm, on PostgreSQL: visitor's thread and list, member's
# thread and list, kilobytes of a thread. Of those that were ranges, the lower end.
PEERS = {
    "Misago 0.39.6": (8, 6, 15, 10, 99),
    "django-machina 1.3.1": (12, 11, 22, 17, 26),
    "NodeBB 4.11": (32, 18, 72, 72, 177),
}
COLUMNS = ("visitor: thread", "visitor: list", "member: thread", "member: list", "kilobytes")
POSTS = 20


def measure(report: Report, limits: dict[str, float]) -> None:
    report.head(f"Statements on {connection.vendor}, a thread of {POSTS} posts")
    ours = _ours()
    report.say(f"{'':22}" + "".join(f"{name:>17}" for name in COLUMNS))
    for name, figures in {**PEERS, "this hub": tuple(ours[one] for one in COLUMNS)}.items():
        report.say(f"{name:22}" + "".join(f"{figure:17}" for figure in figures))
    for name, value in ours.items():
        report.add(f"{name}, statements", value, "", at_most=limits[name])


def _ours() -> dict[str, int]:
    thread, person = _prepare()
    visitor, member = Client(), Client()
    member.force_login(person)
    address, listed = thread.get_absolute_url(), thread.forum.get_absolute_url()
    found = {}
    for name, client in {"visitor": visitor, "member": member}.items():
        for kind, path in {"thread": address, "list": listed}.items():
            # Once before: the frame of the site is cached.
            client.get(path)
            found[f"{name}: {kind}"] = statements(lambda c=client, p=path: c.get(p))
    found["kilobytes"] = len(visitor.get(address).content) // 1000
    fields = {"body": "We do the same, and it has worked.", "form_key": "bench-statements"}
    found["reply"] = statements(lambda: member.post(f"{address}reply/", fields))
    return found


def _prepare() -> tuple[Thread, User]:
    """A public thread that a member has read before, with twenty posts."""
    if not Forum.objects.filter(slug="forum-0").exists():
        build_members()
    if not Thread.objects.filter(pk__gte=1_000_001).exists():
        build_threads(1_000_001, 1_000_031, posts=POSTS)
    thread = Thread.objects.filter(forum__slug="forum-0").select_related("forum").newest_first()[0]
    person = User.objects.create_user("statements@example.org", name="Reader")
    Standing.objects.create(person=person, member_since=datetime.now(UTC))
    return thread, person
