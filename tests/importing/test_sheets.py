"""What is taken for a sheet, what is refused, and who may send one."""

import io
import os
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from hub.importing.columns import KINDS
from hub.importing.models import Import
from hub.importing.reading.files import read_file
from hub.importing.reading.sheets import MOST_ROWS, UnableToRead, tidy
from tests.factories import UserFactory, all_shelves, editor, give_second_step, shelf

from .sheets import SEND, checked, csv_bytes, send, start

HEADINGS = ["Key", "Title", "Summary", "Problem"]
ROW = ["P-1", "Call the day after", "In plain words.", "Nobody calls."]


def workbook(*rows: list) -> bytes:
    book, packed = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(packed)
    return packed.getvalue()


def with_part(content: bytes, *, beside: bytes = b"") -> bytes:
    """A workbook that can be read, with a part more that says what its name does not."""
    packed = io.BytesIO(workbook(HEADINGS, ROW))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/more.bin", content)
        archive.writestr("xl/beside.bin", beside, zipfile.ZIP_STORED)
    return packed.getvalue()


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 20_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "read_as"),
    [
        (csv_bytes(HEADINGS, [ROW]), "UTF-8"),
        (b"\xef\xbb\xbf" + csv_bytes(HEADINGS, [ROW]), "UTF-8"),
        (csv_bytes(HEADINGS, [ROW], delimiter=";"), "UTF-8"),
        (csv_bytes(HEADINGS, [ROW], delimiter="\t"), "UTF-8"),
        (csv_bytes(HEADINGS, [ROW]).decode().encode("utf-16"), "UTF-16"),
        (csv_bytes(HEADINGS, [ROW]) + "P-2,José".encode("cp1252"), "Windows-1252"),
        (workbook(HEADINGS, ROW), "Excel"),
    ],
)
def test_what_spreadsheet_programs_save_is_read(data, read_as):
    sheet = read_file(data)

    assert (sheet.headings, sheet.rows[0], sheet.read_as) == (HEADINGS, (2, ROW), read_as)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Title\n",
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"Title,Summary\nA\0B,C",
        b"PK\x03\x04 nothing more",
        csv_bytes(HEADINGS, [["P-1", "x" * 2_000_000]]),
        csv_bytes(HEADINGS, [[str(n)] for n in range(MOST_ROWS + 1)]),
        b"x" * (5 * 2**20 + 1),
        bomb(),
        with_part(bytes(3_000_000), beside=os.urandom(1_000_000)),
        with_part(b"".join(os.urandom(40) * 50 for _ in range(4_500))),
        with_part(b"<!--" + b" " * 5_000 + b"--><!DOCTYPE a>"),
        with_part('<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16")),
    ],
    ids=[
        *("empty", "no rows", "picture", "NUL", "broken zip", "cell", "rows", "size", "bomb"),
        *("bomb beside", "large part", "declared late", "UTF-16"),
    ],
)
def test_what_is_no_sheet_is_refused_in_one_sentence(data):
    with pytest.raises(UnableToRead) as refused:
        read_file(data)

    assert 20 < len(str(refused.value)) < 120


def test_spaces_of_all_kinds_keep_words_apart():
    cell = "a\u2009b\u202fc\u3000d\u2028e\u200df\ufeff"

    assert tidy(cell) == "a b c d\ne\u200df"


@pytest.mark.django_db
def test_a_refused_file_is_told_beside_its_field(client):
    shelf("practices")
    client.force_login(editor())

    response = send(client, b"\x89PNG" + bytes(50))

    assert response.status_code == 422
    assert "This file is not a table" in response.content.decode()
    assert not Import.objects.exists()


@pytest.mark.django_db
def test_formulas_are_read_as_their_values_or_told(client):
    shelf("practices")
    client.force_login(editor())

    one = checked(client, workbook(HEADINGS, ["P-1", '="Call"', "Words.", "Nobody."]))

    assert [told["what"][:32] for told in one.report["problems"]] == [
        "This formula has no value yet. S"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_template_can_be_sent_back_and_its_sample_is_left_out(client, ending):
    all_shelves()
    client.force_login(editor())

    for name in KINDS:
        data = client.get(f"/admin/import/template/{name}.{ending}").content
        one = checked(client, data, kind=name, name=f"template.{ending}")

        assert one.report["samples"] == [2], name
        assert (one.report["faults"], one.report["unknown"]) == ([], []), name
        page = client.get(one.get_absolute_url()).content.decode()
        assert "Row 2 is the sample: left out." in page


@pytest.mark.django_db
def test_the_workbook_offers_the_words_of_a_list(client):
    shelf("practices")
    client.force_login(editor())

    data = client.get("/admin/import/template/practices.xlsx").content

    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Pages", "Help", "Words"]
    lists = book["Pages"].data_validations.dataValidation
    assert any(one.formula1.startswith("Words!") for one in lists)


@pytest.mark.django_db
def test_unknown_columns_are_told_and_missing_ones_are_one_problem(client):
    shelf("practices")
    client.force_login(editor())

    one = checked(client, csv_bytes(["Title", "Color"], [["A", "green"]]))

    assert one.report["unknown"] == ["Color"]
    (fault,) = one.report["faults"]
    assert "Summary, Problem" in fault
    assert start(client, one).state == Import.State.CHECKED


@pytest.mark.django_db
def test_problems_can_be_taken_along_as_a_file(client):
    shelf("practices")
    client.force_login(editor())
    one = checked(client, csv_bytes([*HEADINGS, "Review due"], [[*ROW, "=1+1"]]))

    lines = client.get(f"{one.get_absolute_url()}problems.csv").content.decode().splitlines()

    assert lines[1].startswith("2,Review due,")
    assert lines[1].endswith(",'=1+1")


@pytest.mark.django_db
def test_somebody_elses_sheet_does_not_exist(client):
    shelf("practices")
    client.force_login(editor())
    one = checked(client, csv_bytes(HEADINGS, [ROW]))
    client.force_login(editor())

    reads = [
        client.get(f"{one.get_absolute_url()}{end}") for end in ("", "progress/", "problems.csv")
    ]
    writes = [
        client.post(f"{one.get_absolute_url()}{end}/")
        for end in ("start", "run", "undo", "discard")
    ]

    assert {answer.status_code for answer in [*reads, *writes]} == {404}


@pytest.mark.django_db
def test_an_editor_brings_in_only_what_stands_on_their_shelf(client):
    shelf("practices")
    client.force_login(editor(of=shelf("library")))

    page = client.get(SEND).content.decode()

    assert "library-template.xlsx" in page
    assert "practices-template.xlsx" not in page
    assert client.get("/admin/import/template/practices.csv").status_code == 404
    assert send(client, csv_bytes(HEADINGS, [ROW])).status_code == 422


@pytest.mark.django_db
def test_who_edits_nothing_cannot_bring_in_anything(client):
    member = UserFactory()
    give_second_step(member)
    client.force_login(member)

    assert client.get(SEND).status_code in (302, 403, 404)


@pytest.mark.django_db
def test_progress_is_told_while_it_waits_and_it_can_be_done_now(client):
    shelf("practices")
    client.force_login(editor())
    send(client, csv_bytes(HEADINGS, [ROW]))
    one = Import.objects.get()

    with CaptureQueriesContext(connection) as asked:
        told = client.get(f"{one.get_absolute_url()}progress/").json()
    client.post(f"{one.get_absolute_url()}run/")

    assert (told["done"], told["total"], told["is_under_way"]) == (0, 1, True)
    assert not [query for query in asked if '"importing_import"."report"' in query["sql"]]
    one.refresh_from_db()
    assert one.state == Import.State.CHECKED


@pytest.mark.django_db
def test_the_first_page_costs_the_same_for_many_sheets(client):
    shelf("practices")
    client.force_login(editor())
    send(client, csv_bytes(HEADINGS, [ROW]))
    client.get(SEND)
    with CaptureQueriesContext(connection) as few:
        client.get(SEND)
    for _ in range(9):
        send(client, csv_bytes(HEADINGS, [ROW]))

    with CaptureQueriesContext(connection) as many:
        page = client.get(SEND)

    assert len(page.context["imports"]) == 10
    assert len(many) == len(few)
