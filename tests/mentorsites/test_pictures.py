"""Pictures of a site: drawn anew, described, and seen by readers only once they are approved."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hub.media.models import CustomImage
from mentorsites.models import MentorSitePage
from tests.factories import MentorSitePageFactory, UserFactory, picture
from tests.mentorsites.profiles import client_of, manager_of, newest, profile_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def site(db):
    page = MentorSitePageFactory(title="Marigold County")
    page.save_revision().publish()
    return MentorSitePage.objects.get(pk=page.pk)


@pytest.fixture
def manager(site):
    return manager_of(site)


def add(site, person, **words):
    sent = {"picture": SimpleUploadedFile("team.jpg", picture()), "consent": "on", "alt": "Team"}
    sent = {name: value for name, value in (sent | words).items() if value is not None}
    return client_of(person).post(f"{profile_at(site)}pictures/", sent)


def address_of(image: CustomImage) -> str:
    return image.get_rendition("width-400|format-webp").url


def test_a_picture_becomes_part_of_the_draft_and_not_of_the_page(site, manager):
    answer = add(site, manager)

    image = CustomImage.objects.get()
    assert answer.status_code == 302
    assert image.uploaded_by_user == manager
    assert newest(site).pictures[0].value["alt"] == "Team"
    assert not MentorSitePage.objects.get(pk=site.pk).pictures


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"consent": None}, "Without this"),
        ({"alt": ""}, "Say what is in it"),
        ({"picture": SimpleUploadedFile("x.jpg", b"no picture")}, "not a JPEG"),
        ({"picture": None}, "required"),
    ],
)
def test_what_is_missing_is_said(site, manager, words, said):
    answer = add(site, manager, **words)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not CustomImage.objects.exists()


def test_decoration_needs_no_words(site, manager):
    add(site, manager, alt="", is_decorative="on")

    assert newest(site).pictures[0].value["alt"] == ""


def test_before_approval_only_those_who_keep_the_site_get_the_file(site, manager):
    add(site, manager)
    address = address_of(CustomImage.objects.get())

    seen = [
        client_of(person).get(address).status_code
        for person in (
            manager,
            manager_of(site),
            UserFactory(),
            manager_of(MentorSitePageFactory()),
        )
    ]

    assert seen == [200, 200, 404, 404]


def test_after_approval_everybody_sees_it(site, manager, client):
    add(site, manager)
    newest(site).latest_revision.publish()
    address = address_of(CustomImage.objects.get())

    text = client.get(MentorSitePage.objects.get(pk=site.pk).url).content.decode()

    assert 'alt="Team"' in text
    assert client.get(address).status_code == 200


def test_the_words_are_changed_and_a_picture_is_taken_out(site, manager):
    add(site, manager)
    image = CustomImage.objects.get()
    address = f"{profile_at(site)}pictures/{image.pk}/"

    client_of(manager).post(address, {f"{image.pk}-alt": "The car", f"{image.pk}-caption": "New"})
    changed = dict(newest(site).pictures[0].value)
    wrong = client_of(manager).post(address, {f"{image.pk}-alt": ""})
    client_of(manager).post(address, {"remove": "1"})

    assert (changed["alt"], changed["caption"]) == ("The car", "New")
    assert wrong.status_code == 422
    assert not newest(site).pictures


def test_a_new_site_takes_pictures_before_the_rest_is_written(site, manager):
    MentorSitePage.objects.filter(pk=site.pk).update(lead_agency="", live=False)
    page = MentorSitePage.objects.get(pk=site.pk)
    page.save_revision(clean=False)

    answer = add(site, manager)
    image = CustomImage.objects.get()
    address = f"{profile_at(site)}pictures/{image.pk}/"
    changed = client_of(manager).post(address, {f"{image.pk}-alt": "The car"})
    alt = newest(site).pictures[0].value["alt"]
    removed = client_of(manager).post(address, {"remove": "1"})

    assert [one.status_code for one in (answer, changed, removed)] == [302, 302, 302]
    assert alt == "The car"
    assert not newest(site).pictures


def test_eight_are_enough(site, manager):
    for _ in range(9):
        answer = add(site, manager)

    assert answer.status_code == 422
    assert len(newest(site).pictures) == 8
