"""Taking one's data along, and leaving without a trace."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from forums.models import Draft, Report
from forums.rendering import quote
from forums.words import words_of
from hub.accounts.actions import log_event
from hub.accounts.models import FORMER_MEMBER, Invitation, SecurityEvent, User
from hub.home import leaving
from hub.home.leaving import (
    collect_everything,
    make_anonymous,
    make_export,
    work_off_departures,
    work_off_exports,
)
from hub.notifications.actions import follow, notify, settings_of
from hub.notifications.models import OutgoingMail
from hub.people.actions import (
    UnableToLeave,
    ask_for_data,
    change_program,
    leave,
    program_of,
    save_bookmark,
    stay,
)
from hub.people.models import DataExport, Departure
from hub.search.actions import save_search
from hub.search.asked import Asked
from hub.search.models import SearchDocument
from tests.factories import (
    PASSWORD,
    PostFactory,
    PracticePageFactory,
    ProfileFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    all_shelves,
)

pytestmark = pytest.mark.django_db

CANARY = "Quetzalcanary"
EMAIL = "quetzalcanary@station.example"
HANDLE = "quetzalcanary"


@pytest.fixture
def person(db) -> User:
    """Somebody who left a trace wherever one can."""
    all_shelves()
    now = timezone.now()
    person = UserFactory(name=CANARY, email=EMAIL, handle=HANDLE)
    ProfileFactory(
        person=person,
        shown="public",
        about=f"{CANARY} writes",
        agency=f"{CANARY} County",
        pronouns=CANARY,
        helps_with=[TopicFactory()],
    )
    change_program(program_of(person), answers={"to_solve": f"{CANARY} problem"}, at=now)
    page = PracticePageFactory(title="What stays", owner=person)
    save_bookmark(page, by=person, at=now, note=f"{CANARY} note")
    follow(page, by=person, at=now)
    other = UserFactory()
    follow(person, by=other, at=now)
    notify([person], kind="system", subject=page, at=now, is_for_me=True)
    settings_of(person, at=now)
    save_search(Asked(query=CANARY, chosen={}), by=person, at=now)
    log_event(SecurityEvent.Kind.JOINED, person=person, by=person, at=now)
    thread = ThreadFactory(author=person)
    own = PostFactory(thread=thread, author=person, source="Ask people first.")
    for source in (
        f"Ask @{HANDLE} about it.",
        quote(own.source, name=CANARY, url=own.get_absolute_url()) + "Agreed.",
    ):
        words = words_of(source, by=other)
        PostFactory(
            thread=thread,
            author=other,
            source=words.source,
            html=words.rendered.html,
            excerpt=words.rendered.excerpt,
        )
    Draft.objects.create(person=person, key="new:x", data={"body": CANARY}, updated_at=now)
    Report.objects.create(post=own, reporter=person, reason="other", note=CANARY, created_at=now)
    Invitation.objects.create(
        email=EMAIL,
        token_hash="0" * 64,
        made_at=now,
        expires_at=now,
        accepted_at=now,
        accepted_by=person,
    )
    return person


def signed_in(person: User) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    assert client.get("/my/").status_code == 200
    return client


def unpacked(export: DataExport) -> dict[str, str]:
    with ZipFile(BytesIO(export.file.read())) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_copy_is_asked_for_made_and_fetched(person):
    client = signed_in(person)
    client.post("/account/data/export/")

    work_off_exports(at=timezone.now())

    export = DataExport.objects.get(person=person)
    response = client.get(f"/account/data/{export.pk}.zip")
    assert response["Content-Type"] == "application/zip"
    assert "attachment" in response["Content-Disposition"]
    assert "Download the copy" in client.get("/account/data/").text
    assert client.get(f"/account/data/{export.pk}.zip")["Cache-Control"].startswith("private")


def test_a_copy_holds_everything_as_a_page_and_as_data(person):
    files = unpacked(make_export(ask_for_data(person, at=timezone.now()), at=timezone.now()))

    data = json.loads(files["my-data.json"])
    assert data["account"]["e-mail address"] == EMAIL
    assert data["saved things"][0]["note"] == f"{CANARY} note"
    assert data["program"]["to solve"] == f"{CANARY} problem"
    assert data["saved searches"][0]["parameters"] == f"q={CANARY}"
    assert f"{CANARY} County" in files["my-data.html"]


def test_a_copy_holds_no_secrets_and_nothing_that_was_taken_from_ones_eyes(person):
    page = PracticePageFactory(title="Taken away")
    follow(page, by=person, at=timezone.now())
    page.live = False
    page.save()

    text = json.dumps(collect_everything(person), default=str)

    assert person.password not in text
    assert "Taken away" not in text


def test_nobody_else_fetches_a_copy_and_after_a_day_nobody_does(person, time_machine):
    export = make_export(ask_for_data(person, at=timezone.now()), at=timezone.now())
    own, other = signed_in(person), signed_in(UserFactory())
    address = f"/account/data/{export.pk}.zip"

    assert own.get(address).status_code == 200
    assert other.get(address).status_code == 404
    DataExport.objects.update(ready_at=timezone.now() - DataExport.KEPT_FOR - timedelta(minutes=1))
    assert own.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/account/data/export/", "/account/leave/"])
def test_whoever_signed_in_long_ago_confirms_first_who_they_are(address, person):
    client = Client()
    client.force_login(person)

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith("/account/confirm/")


def test_leaving_takes_two_weeks_and_can_be_taken_back(person):
    client = signed_in(person)
    client.post("/account/leave/", {"is_sure": "on"})
    assert "You are leaving on" in client.get("/account/data/").text

    client.post("/account/stay/")

    assert work_off_departures(at=timezone.now() + timedelta(days=15)) == 0
    person.refresh_from_db()
    assert person.name == CANARY


def test_leaving_must_be_meant(person):
    response = signed_in(person).post("/account/leave/", {"is_sure": ""})

    assert response.status_code == 422
    assert not Departure.objects.exists()


def test_leaving_twice_is_leaving_once(person):
    first, second = leave(person, at=timezone.now()), leave(person, at=timezone.now())

    assert first == second


def test_whoever_stays_in_the_last_moment_stays(person):
    departure = leave(person, at=timezone.now())
    stay(person, at=timezone.now())

    assert make_anonymous(departure, at=timezone.now()) is None

    person.refresh_from_db()
    assert person.name == CANARY


def test_of_two_administrators_one_stays():
    first, second = UserFactory(is_superuser=True), UserFactory(is_superuser=True)
    leave(first, at=timezone.now())

    with pytest.raises(UnableToLeave):
        leave(second, at=timezone.now())


def test_one_copy_that_fails_keeps_nobody_else_waiting(person, monkeypatch):
    failing = UserFactory()
    ask_for_data(failing, at=timezone.now())
    ask_for_data(person, at=timezone.now())
    collect = leaving.collect_everything

    def fail_for_one(one):
        if one == failing:
            raise ValueError("broken")
        return collect(one)

    monkeypatch.setattr(leaving, "collect_everything", fail_for_one)

    assert work_off_exports(at=timezone.now()) == 1


def test_a_code_that_waits_for_whoever_left_is_not_sent(person):
    OutgoingMail.objects.create(
        kind="account",
        to=EMAIL,
        subject=f"A code for {CANARY}",
        message_id="<1@x>",
        made_at=timezone.now(),
        next_try_at=timezone.now(),
        expires_at=timezone.now(),
    )

    make_anonymous(leave(person, at=timezone.now()), at=timezone.now())

    assert not OutgoingMail.objects.exists()


def test_nobody_leaves_before_the_two_weeks_are_over(person):
    leave(person, at=timezone.now())

    assert work_off_departures(at=timezone.now() + timedelta(days=13)) == 0


def test_the_only_administrator_cannot_leave():
    boss = UserFactory(is_superuser=True)

    with pytest.raises(UnableToLeave, match="only administrator"):
        leave(boss, at=timezone.now())


def texts_of(model: type[models.Model]) -> list[str]:
    """Every text that the model's table holds, also inside JSON."""
    names = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(
            field, models.CharField | models.TextField | models.JSONField | models.FileField
        )
    ]
    return (
        [str(value) for row in model._default_manager.values_list(*names) for value in row]
        if names
        else []
    )


def everywhere() -> dict[str, str]:
    """All that the hub keeps, by where: every table, the sessions, uploads by name, the cache."""
    found = {
        model._meta.label: "\n".join(texts_of(model))
        for model in apps.get_models(include_auto_created=True)
        if not model._meta.proxy
    }
    found["sessions"] = "\n".join(str(one.get_decoded()) for one in Session.objects.all())
    found["uploads"] = "\n".join(names_below(""))
    found["cache"] = str(getattr(cache, "_cache", ""))
    return found


def names_below(folder: str) -> list[str]:
    if not default_storage.exists(folder or "."):
        return []
    folders, files = default_storage.listdir(folder)
    below = [name for one in folders for name in names_below(f"{folder}/{one}".strip("/"))]
    return [f"{folder}/{name}" for name in files] + below


def traces_of(*canaries: str) -> dict[str, list[str]]:
    return {
        place: hits
        for place, text in everywhere().items()
        if (hits := [one for one in canaries if one.casefold() in text.casefold()])
    }


def test_the_trace_is_found_before_somebody_leaves(person):
    found = traces_of(CANARY, EMAIL, HANDLE)

    assert {
        "accounts.User",
        "people.Profile",
        "people.Program",
        "people.Bookmark",
        "search.SavedSearch",
        "accounts.Invitation",
        "forums.Post",
        "forums.Draft",
        "forums.Report",
    } <= set(found)


def test_whoever_left_left_no_trace(person, client, django_capture_on_commit_callbacks):
    reader = signed_in(UserFactory())
    browser = signed_in(person)
    address = person.get_absolute_url()
    make_export(ask_for_data(person, at=timezone.now()), at=timezone.now())
    assert CANARY in reader.get("/search/", {"q": CANARY}).text
    departure = leave(person, at=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        make_anonymous(departure, at=timezone.now())
    # The search hears of it as of every change.
    reader.get("/search/", {"q": "stays"})

    assert traces_of(CANARY, EMAIL, HANDLE) == {}
    assert not SearchDocument.objects.filter(source="person", object_id=person.pk).exists()
    assert CANARY not in reader.get("/search/suggestions.json", {"q": CANARY[:5]}).text
    assert reader.get(address).status_code == 404
    assert browser.get("/my/").status_code == 302
    assert browser.post("/sign-in/", {"login": EMAIL, "password": PASSWORD}).status_code == 422


def test_what_somebody_made_stays_whole_without_their_name(person):
    make_anonymous(leave(person, at=timezone.now()), at=timezone.now())

    person.refresh_from_db()
    assert (str(person), person.is_active, person.left_at is not None) == (
        FORMER_MEMBER,
        False,
        True,
    )
    assert person.owned_pages.get().title == "What stays"


def test_an_address_is_free_again_after_leaving(person):
    make_anonymous(leave(person, at=timezone.now()), at=timezone.now())

    assert UserFactory(email=EMAIL, handle=HANDLE).pk != person.pk


def test_deleted_rows_are_overwritten_in_the_database_file():
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite keeps deleted text in its own file.")

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete")
        assert cursor.fetchone()[0] == 1


def index_files_with(word: str) -> list[str]:
    folder = Path(settings.WAGTAILSEARCH_BACKENDS["default"]["DIRECTORY"])
    needle = word.casefold().encode()
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if needle in path.read_bytes().lower()]


@pytest.mark.skipif(
    "DIRECTORY" not in settings.WAGTAILSEARCH_BACKENDS["default"],
    reason="Only our own index is files.",
)
def test_the_index_files_forget_the_name_too(person):
    reader = signed_in(UserFactory())
    reader.get("/search/", {"q": CANARY})
    leave(person, at=timezone.now())
    assert index_files_with(CANARY)

    assert work_off_departures(at=timezone.now() + timedelta(days=15)) == 1

    assert index_files_with(CANARY) == []
