"""What our pages link to: asked with care, by a command only, and broken after two days."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from hub.core.net import Answer, NotAllowed, UnableToFetch, ask
from hub.editing.links import check_link, check_links, note_all_links, note_links
from hub.editing.models import LinkUse, OutgoingLink
from tests.factories import NOW, LibraryItemPageFactory, PracticePageFactory

PUBLIC = ["93.184.216.34"]


def say(*statuses):
    """An opener that answers these, one after the other, and keeps what it was asked."""
    answers = iter(statuses)
    asked = []

    def opener(target, method):
        asked.append((method, target.host, target.number, target.path))
        return Answer(next(answers))

    opener.asked = asked
    return opener


def test_a_public_host_on_the_list_is_asked_for_the_head_at_the_number_found():
    opener = say(200)

    answer = ask(
        "https://www.example.org/a?b=c",
        hosts=["example.org"],
        resolver=lambda host, port: PUBLIC,
        opener=opener,
    )

    assert answer.status == 200
    assert opener.asked == [("HEAD", "www.example.org", PUBLIC[0], "/a?b=c")]


def test_a_server_that_does_not_know_heads_is_asked_for_the_page():
    opener = say(405, 200)

    answer = ask(
        "https://example.org/", hosts=["*"], resolver=lambda host, port: PUBLIC, opener=opener
    )

    assert answer.status == 200
    assert [method for method, *_ in opener.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    "numbers",
    [
        ["127.0.0.1"],
        ["10.0.0.8"],
        ["169.254.169.254"],
        ["100.64.0.1"],
        ["::1"],
        ["fd00::1"],
        ["::ffff:127.0.0.1"],
        ["64:ff9b::7f00:1"],
        [*PUBLIC, "192.168.1.1"],
        [],
    ],
)
def test_private_numbers_are_never_asked(numbers):
    opener = say()

    with pytest.raises(NotAllowed):
        ask("https://example.org/", hosts=["*"], resolver=lambda host, port: numbers, opener=opener)


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        "https://notexample.org/",
        "https://name:word@example.org/",
        "https://example.org:8080/",
        "ftp://example.org/",
        "https://[broken/",
    ],
)
def test_nothing_else_than_listed_hosts_at_their_usual_ports_is_asked(url):
    with pytest.raises(UnableToFetch):
        ask(url, hosts=["example.org"], resolver=lambda host, port: PUBLIC, opener=say())


@pytest.mark.django_db
def test_links_are_found_in_sources_bodies_and_fields():
    source = {"label": "A law", "kind": "law", "url": "https://example.org/law"}
    practice = PracticePageFactory(
        sources=[("source", source)],
        body=[("paragraph", '<p><a href="https://example.org/b?a=1&amp;c=2">There</a></p>')],
    )
    item = LibraryItemPageFactory(link="https://example.org/file")

    assert note_links(practice) >= {"https://example.org/law", "https://example.org/b?a=1&c=2"}
    assert "https://example.org/file" in note_links(item)
    note_all_links([item])
    assert not LinkUse.objects.filter(page=practice.pk).exists()
    assert not OutgoingLink.objects.filter(url="https://example.org/law").exists()


@pytest.mark.django_db
def test_a_link_is_broken_when_it_failed_on_two_days_and_mended_when_it_answers():
    link = OutgoingLink.objects.create(url="https://example.org/gone")

    for hours in (0, 2):
        check_link(link, at=NOW + timedelta(hours=hours), asker=lambda url: Answer(404))
    assert not link.is_broken

    check_link(link, at=NOW + timedelta(days=1), asker=lambda url: Answer(404))
    assert link.is_broken
    assert link.failing_since == NOW

    check_link(link, at=NOW + timedelta(days=2), asker=lambda url: Answer(200))
    assert not link.is_broken


@pytest.mark.django_db
@pytest.mark.parametrize("status", [200, 301, 401, 403, 429])
def test_what_says_nothing_about_the_page_is_no_failure(status):
    link = OutgoingLink.objects.create(url="https://example.org/")

    assert check_link(link, at=NOW, asker=lambda url: Answer(status)).days_failed == 0


@pytest.mark.django_db
def test_what_answered_rests_for_a_week():
    OutgoingLink.objects.create(url="https://example.org/")

    looks = [
        check_links(at=NOW + timedelta(days=days), asker=lambda url: Answer(200))
        for days in (0, 1, 8)
    ]

    assert looks == [1, 0, 1]


@pytest.mark.django_db
def test_the_command_asks_nobody_unless_hosts_are_named(capsys):
    call_command("check_links")

    assert "Nothing was asked" in capsys.readouterr().out
