from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Collection, GroupCollectionPermission

from hub.core.blocks import ImageBlock
from hub.media.frames import MOST_FRAMES
from hub.media.models import CustomDocument, CustomImage
from hub.media.reencoding import LONGEST_SIDE, MOST_MEGAPIXELS, reencode
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    PracticePageFactory,
    UserFactory,
    editor,
    picture,
)

pytestmark = pytest.mark.django_db


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


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_is_dear_to_decode_may_have_fewer_pixels(kind, monkeypatch):
    monkeypatch.setitem(MOST_MEGAPIXELS, kind, 0.001)
    drawn = BytesIO()
    Image.new("RGB", (40, 30)).save(drawn, kind)

    with pytest.raises(ValidationError, match=f"0.001 million are the most for {kind}"):
        reencode(ContentFile(drawn.getvalue(), name="bomb"))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_a_picture_of_too_many_frames_is_refused_by_its_header(kind):
    frames = [Image.new("L", (2, 2), shade) for shade in range(MOST_FRAMES + 1)]
    moving = BytesIO()
    frames[0].save(moving, kind, save_all=True, append_images=frames[1:], lossless=True)

    with pytest.raises(ValidationError, match="200 frames"):
        reencode(ContentFile(moving.getvalue(), name="long"))


def test_a_large_drawing_becomes_a_photograph_unless_one_sees_through_it():
    solid, veil = BytesIO(), BytesIO()
    Image.new("RGBA", (2100, 20), (0, 90, 90, 255)).save(solid, "PNG")
    Image.new("RGBA", (2100, 20), (0, 90, 90, 9)).save(veil, "PNG")

    kept = [Image.open(reencode(ContentFile(one.getvalue(), name="a"))) for one in (solid, veil)]

    assert [(one.format, one.width) for one in kept] == [("JPEG", 2100), ("PNG", 2048)]


def test_a_text_packed_into_a_picture_is_not_unpacked():
    text = PngInfo()
    text.add_text("Comment", "x" * (5 * 2**20), zip=True)
    drawn = BytesIO()
    Image.new("RGB", (2, 2)).save(drawn, "PNG", pnginfo=text)

    with pytest.raises(ValidationError):
        reencode(ContentFile(drawn.getvalue(), name="bomb.png"))


@pytest.mark.parametrize("size", [(60, 40), (4100, 4100)])
def test_a_picture_stands_upright_as_the_camera_meant_it(size):
    turned, photo = BytesIO(), Image.new("RGB", size, "black")
    photo.paste("white", (0, 0, size[0] // 2, size[1]))
    exif = photo.getexif()
    exif[0x0112] = 6
    photo.save(turned, "JPEG", exif=exif.tobytes())

    drawn = Image.open(reencode(ContentFile(turned.getvalue(), name="phone.jpg")))

    assert drawn.getpixel((2, 2)) == (255, 255, 255)
    assert drawn.getpixel((drawn.width - 3, 2)) == (255, 255, 255)
    assert drawn.getpixel((2, drawn.height - 3)) == (0, 0, 0)


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
    with pytest.raises(ValidationError, match="This is not a PDF file"):
        CustomDocument(title="X", file=ContentFile(b"<html>", name="paper.pdf")).full_clean()


def packed(**parts: bytes) -> bytes:
    stored = BytesIO()
    with ZipFile(stored, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stored.getvalue()


ODT = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7 /OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
        ("a.pdf", b"%PDF-1.7 << /S /Launch >>"),
        ("a.docx", packed(vbaProject=b"x")),
        ("a.odt", packed(mimetype=ODT, Basic__Standard__Module1=b"x")),
        ("a.odt", packed(mimetype=b"application/zip")),
        ("a.odt", packed(mimetype=ODT, content=b"0" * (8 * 2**20))),
        ("a.rtf", rb"{\rtf1 {\object\objemb {\*\objdata 0105}}}"),
        ("a.txt", b"MZ\x00\x01"),
        ("a.csv", b"a,b\n\x00"),
        ("a.ics", b"<html>"),
    ],
)
def test_a_document_that_runs_or_is_something_else_is_refused(name, content):
    with pytest.raises(ValidationError):
        CustomDocument(title="X", file=ContentFile(content, name=name)).full_clean()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7\n%%EOF"),
        ("a.odt", packed(mimetype=ODT, content=b"<x/>")),
        ("a.rtf", rb"{\rtf1 Plain words.}"),
        ("a.txt", b"Plain words."),
        ("a.ics", b"BEGIN:VCALENDAR"),
    ],
)
def test_a_plain_document_is_taken(name, content):
    CustomDocument(title="X", file=ContentFile(content, name=name)).full_clean()


def test_a_picture_needs_a_text_or_is_decoration():
    block, image = ImageBlock(), ImageFactory()
    undecided = {"image": image, "alt": " ", "decorative": False, "caption": ""}

    with pytest.raises(StructBlockValidationError) as refusal:
        block.clean(block.normalize(undecided))

    assert "alt" in refusal.value.block_errors
    assert block.clean(block.normalize(undecided | {"decorative": True}))["alt"] == ""
    assert block.clean(block.normalize(undecided | {"alt": "A van"}))["alt"] == "A van"


def test_a_picture_from_before_the_choice_is_decoration_if_it_had_no_text():
    stored = {"image": None, "alt": "", "caption": ""}

    assert ImageBlock().to_python(stored)["decorative"] is True
    assert ImageBlock().to_python(stored | {"alt": "A van"})["decorative"] is False


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
