"""A member's page, and who may read which line of it."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from PIL import Image

from hub.accounts.models import User
from hub.notifications.actions import follow
from hub.notifications.models import Notification
from hub.people.actions import change_program, profile_of, program_of
from hub.people.models import Profile, Reach, Shown
from tests.factories import (
    JurisdictionFactory,
    ProfileFactory,
    TermFactory,
    TopicFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LINES = {
    "pronouns": "they/them",
    "credentials": "paramedic, LCSW",
    "agency": "Marigold County EMS",
    "region": "a rural county in the Southwest",
    "about": "Night shifts and follow-up visits.",
}


def as_posted(person: User, **changes) -> dict:
    shown = {f"{line}_shown": Shown.NOBODY.value for line in Profile.LINES}
    return {"name": person.name, "handle": person.handle, "contact": "none", **shown, **changes}


def save(client: Client, person: User, **changes):
    return client.post(f"/people/{person.handle}/edit/", as_posted(person, **changes))


def test_what_nobody_was_shown_nobody_sees(member, member_client, client):
    save(member_client, member, **LINES)
    other = Client()
    other.force_login(UserFactory())

    page = other.get(member.get_absolute_url())

    assert member.name in page.text
    for text in LINES.values():
        assert text not in page.text
    assert client.get(member.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("shown", "member_sees", "visitor_sees"),
    [(Shown.NOBODY, False, False), (Shown.MEMBERS, True, False), (Shown.PUBLIC, True, True)],
)
def test_each_line_is_open_to_whom_its_owner_chose(line, shown, member_sees, visitor_sees, client):
    text = LINES[line]
    # Another line is public, so that the page exists for everybody.
    profile = ProfileFactory(
        **{line: text, f"{line}_shown": shown},
        helps_with=[TopicFactory()],
        helps_with_shown=Shown.PUBLIC,
    )
    other = Client()
    other.force_login(UserFactory())

    assert (text in other.get(profile.get_absolute_url()).text) is member_sees
    assert (text in client.get(profile.get_absolute_url()).text) is visitor_sees


@pytest.mark.parametrize("shown", Shown.values)
def test_topics_languages_role_and_program_follow_the_same_rule(shown, client):
    person = UserFactory()
    topic = TopicFactory(name="Marigold topic")
    profile = ProfileFactory(person=person, helps_with=[topic], pronouns="she/her")
    profile.spoken_languages.create(language="nv")
    change_program(
        program_of(person),
        answers={
            "discipline": TermFactory(vocabulary="discipline", slug="ems", label="Marigold role"),
            "place": JurisdictionFactory(name="Marigold Territory"),
        },
        at=timezone.now(),
    )
    everything = {f"{line}_shown": shown for line in Profile.LINES}
    everything |= {"pronouns_shown": Shown.PUBLIC, "reach": Reach.PUBLIC}
    Profile.objects.filter(pk=profile.pk).update(**everything)
    other = Client()
    other.force_login(UserFactory())
    words = ("Marigold topic", "Navajo", "Marigold role", "Marigold Territory")

    for reader, is_open in ((other, shown != "nobody"), (client, shown == "public")):
        page = reader.get(profile.get_absolute_url()).text
        assert [word in page for word in words] == [is_open] * len(words)


def test_a_line_that_is_open_but_empty_shows_nobody_to_visitors(client):
    profile = ProfileFactory(shown=Shown.PUBLIC)

    assert profile.reach == Reach.NOBODY
    assert client.get(profile.get_absolute_url()).status_code == 404


def test_an_address_is_on_no_page_for_others(member, member_client):
    other = ProfileFactory(
        shown=Shown.PUBLIC, about="Hello", person__email="secret@marigold.example"
    )

    for path in (
        "/people/",
        other.get_absolute_url(),
        "/search/?q=marigold",
        "/search.json?q=person",
    ):
        assert "secret@" not in member_client.get(path).text


@pytest.mark.parametrize(
    "left", [{"is_active": False}, {"is_active": False, "left_at": timezone.now()}]
)
def test_who_cannot_sign_in_any_more_has_no_page(left, member_client):
    profile = ProfileFactory(shown=Shown.PUBLIC, about="Hello")
    User.objects.filter(pk=profile.person_id).update(**left)

    assert member_client.get(profile.get_absolute_url()).status_code == 404


def test_one_saves_ones_page(member, member_client):
    topic = TopicFactory()

    response = save(
        member_client,
        member,
        name="  Sam\u202e  Rivera ",
        handle="sam-rivera",
        helps_with=[topic.pk],
        languages=["en", "ase"],
        helps_with_shown="members",
        **LINES,
    )

    member.refresh_from_db()
    profile = Profile.objects.get(person=member)
    assert (response.status_code, response["Location"]) == (302, "/people/sam-rivera/")
    assert (member.name, member.handle, profile.agency) == (
        "Sam Rivera",
        "sam-rivera",
        LINES["agency"],
    )
    assert [one.topic for one in profile.profile_topics.all()] == [topic]
    assert {one.language for one in profile.spoken_languages.all()} == {"en", "ase"}
    assert profile.reach == Reach.MEMBERS


def test_nobody_edits_another_page(member_client):
    other = ProfileFactory()

    assert member_client.get(f"/people/{other.person.handle}/edit/").status_code == 404
    assert save(member_client, other.person, about="Mine now").status_code == 404
    assert not Profile.objects.filter(about="Mine now").exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "Admin", "speak for the hub"),
        ("name", "М0derаtor", "speak for the hub"),
        ("name", "Marіa Lopez", "looks like the name of another member"),
        ("name", ".", "at least two letters"),
        ("handle", "988", "speak for the hub"),
        ("handle", "m4ria-lopez", "Somebody has this address"),
        ("handle", "Not a handle!", "small letters"),
        ("about", "x" * 601, "at most 600"),
        ("helps_with", ["999999"], "not one of the available"),
    ],
)
def test_what_is_refused_stays_on_the_page_with_the_reason(
    field, value, words, member, member_client
):
    UserFactory(name="Maria Lopez", handle="m4rla-lopez")

    response = save(member_client, member, **{**LINES, field: value})

    assert response.status_code == 422
    assert words.casefold() in response.text.casefold()
    assert "Error: " in response.text
    for name, text in LINES.items():
        if name != field:
            assert text in response.text


def test_two_people_may_have_the_same_name(member, member_client):
    UserFactory(name="Maria Lopez")

    assert save(member_client, member, name="Maria Lopez").status_code == 302


def test_more_topics_than_stand_out_are_refused(member, member_client):
    topics = [TopicFactory().pk for _ in range(13)]

    assert "Choose up to 12" in save(member_client, member, helps_with=topics).text


def test_fields_that_are_not_on_the_form_are_ignored(member, member_client):
    before = member.email
    smuggled = {"is_superuser": "on", "person": "1", "reach": "2", "email": "x@example.org"}

    member_client.post(f"/people/{member.handle}/edit/", as_posted(member) | smuggled)

    member.refresh_from_db()
    assert (member.is_superuser, member.email, member.left_at) == (False, before, None)
    assert profile_of(member).reach == Reach.NOBODY


def test_a_page_costs_the_same_however_much_it_says(member_client, django_assert_max_num_queries):
    profile = ProfileFactory(
        shown=Shown.MEMBERS, helps_with=[TopicFactory() for _ in range(6)], **LINES
    )
    for code in ("en", "es", "fr"):
        profile.spoken_languages.create(language=code)

    with django_assert_max_num_queries(15):
        member_client.get(profile.get_absolute_url())


class HostileTexts(TestCase):
    @settings(max_examples=40, deadline=None)
    @given(st.text(max_size=130))
    def test_any_text_is_kept_or_refused_and_never_runs(self, text):
        person = UserFactory()
        self.client.force_login(person)

        response = save(self.client, person, agency=text, about=text, agency_shown="public")
        page = self.client.get(User.objects.get(pk=person.pk).get_absolute_url())

        assert response.status_code in (302, 422)
        assert page.status_code == 200
        assert "<script>alert" not in page.text


def picture(side: int = 400, **options) -> SimpleUploadedFile:
    drawn = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "CANARY 35.08 -106.65"
    Image.new("RGB", (side, side), "teal").save(drawn, "JPEG", exif=exif)
    return SimpleUploadedFile("Sam Rivera at home.jpg", drawn.getvalue(), **options)


def upload(client: Client, person: User, file):
    return client.post(f"/people/{person.handle}/picture/", {"picture": file})


def test_a_picture_is_drawn_anew_small_and_without_a_name(member, member_client):
    upload(member_client, member, picture())

    avatar = Profile.objects.get(person=member).avatar
    stored = avatar.read()
    assert Image.open(BytesIO(stored)).size == (256, 256)
    assert b"CANARY" not in stored
    assert "Sam" not in avatar.name


def test_a_picture_is_as_open_as_its_owner_chose(member, member_client, client):
    upload(member_client, member, picture())
    profile = Profile.objects.get(person=member)
    address = f"/people/pictures/{profile.avatar.name.removeprefix('avatars/')}"
    other = Client()
    other.force_login(UserFactory())

    assert [one.get(address).status_code for one in (member_client, other, client)] == [
        200,
        404,
        404,
    ]

    save(member_client, member, avatar_shown="public")

    assert [one.get(address).status_code for one in (member_client, other, client)] == [
        200,
        200,
        200,
    ]
    assert "private" in client.get(address)["Cache-Control"]


def test_a_new_picture_takes_the_place_of_the_old_file(
    member, member_client, django_capture_on_commit_callbacks
):
    upload(member_client, member, picture())
    old = Profile.objects.get(person=member).avatar

    with django_capture_on_commit_callbacks(execute=True):
        upload(member_client, member, picture(300))
    with django_capture_on_commit_callbacks(execute=True):
        member_client.post(f"/people/{member.handle}/picture/", {"remove": "1"})

    assert not old.storage.exists(old.name)
    assert old.storage.listdir("avatars")[1] == [] or not Profile.objects.get(person=member).avatar


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("x.jpg", b"not a picture"), "not a JPEG"),
        (SimpleUploadedFile("x.svg", b"<svg onload='alert(1)'/>"), "not a JPEG"),
        (SimpleUploadedFile("x.png", b"x" * (5 * 2**20 + 1)), "up to 5 MB"),
    ],
)
def test_what_is_not_a_picture_is_refused_in_words(file, words, member, member_client):
    response = upload(member_client, member, file)

    assert response.status_code == 422
    assert words in response.text


def test_who_follows_a_member_hears_what_they_can_help_with_now(member, member_client):
    other = UserFactory()
    follow(member, by=other, at=timezone.now())
    topic = TopicFactory()

    save(member_client, member, helps_with=[topic.pk], helps_with_shown="members")
    save(member_client, member, helps_with=[topic.pk], helps_with_shown="members")

    news = Notification.objects.get(person=other)
    assert (news.subject, news.count) == (member, 1)


def test_what_is_kept_to_oneself_is_news_for_nobody(member, member_client):
    follow(member, by=UserFactory(), at=timezone.now())

    save(member_client, member, helps_with=[TopicFactory().pk])

    assert not Notification.objects.exists()


def test_a_topic_that_no_database_can_hold_is_refused_with_everything_typed(member, member_client):
    response = save(member_client, member, about="Night shifts.", helps_with=["9" * 400])

    assert response.status_code == 422
    assert "Night shifts." in response.content.decode()
