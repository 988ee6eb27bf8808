"""Many invitations from one table: what is read, what would happen, what is sent."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.accounts.actions import (
    UnableToInvite,
    checked_greeting,
    invite,
)
from hub.accounts.models import Invitation
from hub.accounts.staff.many import Verdict, invite_all, judge, pack, unpack
from hub.accounts.staff.tables import MOST_ROWS, Row, UnableToRead, read_rows
from tests.accounts.staff import administrator
from tests.factories import UserFactory

AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
ADDRESS = "new@example.org"
HEADERS = {
    *("Auto-Submitted", "Content-Type", "Date", "From"),
    *("MIME-Version", "Message-ID", "Subject", "To"),
}
INVITE, MANY = "/admin/invitations/new/", "/admin/invitations/many/"


class TestReadingAList:
    @pytest.mark.parametrize(
        "data",
        [
            b"email,name,note\nsam@example.org,Sam,Hello",
            b"\xef\xbb\xbfEmail;Name;Note\r\nsam@example.org;Sam;Hello\r\n",
            b"E-Mail\tFull name\tMessage\rsam@example.org\tSam\tHello",
            b'"note","NAME"," E-mail address "\n"Hello",Sam,"sam@example.org"\n\n\n',
            "email,name,note\nsam@example.org,Sam,Hello".encode("utf-16"),
            "email,name,note\nsam@example.org,Sam,Hello".encode("utf-16-le"),
            "email,name,note\nsam@example.org,Sam,Hello".encode("utf-16-be"),
            b"sam@example.org,Sam,Hello",
            b'email,name,note\nsam@example.org,Sam,"\nHello\n"',
        ],
    )
    def test_what_spreadsheet_programs_write_is_read(self, data):
        row = read_rows(data)[0]

        assert (row.email, row.name, row.note) == ("sam@example.org", "Sam", "Hello")

    def test_letters_of_windows_are_read(self):
        assert read_rows("email,name\na@example.org,José".encode("cp1252"))[0].name == "José"

    def test_each_row_knows_the_line_it_begins_on(self):
        data = b'email,note\na@example.org,"one\ntwo\nthree"\n\nb@example.org,\n'

        assert [row.line for row in read_rows(data)] == [2, 6]

    @pytest.mark.parametrize(
        ("data", "why"),
        [
            (b"", "no address"),
            (b"email\n", "no address"),
            (b"person,phone\nSam,123", "first line"),
            (b"PK\x03\x04rest", "workbook"),
            (b"email\n" + b"a" * 2**20, "1 MB"),
            (b"email\n" + b"a@example.org\n" * (MOST_ROWS + 1), "2,000 rows"),
            (b'email\n"' + b"a" * 200_000, "line 2"),
            (b"email\na@example.org\0", "not a text"),
        ],
    )
    def test_what_cannot_be_read_is_refused_with_a_reason(self, data, why):
        with pytest.raises(UnableToRead, match=why):
            read_rows(data)

    @given(st.binary(max_size=2_000))
    @settings(deadline=None)
    def test_any_bytes_are_read_or_refused(self, data):
        try:
            rows = read_rows(data)
        except UnableToRead:
            return
        assert all(isinstance(row, Row) for row in rows)

    @given(st.text(max_size=200), st.sampled_from([",", ";", "\t"]))
    @settings(deadline=None)
    def test_any_text_after_a_heading_is_read_or_refused(self, text, sign):
        data = f"email{sign}name\na@example.org\n{text}".encode("utf-8", "replace")
        if "\0" in text:
            return

        assert read_rows(data)[0].email == "a@example.org"

    @pytest.mark.parametrize("name", ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)"])
    def test_a_name_like_a_formula_is_refused(self, name):
        with pytest.raises(UnableToInvite):
            checked_greeting(name)


def rows_of(count: int) -> list[Row]:
    return [Row(line, f"person{line}@example.org") for line in range(2, count + 2)]


@pytest.mark.django_db
class TestInvitingMany:
    def test_each_row_is_told_what_would_happen_and_nothing_is_sent(self, mailoutbox):
        UserFactory(email="Member@example.org")
        invite("invited@example.org", by=UserFactory(), at=AT)
        mailoutbox.clear()
        rows = [
            Row(2, ADDRESS),
            Row(3, "MEMBER@example.org"),
            Row(4, "Invited@example.org"),
            Row(5, "nobody"),
            Row(6, "NEW@example.org"),
            Row(7, "other@example.org", name="=1+1"),
            Row(8, "third@example.org", note="see www.evil.example"),
        ]

        outcomes = judge(rows, at=AT)

        assert [outcome.verdict for outcome in outcomes] == [
            Verdict.WILL_INVITE,
            Verdict.MEMBER,
            Verdict.INVITED,
            Verdict.NO_ADDRESS,
            Verdict.TWICE,
            Verdict.BAD_NAME,
            Verdict.BAD_NOTE,
        ]
        assert "line 2" in outcomes[4].why
        assert mailoutbox == []

    def test_sending_twice_sends_nothing_twice(self, mailoutbox):
        by, rows = administrator(), rows_of(5)

        first = invite_all(rows, by=by, at=AT)
        second = invite_all(rows, by=by, at=AT)

        assert {outcome.verdict for outcome in first} == {Verdict.SENT}
        assert {outcome.verdict for outcome in second} == {Verdict.INVITED}
        assert len(mailoutbox) == 5

    def test_what_was_sent_before_a_failure_stays_and_the_rest_follows(
        self, mailoutbox, monkeypatch
    ):
        monkeypatch.setattr("hub.accounts.staff.many.CHUNK", 2)
        by, rows = administrator(), rows_of(5)
        sent = []

        def failing(email, **words):
            if len(sent) == 3:
                raise OSError("The disk is full.")
            sent.append(email)
            return invite(email, **words)

        monkeypatch.setattr("hub.accounts.staff.many.invite", failing)
        with pytest.raises(OSError, match="full"):
            invite_all(rows, by=by, at=AT)
        monkeypatch.setattr("hub.accounts.staff.many.invite", invite)
        before = Invitation.objects.count()
        outcomes = invite_all(rows, by=by, at=AT)

        assert before == 2
        assert [outcome.verdict for outcome in outcomes].count(Verdict.SENT) == 3
        assert Invitation.objects.count() == 5

    def test_a_long_list_goes_out_in_parts(self, mailoutbox, monkeypatch):
        monkeypatch.setattr("hub.accounts.staff.many.CHUNK", 2)
        monkeypatch.setattr("hub.accounts.staff.many.BATCH", 4)
        by, rows = administrator(), rows_of(7)

        first, second = (invite_all(rows, by=by, at=AT) for _ in range(2))

        assert [outcome.verdict for outcome in first] == [Verdict.SENT] * 4 + [Verdict.WAITING] * 3
        assert [outcome.verdict for outcome in second] == [Verdict.INVITED] * 4 + [Verdict.SENT] * 3
        assert len(mailoutbox) == 7

    def test_looking_costs_the_same_for_any_number_of_rows(self, django_assert_num_queries):
        with django_assert_num_queries(2):
            judge(rows_of(400), at=AT)

    def test_a_packed_list_comes_back_only_to_whoever_packed_it(self):
        one, other = UserFactory(), UserFactory()
        packed = pack(rows_of(3), by=one)

        assert unpack(packed, by=one) == rows_of(3)
        assert unpack(packed, by=other) is None
        assert unpack(packed[:-1] + "x", by=one) is None
