"""What pages cost as the hub grows: statements, CPU, bytes, and the ratio of last to first."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.forums.growing import server_cpu
from bench.search.figures import Report
from hub.accounts.models import User
from hub.resources.models import ResourcePage
from practices.models import PracticePage

from .seeding import build_hub, grow_to

ROUNDS = 5
AUDIENCES = ("visitor", "member")


@dataclass(frozen=True)
class Cost:
    """Of one page at one size. `first`: when nothing that is kept between requests was there."""

    statements: int
    milliseconds: float
    first: float
    size: int


def measure(report: Report, sizes: list[int], limits: dict[str, float], *, is_cached: bool) -> None:
    if not is_cached:
        settings.PAGES_KEPT_FOR = 0
    build_hub()
    clients = {"visitor": Client(), "member": Client()}
    clients["member"].force_login(User.objects.create_user("bench@example.org", name="Bench"))
    costs: dict[tuple[str, str], list[Cost]] = {}
    addresses: dict[str, str] = {}
    for size in sizes:
        started = time.monotonic()
        grow_to(size)
        addresses = addresses or choose_addresses()
        report.head(f"{size:,} published items, made in {time.monotonic() - started:.0f} s")
        for audience in AUDIENCES:
            for name, address in addresses.items():
                cost = cost_of(clients[audience], address)
                costs.setdefault((audience, name), []).append(cost)
                report.say(
                    f"{audience:8} {name:16} {cost.statements:3} statements "
                    f"{cost.milliseconds:8.1f} ms CPU (first {cost.first:8.1f}) "
                    f"{cost.size / 1024:7.1f} KB  {address}"
                )
    report.head(f"From {sizes[0]:,} to {sizes[-1]:,}")
    for (audience, name), row in costs.items():
        ratio = row[-1].milliseconds / row[0].milliseconds
        report.add(f"{audience}: {name}", ratio, "times", at_most=limits["times"])


def choose_addresses() -> dict[str, str]:
    """Of what is there in every size, with a full page of rows in the smallest."""
    practice = PracticePage.objects.latest("pk")
    topic = practice.topics.first()
    community = practice.terms.filter(vocabulary="community_type").first()
    filters = f"topic={topic.slug}"
    if community:
        filters += f"&community_type={community.slug}"
    place = (
        ResourcePage.objects.values_list("jurisdictions__slug")
        .exclude(jurisdictions=None)
        .annotate(n=Count("pk"))
        .order_by("-n")[0][0]
    )
    return {
        "home": "/",
        "page": practice.get_absolute_url(),
        "index": "/practices/",
        "index, filtered": f"/practices/?{filters}",
        "index, by title": "/practices/?sort=title",
        "index, page 10": "/practices/?page=10",
        "policies": "/policies/",
        "topic": f"/topics/{topic.slug}/",
        "topics": "/topics/",
        "place": f"/places/{place}/",
        "places": "/places/",
        "feed": "/feed.atom",
        "feed of a shelf": "/practices/feed.atom",
        "feed of a topic": f"/topics/{topic.slug}/feed.atom",
        "feed of a place": f"/places/{place}/feed.atom",
        "api": "/api/v2/pages/",
        "api, filtered": f"/api/v2/pages/?topic={topic.slug}",
    }


def cost_of(client: Client, address: str) -> Cost:
    cache.clear()
    first = _timed(partial(client.get, address))
    answer = client.get(address)
    if answer.status_code != 200:
        raise AssertionError(f"{address} answers {answer.status_code}")
    fastest = min(_timed(partial(client.get, address)) for _ in range(ROUNDS))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    return Cost(len(captured), fastest * 1000, first * 1000, len(answer.content))


def _timed(act: Callable[[], object]) -> float:
    """Seconds of CPU, this process and its database together."""
    server, own = server_cpu(), time.process_time()
    act()
    return time.process_time() - own + server_cpu() - server
