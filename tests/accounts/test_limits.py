"""Each row of the table of limits, and what happens when nothing can be counted."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client, RequestFactory

from hub.accounts.limits import (
    RULES,
    allow,
    ask,
    asking,
    forget,
    forget_old_acts,
    network_key,
    reader_key,
    stores,
    take_back,
)
from hub.accounts.limits.asking import in_words
from hub.accounts.limits.keys import client_address, network_of
from hub.accounts.limits.rules import Kept
from hub.accounts.models import LimitedAct
from tests.factories import PracticePageFactory, UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
STORES = ("database", "cache")


@pytest.fixture(autouse=True)
def _count_reading(settings, monkeypatch):
    settings.LIMIT_READING = True
    monkeypatch.setattr(stores, "PROCESS", stores.ProcessStore())


def spread(rule, at):
    """As many acts as the rule allows at once, in the tightest of its stretches."""
    most, seconds = min(rule.limits, key=lambda limit: limit[0])
    return most, seconds


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("name", RULES)
def test_so_many_are_allowed_and_one_more_is_not(name, store, settings):
    settings.LIMITS_STORE = store
    rule = RULES[name]
    most, seconds = spread(rule, NOON)

    allowed = [allow(name, "one", at=NOON) for _ in range(most)]
    refused = allow(name, "one", at=NOON)

    assert allowed == [None] * most
    assert refused
    assert 0 < refused.seconds <= seconds + 1
    assert rule.words in refused.words
    assert not allow(name, "other", at=NOON)
    later = NOON + timedelta(seconds=refused.seconds)
    assert not allow(name, "one", at=later)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if len(rule.limits) > 1])
def test_each_stretch_of_a_rule_holds(name):
    rule = RULES[name]
    (short, pause), (long, stretch) = sorted(rule.limits, key=lambda limit: limit[1])
    at = NOON
    for n in range(long):
        if n and n % short == 0:
            at += timedelta(seconds=pause)
        assert not allow(name, "one", at=at)

    refused = allow(name, "one", at=at + timedelta(seconds=pause))

    assert refused
    assert not allow(name, "one", at=NOON + timedelta(seconds=stretch + 1))


@pytest.mark.parametrize("name", RULES)
def test_when_nothing_can_be_counted_the_rule_says_what_happens(name, monkeypatch, caplog):
    class Dead:
        def wait(self, *args, **kwargs):
            raise ConnectionError("dead")

    for store in ("DATABASE", "CACHE", "PROCESS"):
        monkeypatch.setattr(stores, store, Dead())
    caplog.set_level(logging.CRITICAL)

    refusal = allow(name, "one", at=NOON)

    reading = RULES[name].kept != Kept.SAFELY
    assert RULES[name].fails_open is reading
    assert (refusal is None) is reading


def test_signing_in_resetting_joining_and_codes_are_closed_when_nothing_counts():
    closed = ("sign_in_account", "sign_in_network", "reset_mail", "second_step", "sign_up")

    assert not any(RULES[name].fails_open for name in closed)


def test_a_dead_cache_is_replaced_by_the_database(settings, monkeypatch, caplog):
    settings.LIMITS_STORE = "cache"

    def dead(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr(stores.cache, "get", dead)
    caplog.set_level(logging.CRITICAL)
    for _ in range(2):
        assert not allow("reset_mail", "one", at=NOON)

    assert allow("reset_mail", "one", at=NOON)
    assert LimitedAct.objects.count() == 2


def test_of_two_tries_in_the_same_instant_the_cache_lets_one_guess(settings):
    settings.LIMITS_STORE = "cache"
    stores.cache.add("limits:reset_mail:one:busy", 1)
    stores.cache.add("limits:search_member:one:busy", 1)

    guess, search = allow("reset_mail", "one", at=NOON), allow("search_member", "one", at=NOON)

    assert guess.seconds == 1
    assert search is None


def test_failures_of_an_account_wait_twice_as_long_each_time_up_to_an_hour():
    at, waits = NOON, []
    for _ in range(5):
        assert not allow("sign_in_account", "one", at=at)

    for _ in range(9):
        refused = allow("sign_in_account", "one", at=at)
        waits.append(refused.seconds)
        at += timedelta(seconds=refused.seconds)
        assert not allow("sign_in_account", "one", at=at)

    minutes = [round(wait / 60) for wait in waits]
    assert minutes == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_what_is_taken_back_or_forgotten_does_not_count():
    for _ in range(6):
        allow("sign_in_network", "one", at=NOON)
    take_back("sign_in_network", "one", at=NOON)
    before = ask("sign_in_network", "one", at=NOON)
    allow("sign_in_network", "one", at=NOON)
    after = ask("sign_in_network", "one", at=NOON)
    forget("sign_in_network", "one")

    assert before is None
    assert after
    assert not ask("sign_in_network", "one", at=NOON)


def test_old_acts_are_forgotten():
    allow("reset_mail", "one", at=NOON)

    kept = forget_old_acts(NOON + timedelta(hours=23))
    gone = forget_old_acts(NOON + timedelta(hours=25))

    assert (kept, gone) == (0, 1)


def test_no_address_is_kept_in_clear(rf):
    request = rf.get("/", REMOTE_ADDR="203.0.113.7")

    allow("sign_up", network_key(request), at=NOON)

    assert "203" not in LimitedAct.objects.get().key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("nonsense", "", True),
    ],
)
def test_a_network_is_one_old_address_or_one_new_prefix(one, other, same):
    assert (network_of(one) == network_of(other)) is same


@pytest.mark.parametrize(("proxies", "seen"), [(["10.0.0.1"], "203.0.113.7"), ([], "10.0.0.1")])
def test_only_our_own_proxy_is_believed(rf, settings, proxies, seen):
    settings.TRUSTED_PROXIES = proxies
    header = "198.51.100.1, 203.0.113.7"

    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=header)

    assert client_address(request) == seen


def test_a_visitor_costs_no_statement(django_assert_num_queries):
    request = RequestFactory().get("/")

    with django_assert_num_queries(0):
        allow("any_request", reader_key(request), at=NOON)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (61, "2 minutes"),
        (3600, "1 hour"),
        (3601, "2 hours"),
        (86_400, "1 day"),
    ],
)
def test_a_wait_is_said_in_words(seconds, words):
    assert in_words(seconds) == words


@time_machine.travel(NOON, tick=False)
def test_whoever_opens_too_many_pages_is_told_when_to_go_on(client, monkeypatch):
    monkeypatch.setattr(asking.stores, "PROCESS", stores.ProcessStore())
    answers = [client.get("/community-rules/").status_code for _ in range(51)]

    refused = client.get("/community-rules/")
    stranger = client.get("/community-rules/", REMOTE_ADDR="198.51.100.1")

    assert answers == [200] * 50 + [429]
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
    assert "Try again in 10 seconds" in refused.content.decode()
    assert stranger.status_code == 200


@time_machine.travel(NOON, tick=False)
def test_refusing_costs_no_statement(client, django_assert_num_queries):
    for _ in range(50):
        client.get("/community-rules/")

    with django_assert_num_queries(0):
        assert client.get("/community-rules/").status_code == 429


@time_machine.travel(NOON, tick=False)
def test_members_are_counted_one_by_one():
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(UserFactory())
    for _ in range(50):
        clients[0].get("/account/")

    refused, other = (client.get("/account/").status_code for client in clients)

    assert (refused, other) == (429, 200)


@time_machine.travel(NOON, tick=False)
def test_the_page_about_waiting_keeps_what_was_searched_for(client, home):
    PracticePageFactory()
    for _ in range(2):
        client.get("/search/?q=quiet+rooms")

    refused = client.get("/search/?q=quiet+rooms")
    machine = client.get("/search.json?q=quiet")
    suggested = client.get("/search/suggestions.json?q=qui")

    assert refused.status_code == machine.status_code == 429
    assert 'value="quiet rooms"' in refused.content.decode()
    assert machine.json()["results"] == []
    assert suggested.status_code == 200


class PostgreSQL:
    """What PostgreSQL is asked."""

    vendor = "postgresql"

    def __init__(self):
        self.asked = []

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    def execute(self, sql, params):
        self.asked.append((sql, params, LimitedAct.objects.count()))


def test_on_postgresql_those_who_count_the_same_wait_for_each_other(monkeypatch):
    server = PostgreSQL()
    monkeypatch.setattr(stores, "connection", server)

    allow("report", "one", at=NOON)
    ask("report", "one", at=NOON)

    lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
    assert server.asked == [(lock, ["limits:report:one"], 0)]
    assert LimitedAct.objects.count() == 1


@time_machine.travel(NOON, tick=False)
def test_what_was_written_too_fast_is_shown_back(client):
    for _ in range(50):
        client.get("/community-rules/")

    refused = client.post("/account/email/", {"email": "new@agency.gov", "password": "a secret"})

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
    assert "Try again in 10 seconds" in refused.text
    assert 'value="new@agency.gov"' in refused.text
    assert "a secret" not in refused.text
