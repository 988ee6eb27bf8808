"""By whichever door a picture comes: what the camera wrote into it stays outside."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from forums.files import check_upload
from hub.media.models import CustomImage
from hub.media.reencoding import reencode
from hub.people.avatars import draw_avatar
from tests.factories import ImageFactory, UserFactory, picture

pytestmark = pytest.mark.django_db
CANARY = b"CANARY-47.6062N"
SPECS = ("width-20", "fill-10x10", "width-20|format-jpeg", "width-20|format-png", "format-webp")


def tagged(kind: str) -> bytes:
    """A picture that carries the canary in every place a camera or an editor writes to."""
    drawn, photo = BytesIO(), Image.new("RGB", (60, 40), "green")
    exif = photo.getexif()
    exif[0x010E] = CANARY.decode()
    gps = exif.get_ifd(0x8825)
    gps[0x0001], gps[0x0002] = "N", (47.0, 36.0, 22.0)
    # A thumbnail stands behind the entries.
    options: dict = {"exif": exif.tobytes() + picture() + CANARY, "icc_profile": CANARY}
    if kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", CANARY.decode())
        options["pnginfo"] = text
    if kind in ("JPEG", "WEBP"):
        options["xmp"] = b"<x:xmpmeta>" + CANARY + b"</x:xmpmeta>"
    if kind == "GIF":
        options = {"comment": CANARY}
    photo.save(drawn, kind, **options)
    data = drawn.getvalue()
    if kind == "JPEG":
        press = b"Photoshop 3.0\x008BIM" + CANARY
        data = data[:2] + b"\xff\xed" + (len(press) + 2).to_bytes(2, "big") + press + data[2:]
    # Also another file behind the picture: a page or an archive to whoever reads it so.
    return data + b"<script>" + CANARY + b"</script>PK\x03\x04"


def upload(kind: str) -> SimpleUploadedFile:
    ending = kind.lower().replace("jpeg", "jpg")
    return SimpleUploadedFile(f"smith-intake.{ending}", tagged(kind), f"image/{kind.lower()}")


def by_action(client, kind: str) -> list:
    return _stored(ImageFactory(file=upload(kind)))


def by_many_at_once(client, kind: str) -> list:
    data = {"title": "A", "files[]": upload(kind), "collection": "1"}

    answer = client.post("/admin/images/multiple/add/", data)

    assert answer.json()["success"]
    return _stored(CustomImage.objects.get())


def by_chooser(client, kind: str) -> list:
    data = {
        "image-chooser-upload-title": "A",
        "image-chooser-upload-file": upload(kind),
        "image-chooser-upload-collection": "1",
    }

    client.post("/admin/images/chooser/create/", data)

    return _stored(CustomImage.objects.get())


def by_avatar(client, kind: str) -> list:
    return [draw_avatar(upload(kind))]


def by_post(client, kind: str) -> list:
    return [check_upload(upload(kind), is_new_member=False).content]


def _stored(image: CustomImage) -> list:
    return [image.file, *(image.get_rendition(spec).file for spec in SPECS)]


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("door", [by_action, by_many_at_once, by_chooser, by_avatar, by_post])
def test_what_a_camera_wrote_comes_through_no_door(door, kind, desk):
    if (door, kind) == (by_post, "GIF"):
        pytest.skip("Posts take no GIF.")
    assert CANARY in tagged(kind)

    for file in door(desk, kind):
        content = file.open("rb").read() if hasattr(file, "open") else file.read()
        assert CANARY not in content
        assert b"script" not in content
        assert not Image.open(BytesIO(content)).getexif()
        assert "smith" not in file.name


@pytest.mark.parametrize("address", ["multiple/add/", "chooser/create/"])
def test_a_picture_that_is_not_taken_is_told_in_the_form(address, desk, monkeypatch):
    monkeypatch.setattr("hub.media.reencoding.MOST_MEGAPIXELS", {"JPEG": 0})
    data = {
        "title": "A",
        "files[]": upload("JPEG"),
        "collection": "1",
        "image-chooser-upload-title": "A",
        "image-chooser-upload-file": upload("JPEG"),
        "image-chooser-upload-collection": "1",
    }

    answer = desk.post(f"/admin/images/{address}", data)

    assert answer.status_code == 200
    assert "too many pixels" in answer.content.decode()
    assert not CustomImage.objects.exists()


def test_a_kind_that_may_hold_anything_is_refused():
    drawn = BytesIO()
    Image.new("RGB", (20, 20)).save(drawn, "AVIF")

    with pytest.raises(ValidationError, match="not a JPEG"):
        reencode(ContentFile(drawn.getvalue(), name="picture.jpg"))
