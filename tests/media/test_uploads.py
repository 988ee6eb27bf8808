from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from wagtail.models import Collection, GroupCollectionPermission

from hub.media.models import CustomDocument, CustomImage
from hub.media.reencoding import LONGEST_SIDE, reencode
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    PracticePageFactory,
    UserFactory,
    editor,
    picture,
)

pytestmark = pytest.mark.django_db
CANARY = b"CANARY-47.6062N"


def tagged(kind: str) -> bytes:
    """A picture that carries the canary in every place a camera or an editor writes to."""
    drawn, photo = BytesIO(), Image.new("RGB", (60, 40), "green")
    exif = photo.getexif()
    exif[0x010E] = CANARY.decode()
    gps = exif.get_ifd(0x8825)
    gps[0x0001], gps[0x0002] = "N", (47.0, 36.0, 22.0)
    options: dict = {"exif": exif.tobytes()}
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", CANARY.decode())
        options["pnginfo"] = text
    if kind in ("JPEG", "WEBP"):
        options["xmp"] = b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"
    photo.save(drawn, kind, **options)
    return drawn.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_a_camera_wrote_reaches_neither_the_disk_nor_a_rendition(kind):
    uploaded = tagged(kind)
    assert CANARY in uploaded

    image = ImageFactory(file=ContentFile(uploaded, name=f"smith-intake.{kind.lower()}"))

    for file in (image.file, image.get_rendition("width-20|format-jpeg").file):
        content = file.open("rb").read()
        assert CANARY not in content
        assert not Image.open(BytesIO(content)).getexif()


def test_the_stored_name_tells_nothing():
    image = ImageFactory(file=ContentFile(picture(), name="smith-intake.jpg"))

    assert "smith" not in image.file.name


def test_a_picture_bomb_is_refused_by_its_header(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000

    with pytest.raises(ValidationError, match="too many pixels"):
        reencode(ContentFile(picture(size=(40, 30)), name="bomb.jpg"))


@pytest.mark.parametrize("content", [b"<svg xmlns='x'/>", b"<html>", b"", b"\xff\xd8\xff broken"])
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValidationError):
        reencode(ContentFile(content, name="picture.jpg"))


def test_a_huge_picture_is_made_smaller():
    drawn = reencode(ContentFile(picture(size=(LONGEST_SIDE + 100, 20)), name="wide.jpg"))

    assert Image.open(drawn).width == LONGEST_SIDE


def test_of_an_animation_the_first_frame_stays():
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    moving = BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])

    drawn = reencode(ContentFile(moving.getvalue(), name="moving.gif"))

    assert getattr(Image.open(drawn), "n_frames", 1) == 1


@pytest.mark.parametrize("name", ["page.html", "tool.exe", "macros.docm", "drawing.svg"])
def test_documents_of_other_kinds_are_refused(name):
    with pytest.raises(ValidationError):
        CustomDocument(title="X", file=ContentFile(b"x", name=name)).full_clean()


def test_a_document_must_be_what_its_name_says():
    with pytest.raises(ValidationError, match="does not fit its name"):
        CustomDocument(title="X", file=ContentFile(b"<html>", name="paper.pdf")).full_clean()


def used_on(page_fields: dict) -> tuple[CustomImage, CustomDocument]:
    image, document = ImageFactory(), DocumentFactory()
    PracticePageFactory(
        body=[
            ("image", {"image": image, "alt": "", "caption": ""}),
            ("document", {"document": document, "label": ""}),
        ],
        **page_fields,
    )
    return image, document


def test_a_file_on_a_public_page_is_for_everyone_and_cannot_act(client):
    image, document = used_on({})

    shown = client.get(image.get_rendition("width-20").url)
    given = client.get(document.url)

    for answer in (shown, given):
        assert answer.status_code == 200
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"].startswith("private")
    assert given.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_file_of_a_draft_does_not_exist(client, method):
    image, document = used_on({"live": False})

    for address in (image.get_rendition("width-20").url, document.url):
        answer = getattr(client, method)(
            address, headers={"If-None-Match": "*", "Range": "bytes=0-9"}
        )
        assert answer.status_code == 404
        assert "ETag" not in answer.headers


def test_a_file_is_as_visible_as_the_widest_page_that_uses_it(client):
    image, _ = used_on({"live": False})
    PracticePageFactory(body=[("image", {"image": image, "alt": "", "caption": ""})])

    assert client.get(image.get_rendition("width-20").url).status_code == 200


def test_an_editor_who_may_choose_pictures_sees_one_that_nothing_uses():
    image = ImageFactory()
    chooser = editor()
    GroupCollectionPermission.objects.create(
        group=chooser.groups.get(),
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="choose_image"),
    )
    address = image.get_rendition("width-20").url

    for user, status in ((chooser, 200), (UserFactory(), 404)):
        client = Client()
        client.force_login(user)
        assert client.get(address).status_code == status


def test_the_original_of_a_picture_is_not_handed_out(client):
    image, _ = used_on({})

    assert client.get(image.file.url).status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_a_plain_404(client):
    _, document = used_on({})
    document.file.storage.delete(document.file.name)

    assert client.get(document.url).status_code == 404
