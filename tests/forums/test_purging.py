"""Erasing a post for good: by two people, everywhere, with proof."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client
from django.utils import timezone

from forums.actions.answering import accept_answer
from forums.actions.purging import (
    UnableToPurge,
    ask_to_purge,
    confirm_purge,
    refuse_purge,
)
from forums.actions.reporting import report_post
from forums.fragments import fragments_of, rare_words_of
from forums.models import (
    Attachment,
    Draft,
    ModerationEvent,
    Post,
    PostRevision,
    Purge,
    ReviewItem,
    Thread,
    ThreadSummary,
)
from forums.quotations import LEFT, without_quotations
from forums.rendering import quote
from hub.home.purging import purge_post, work_off_purges
from hub.home.scanning import holds
from hub.notifications.actions import notify
from hub.notifications.models import Notification, OutgoingMail
from hub.people.models import DataExport
from tests.factories import (
    NOW,
    PostFactory,
    ThreadFactory,
    UserFactory,
    make_member,
    moderator,
    trust_officer,
)
from tests.forums.officers import confirmed_client

pytestmark = pytest.mark.django_db
CANARY = "Quetzalcanary"
WORDS = (
    f"We saw {CANARY} Sample on the fourteenth of March near the old mill by the river, and the "
    "neighbors told everybody about it afterwards."
)
STOLEN = "on the fourteenth of March near the old mill by the river"


@pytest.fixture(autouse=True)
def _own_uploads(settings, tmp_path):
    """What other tests uploaded is looked through as well."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def post(db) -> Post:
    """A post that left a trace wherever one can."""
    thread = ThreadFactory(title=f"What happened to {CANARY} by the mill", body=WORDS)
    post = thread.posts.get()
    PostRevision.objects.create(post=post, version=1, source=f"Before: {WORDS}", created_at=NOW)
    name = default_storage.save("forums/canary-file.csv", ContentFile(WORDS.encode()))
    Attachment.objects.create(
        post=post,
        file=name,
        name=f"{CANARY}.csv",
        kind="csv",
        media_type="text/csv",
        size=1,
        sha256="0" * 64,
        created_at=NOW,
    )
    report_post(post, reason="other", note=f"It names {CANARY}", by=UserFactory(), at=NOW)
    return post


def quoting(post, *, thread=None) -> Post:
    address = f"/forums/p/{post.thread_id}/{post.number}/"
    words = f"Before it.\n\n{quote(post.source, name='Somebody', url=address)}After it."
    return PostFactory(thread=thread or ThreadFactory(), source=words, html=f"<p>{words}</p>")


def confirmed(post) -> Purge:
    asked = ask_to_purge(post, reason="identifies", by=trust_officer(), at=NOW)
    return confirm_purge(asked, by=trust_officer(), at=NOW)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# --- By two ---------------------------------------------------------------------------------------
def test_asking_hides_at_once_and_nobody_confirms_alone(post):
    first = trust_officer()

    asked = ask_to_purge(post, reason="identifies", by=first, at=NOW)

    assert fresh(post).state == "hidden"
    with pytest.raises(UnableToPurge, match="alone"):
        confirm_purge(asked, by=first, at=NOW)
    with pytest.raises(UnableToPurge, match="already"):
        ask_to_purge(post, reason="identifies", by=trust_officer(), at=NOW)
    assert work_off_purges(at=NOW) == 0


def test_a_refused_post_stays_hidden_and_whole(post):
    asked = ask_to_purge(post, reason="identifies", by=trust_officer(), at=NOW)

    refuse_purge(asked, by=trust_officer(), at=NOW)

    assert work_off_purges(at=NOW) == 0
    assert CANARY in fresh(post).source
    with pytest.raises(UnableToPurge, match="decided already"):
        confirm_purge(asked, by=trust_officer(), at=NOW)


def test_erasing_goes_by_pages_with_a_fresh_confirmation(post):
    first, second = trust_officer(), trust_officer()
    address = f"/forums/p/{post.thread_id}/{post.number}/purge/"
    stale = Client()
    stale.force_login(first)
    assert stale.get(address).status_code == 302
    one, two = confirmed_client(first), confirmed_client(second)

    assert one.post(address, {"reason": "identifies"}).status_code == 422
    one.post(address, {"reason": "identifies", "is_sure": "on"})
    page = Purge.objects.get().get_absolute_url()
    assert "alone" in one.post(page, {"do": "confirm"}, follow=True).text
    two.post(page, {"do": "confirm"})
    assert work_off_purges(at=timezone.now()) == 1

    receipt = two.get(page).text
    assert "Receipt" in receipt
    assert CANARY not in receipt
    assert CANARY not in two.get("/forums/purges/").text


def test_for_everybody_else_there_is_nothing_to_erase(post, member_client):
    purge = ask_to_purge(post, reason="court", by=trust_officer(), at=NOW)

    for client in (member_client, confirmed_client(moderator())):
        assert client.get("/forums/purges/").status_code == 404
        assert client.get(purge.get_absolute_url()).status_code == 404
        assert client.get(f"/forums/p/{post.thread_id}/1/purge/").status_code == 404


# --- Everywhere -----------------------------------------------------------------------------------
def everywhere() -> dict[str, str]:
    found = {}
    for model in apps.get_models(include_auto_created=True):
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(
                field, models.CharField | models.TextField | models.JSONField | models.FileField
            )
        ]
        if names and not model._meta.proxy:
            rows = model._base_manager.values_list(*names)
            found[model._meta.label] = "\n".join(str(value) for row in rows for value in row)
    found["cache"] = str(getattr(cache, "_cache", ""))
    return found


def traces() -> set[str]:
    wanted = (CANARY.casefold(), STOLEN.casefold())
    return {
        place
        for place, text in everywhere().items()
        if any(one in text.casefold() for one in wanted)
    }


def index_files_with(word: str) -> list[str]:
    folder = Path(settings.WAGTAILSEARCH_BACKENDS["default"]["DIRECTORY"])
    needle = word.casefold().encode()
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if needle in path.read_bytes().lower()]


def test_what_was_erased_left_no_trace(post, client):
    other = quoting(post)
    thread = post.thread
    secondhand = PostFactory(source=f"> They said\n> > {WORDS}\n\nMine")
    PostRevision.objects.create(post=other, version=1, source=other.source, created_at=NOW)
    Draft.objects.create(
        person=make_member(), key="thread:1", data={"body": other.source}, updated_at=NOW
    )
    Draft.objects.create(
        person=make_member(), key="thread:2", data={"body": f"{STOLEN}, he said"}, updated_at=NOW
    )
    reader = make_member()
    notify([reader], kind="mention", subject=post, at=NOW, is_for_me=True)
    Notification.objects.filter(person=reader).update(mailed_at=NOW)
    OutgoingMail.objects.create(
        kind="notice",
        to="a@example.org",
        subject=f"New: {thread.title}",
        text=thread.title,
        message_id="<1@x>",
        made_at=NOW,
        next_try_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )
    export = DataExport.objects.create(person=post.author, asked_at=NOW, ready_at=NOW)
    export.file.save("canary.zip", ContentFile(WORDS.encode()))
    client.get("/search/", {"q": CANARY})
    cache.set("something", WORDS)
    files = [Attachment.objects.get().file.name, export.file.name]
    assert {"forums.Post", "forums.Thread", "forums.Draft", "forums.PostRevision"} <= traces()

    purge = purge_post(confirmed(post), at=NOW + timedelta(minutes=1))

    assert traces() == set()
    assert purge.receipt["left"] == {}
    assert purge.receipt["mailed"] == [reader.pk]
    assert not any(default_storage.exists(name) for name in files)
    assert index_files_with(CANARY) == []
    post, other = fresh(post), fresh(other)
    assert (post.state, post.source, post.thread.title) == ("purged", "", "Erased")
    assert "Before it." in other.html
    assert "After it." in other.html
    assert LEFT in fresh(secondhand).source
    assert OutgoingMail.objects.get(message_id="<1@x>").state == "dropped"
    assert ReviewItem.objects.get(post=post).decision == "hidden"


def test_a_thread_goes_on_without_its_erased_post(client):
    post = PostFactory(source=WORDS)
    PostFactory(thread=post.thread)

    purge_post(confirmed(post), at=NOW)

    page = client.get(post.thread.get_absolute_url())
    assert page.status_code == 200
    assert CANARY not in page.text
    assert ModerationEvent.objects.filter(kind="purged", second_actor__isnull=False).exists()


def test_the_receipt_tells_what_it_could_not_cut(post):
    summary = ThreadSummary.objects.create(
        thread=post.thread, question="In words of their own", html="", proposed_at=NOW
    )
    default_storage.save("documents/minutes.txt", ContentFile(f"He was\n{STOLEN}".encode()))

    purge = purge_post(confirmed(post), at=NOW)

    assert purge.receipt["left"] == {"uploads": 1}
    assert f"summary {summary.pk} of thread {post.thread_id}" in purge.receipt["for a person"]
    assert fresh(summary).question == "In words of their own"


def test_a_summary_that_draws_on_it_or_repeats_it_is_withdrawn(post):
    thread = post.thread
    drawn = ThreadSummary.objects.create(
        thread=thread, question="Drawn", html="<p>Drawn</p>", proposed_at=NOW, state="accepted"
    )
    drawn.posts.add(post)
    Thread.objects.filter(pk=thread.pk).update(summary=drawn)
    repeated = ThreadSummary.objects.create(
        thread=thread, question="What now?", worked=WORDS, html="", proposed_at=NOW
    )

    purge = purge_post(confirmed(post), at=NOW)

    for summary in (fresh(drawn), fresh(repeated)):
        assert (summary.state, summary.question, summary.html) == ("replaced", "", "")
    assert fresh(thread).summary is None
    assert purge.receipt["erased"]["summaries"] == 2
    assert purge.receipt["for a person"] == []


def test_an_erased_answer_answers_nothing_and_the_line_about_it_goes(post):
    thread = ThreadFactory(kind="question")
    answer = PostFactory(thread=thread, source=WORDS)
    accept_answer(thread, post=answer, what_worked="As they said", by=thread.author, at=NOW)

    purge_post(confirmed(answer), at=NOW)

    thread = fresh(thread)
    assert (thread.answer, thread.answered_at, thread.what_worked) == (None, None, "")


def test_the_receipt_holds_a_keyed_hash_and_no_words(post):
    purge = purge_post(confirmed(post), at=NOW)

    assert len(purge.text_hash) == 64
    assert "mill" not in str(purge.receipt)


def test_what_others_wrote_stays(post):
    bystander = PostFactory(source="> Somebody else said something quite different here.\n\nYes.")
    draft = Draft.objects.create(
        person=make_member(), key="thread:9", data={"body": "My own words"}, updated_at=NOW
    )

    purge_post(confirmed(post), at=NOW)

    assert fresh(bystander).source == bystander.source
    assert fresh(draft).data == {"body": "My own words"}


def test_erasing_twice_is_erasing_once(post):
    purge = confirmed(post)
    purge_post(purge, at=NOW)

    assert purge_post(purge, at=NOW) is None
    assert ModerationEvent.objects.filter(kind="purged").count() == 1


def test_one_that_fails_keeps_the_others_from_nothing_and_logs_no_words(post, monkeypatch, caplog):
    confirmed(post)
    other = PostFactory(source="Another one that has to go, please, at once.")
    confirmed(other)
    real = __import__("hub.home.purging", fromlist=["erase_post"]).erase_post

    def fail_for_one(purge, *, at):
        if purge.post_id == post.pk:
            raise ValueError(WORDS)
        return real(purge, at=at)

    monkeypatch.setattr("hub.home.purging.erase_post", fail_for_one)

    assert work_off_purges(at=NOW) == 1
    assert CANARY not in caplog.text


def test_an_operator_erases_in_the_name_of_two(post):
    first, second, said = trust_officer(), trust_officer(), StringIO()
    where = (str(post.thread_id), str(post.number))

    call_command(
        "purge_post", *where, reason="court", by=first.email, second=second.email, stdout=said
    )

    assert fresh(post).state == "purged"
    assert "left: {}" in said.getvalue()
    with pytest.raises((SystemExit, CommandError)):
        call_command(
            "purge_post",
            *where,
            reason="court",
            by=first.email,
            second="no@example.org",
            stderr=StringIO(),
        )


# --- Parts ----------------------------------------------------------------------------------------
def test_fragments_are_runs_of_six_words_and_no_quotations():
    text = "> Somebody else wrote these seven words here\n\nOne two three four five six seven."

    assert fragments_of([text]) == ["one two three four five six"]
    assert fragments_of(["Thank you!"]) == []
    assert rare_words_of(["a longest-word, extraordinary"]) == ["extraordinary", "longest"]


def test_only_the_quotation_goes_that_has_to():
    source = (
        "> outer\n> > **[A wrote](/forums/p/1/2/)**\n> > secret\n> outer again\n\nMine\n\n> other"
    )

    left = without_quotations(source, address="/forums/p/1/2/", fragments=[])

    assert left == f"> outer\n> {LEFT}\n> outer again\n\nMine\n\n> other"


def test_a_file_is_searched_across_its_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr("hub.home.scanning.BYTES", 8)
    path = tmp_path / "file"
    path.write_bytes(b"xxxxxxQuetzalxxxxxx")

    assert holds(path, [b"quetzal"])
    assert not holds(path, [b"quetzals"])
    assert not holds(tmp_path / "gone", [b"x"])
