"""Files that come with a post."""

import re
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from forums.files import LARGEST, LARGEST_FOR_NEW, check_upload

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}


def check(name: str, data: bytes, *, is_new_member: bool = False):
    return check_upload(SimpleUploadedFile(name, data), is_new_member=is_new_member)


def picture(kind: str, **options) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, kind, **options)
    return drawn.getvalue()


def office(kind: str, parts: dict[str, bytes] | None = None) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, data in {"[Content_Types].xml": b"<Types/>", MAIN[kind]: b"<x/>"}.items():
            archive.writestr(name, (parts or {}).pop(name, data))
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return packed.getvalue()


def packed_pdf(inside: bytes) -> bytes:
    return PDF + b"\n2 0 obj<</Type/ObjStm/Filter/FlateDecode>>\nstream\n" + zlib.compress(inside)


@pytest.mark.parametrize("kind", MAIN)
def test_an_office_file_is_kept_as_it_is(kind):
    data = office(kind)

    checked = check(f"Plan.{kind.upper()}", data)

    assert (checked.kind, checked.name, checked.notes) == (kind, f"Plan.{kind}", [])
    assert checked.content.read() == data


def test_a_pdf_and_a_table_are_taken():
    assert check("a.pdf", PDF).media_type == "application/pdf"
    assert check("a.csv", "place,calls\nNorth,3\n".encode("utf-8-sig")).kind == "csv"


def test_a_picture_is_drawn_anew_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    data = picture("JPEG", exif=exif)

    checked = check("me.jpeg", data)

    assert (checked.kind, checked.name) == ("picture", "me.jpg")
    assert (checked.width, checked.height) == (40, 30)
    assert b"taken at home" not in checked.content.read()
    assert len(checked.sha256) == 64


def test_a_webp_picture_becomes_png():
    assert check("a.webp", picture("WEBP")).media_type == "image/png"


def test_names_are_for_reading_and_never_for_paths():
    checked = check("C:\\temp\\..\\..\\etc/pass\u202ewd <b>\x00.tar.pdf", PDF)

    assert checked.name == "passwd b .tar.pdf"
    assert re.fullmatch(r"[0-9a-f]{32}\.pdf", checked.content.name or "")
    assert check("..pdf", PDF).name == "file.pdf"
    assert len(check("a" * 300 + ".pdf", PDF).name) == 100


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b""),
        ("a.exe", b"MZ"),
        ("a", PDF),
        ("a.svg", b"<svg/>"),
        ("a.docm", office("docx")),
        ("a.gif", picture("GIF")),
        ("a.png", picture("JPEG")),
        ("a.jpg", b"\xff\xd8\xff" + b"x" * 50),
        ("a.pdf", b"<html>"),
        ("a.docx", office("xlsx")),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked"),
        ("a.csv", b"\xff\xfe\x00a"),
        ("a.csv", b"a\x00b"),
        ("a.pdf", PDF + b"/S/JavaScript/JS(app.alert\\(1\\))"),
        ("a.pdf", PDF + b"/S/J#61vaScript"),
        ("a.pdf", PDF + b"/S/Launch/F(a.exe)"),
        ("a.pdf", PDF + b"/Names<</EmbeddedFiles 4 0 R>>"),
        ("a.pdf", PDF + b"/Encrypt 5 0 R"),
        ("a.pdf", packed_pdf(b"<</S/JavaScript>>")),
        ("a.pdf", packed_pdf(b"0" * 9_000_000)),
        ("a.docx", office("docx", {"word/vbaProject.bin": b"x"})),
        ("a.docx", office("docx", {"[Content_Types].xml": b"macroEnabled.main+xml"})),
        ("a.docx", office("docx", {"word/embeddings/a.exe": b"x"})),
        ("a.xlsx", office("xlsx", {"xl/bomb.xml": b"0" * 3_000_000})),
        ("a.xlsx", office("xlsx", {f"xl/{n}.xml": b"" for n in range(2_001)})),
        (
            "a.docx",
            office(
                "docx",
                {"word/_rels/s.rels": b'<R Type="x/attachedTemplate" TargetMode="External"/>'},
            ),
        ),
    ],
)
def test_what_is_not_what_it_says_or_does_more_than_show_is_refused(name, data):
    with pytest.raises(ValidationError) as refused:
        check(name, data)

    assert refused.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    ("kind", "part", "data", "said"),
    [
        ("docx", "word/comments.xml", b'<w:comment w:id="0">', "comments"),
        ("docx", "word/document.xml", b'<w:ins w:id="1">', "tracked changes"),
        ("docx", "docProps/core.xml", b"<dc:creator>Sample</dc:creator>", "who wrote"),
        ("xlsx", "xl/workbook.xml", b'<sheet name="b" state="veryHidden"/>', "hidden sheets"),
        ("xlsx", "xl/worksheets/sheet1.xml", b'<row r="2" hidden="1"/>', "hidden rows"),
        ("xlsx", "xl/comments1.xml", b'<comment ref="A1">', "comments"),
        ("pptx", "ppt/slides/slide2.xml", b'<p:sld show="0">', "hidden slides"),
        ("pptx", "ppt/notesSlides/notesSlide1.xml", b"<a:t>Say this</a:t>", "speaker notes"),
    ],
)
def test_what_a_file_says_beyond_its_pages_is_told(kind, part, data, said):
    (note,) = check(f"a.{kind}", office(kind, {part: data})).notes

    assert said in note


def test_a_pdf_with_an_author_and_a_table_with_formulas_are_noted():
    assert check("a.pdf", PDF + b"/Author(Sample)").notes == ["The file says who wrote it."]
    assert check("a.csv", b"name\n=HYPERLINK(1)\n").notes


def test_new_members_add_smaller_files():
    data = PDF + b" " * LARGEST_FOR_NEW

    assert check("a.pdf", data).kind == "pdf"
    with pytest.raises(ValidationError, match="up to 5 MB"):
        check("a.pdf", data, is_new_member=True)
    with pytest.raises(ValidationError, match="up to 10 MB"):
        check("a.pdf", PDF + b" " * LARGEST)
