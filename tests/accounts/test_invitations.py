"""Inviting: one address, once, ten days; nobody learns from it who is a member."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.accounts.actions import (
    UnableToAccept,
    UnableToInvite,
    accept_invitation,
    checked_greeting,
    find_invitation,
    forget_invitations,
    invite,
    revoke_invitation,
)
from hub.accounts.models import Invitation, SecurityEvent
from hub.accounts.staff import many_views
from hub.accounts.staff.many import Verdict, invite_all, judge, pack, unpack
from hub.accounts.staff.tables import MOST_ROWS, Row, UnableToRead, read_rows
from tests.accounts.staff import administrator, signed_in, steward
from tests.factories import UserFactory

AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
ADDRESS = "new@example.org"
HEADERS = {
    *("Auto-Submitted", "Content-Type", "Date", "From"),
    *("MIME-Version", "Message-ID", "Subject", "To"),
}
INVITE, MANY = "/admin/invitations/new/", "/admin/invitations/many/"


@pytest.mark.django_db
class TestInvitingOne:
    @override_settings(WAGTAILADMIN_BASE_URL="https://hub.example.org")
    def test_the_mail_says_who_invites_until_when_and_holds_the_link(self, mailoutbox):
        inviter = UserFactory(name="Kim Lee")

        invitation = invite(ADDRESS, by=inviter, at=AT, note="See you there.")

        sent = mailoutbox[0]
        html = sent.alternatives[0][0]
        assert sent.to == [ADDRESS]
        for text in (sent.body, html):
            assert f"https://hub.example.org/join/{invitation.token}/" in text
            assert "Kim Lee invites you" in text
            assert "June 25, 2026" in text
            assert "See you there." in text
            assert "988" in text
            assert "did not expect this" in text
        assert inviter.email not in sent.body + html + str(sent.message())

    def test_only_a_hash_of_the_token_is_stored(self):
        invitation = invite(ADDRESS, by=UserFactory(), at=AT)

        stored = Invitation.objects.values().get()
        assert len(invitation.token) >= 43
        assert invitation.token not in str(stored)

    def test_the_link_works_for_ten_days(self):
        invitation = invite(ADDRESS, by=UserFactory(), at=AT)
        last = AT + timedelta(days=10) - timedelta(seconds=1)

        assert find_invitation(invitation.token, last) == invitation
        assert find_invitation(invitation.token, AT + timedelta(days=10)) is None

    def test_inviting_again_makes_the_earlier_link_useless(self):
        earlier = invite(ADDRESS, by=UserFactory(), at=AT)

        later = invite(ADDRESS.upper(), by=UserFactory(), at=AT + timedelta(days=1))

        assert find_invitation(earlier.token, AT + timedelta(days=1)) is None
        assert find_invitation(later.token, AT + timedelta(days=1)) == later

    def test_somebody_whose_invitation_ran_out_is_invited_again(self):
        invite(ADDRESS, by=UserFactory(), at=AT)

        later = invite(ADDRESS, by=UserFactory(), at=AT + timedelta(days=30))

        assert find_invitation(later.token, AT + timedelta(days=31)) == later

    def test_a_member_gets_no_mail_and_the_inviter_sees_the_same(self, mailoutbox):
        UserFactory(email="Member@example.org")
        inviter = UserFactory()

        of_member = invite("member@example.org", by=inviter, at=AT)
        of_stranger = invite(ADDRESS, by=inviter, at=AT)

        assert [one.to for one in mailoutbox] == [[ADDRESS]]
        shown = [
            (one.is_open(AT), one.expires_at, one.made_by, bool(one.token))
            for one in (of_member, of_stranger)
        ]
        assert shown[0] == shown[1]

    def test_inviting_costs_the_same_statements_for_members_but_the_mail(
        self, django_assert_max_num_queries
    ):
        UserFactory(email="member@example.org")
        inviter = UserFactory()

        for address in ("member@example.org", ADDRESS):
            with django_assert_max_num_queries(8):
                invite(address, by=inviter, at=AT)

    def test_it_is_written_down_without_the_address(self):
        inviter = UserFactory()

        invite(ADDRESS, by=inviter, at=AT, note="A word")

        event = SecurityEvent.objects.get()
        assert (event.kind, event.actor) == (SecurityEvent.Kind.INVITED, inviter)
        assert ADDRESS not in str(event.detail)

    @pytest.mark.parametrize(
        "address",
        [
            "",
            "nobody",
            "a@b",
            "a@example.org\nBcc: all@example.org",
            "a b@example.org",
            "@",
            "x" * 300,
        ],
    )
    def test_what_is_no_address_is_not_invited(self, address):
        with pytest.raises(UnableToInvite):
            invite(address, by=UserFactory(), at=AT)

    @pytest.mark.parametrize("note", ["Buy at https://evil.example", "www.evil.example", "x" * 301])
    def test_a_note_cannot_carry_links_to_strangers(self, note):
        with pytest.raises(UnableToInvite):
            invite(ADDRESS, by=UserFactory(), at=AT, note=note)

    @given(address=st.text(), note=st.text(), name=st.text())
    @settings(max_examples=50, deadline=None)
    def test_any_words_make_a_mail_to_that_address_or_none(self, address, note, name):
        mail.outbox.clear()
        try:
            invitation = invite(address, by=UserFactory(name=name[:80]), at=AT, note=note)
        except UnableToInvite:
            assert mail.outbox == []
            return
        assert mail.outbox[0].recipients() == [invitation.email]

    @given(note=st.text(), name=st.text(max_size=80), inviter=st.text(min_size=1, max_size=80))
    @settings(max_examples=50, deadline=None)
    def test_no_words_become_a_header_or_markup(self, note, name, inviter):
        mail.outbox.clear()
        by = UserFactory(name=inviter)
        try:
            invite(ADDRESS, by=by, at=AT, note=note, name=name)
        except UnableToInvite:
            return
        message = mail.outbox[0].message()

        assert message["Subject"] == "You are invited to the Co-Responder Hub"
        assert set(message.keys()) <= HEADERS
        assert "<script" not in mail.outbox[0].alternatives[0][0].lower()

    def test_hostile_names_and_notes_stay_text(self, mailoutbox):
        inviter = UserFactory(name='<img src=x onerror="go()">')

        invite(ADDRESS, by=inviter, at=AT, note="<script>go()</script>", name="<b>Kim</b>")

        html = mailoutbox[0].alternatives[0][0]
        assert "<img" not in html
        assert "<script" not in html
        assert "<b>Kim" not in html


@pytest.mark.django_db
class TestAccepting:
    def test_it_is_used_up_by_the_account_of_its_address(self):
        invitation = invite(ADDRESS, by=UserFactory(), at=AT)
        person = UserFactory(email=ADDRESS.upper())

        accept_invitation(invitation, by=person, at=AT)

        assert invitation.accepted_by == person
        assert find_invitation(invitation.token, AT) is None

    def test_it_makes_nobody_more_than_a_member(self):
        invitation = invite(ADDRESS, by=administrator(), at=AT)
        person = UserFactory(email=ADDRESS)

        accept_invitation(invitation, by=person, at=AT)

        person.refresh_from_db()
        assert not person.groups.exists()
        assert not person.is_superuser
        assert not person.user_permissions.exists()

    def test_it_is_accepted_once(self):
        invitation = invite(ADDRESS, by=UserFactory(), at=AT)
        person = UserFactory(email=ADDRESS)
        accept_invitation(invitation, by=person, at=AT)

        with pytest.raises(UnableToAccept):
            accept_invitation(invitation, by=person, at=AT)

    @pytest.mark.parametrize("days", [10, 11])
    def test_it_is_not_accepted_too_late(self, days):
        invitation = invite(ADDRESS, by=UserFactory(), at=AT)

        with pytest.raises(UnableToAccept):
            accept_invitation(
                invitation, by=UserFactory(email=ADDRESS), at=AT + timedelta(days=days)
            )

    def test_a_forwarded_link_is_of_no_use_to_another_address(self):
        invitation = invite(ADDRESS, by=UserFactory(), at=AT)

        with pytest.raises(UnableToAccept):
            accept_invitation(invitation, by=UserFactory(email="other@example.org"), at=AT)

    def test_one_that_was_taken_back_is_not_accepted(self):
        invitation = invite(ADDRESS, by=UserFactory(), at=AT)
        revoke_invitation(invitation, by=UserFactory(), at=AT)

        with pytest.raises(UnableToAccept):
            accept_invitation(invitation, by=UserFactory(email=ADDRESS), at=AT)

    def test_taking_back_twice_is_written_down_once(self):
        invitation = invite(ADDRESS, by=UserFactory(), at=AT)

        for _ in range(2):
            revoke_invitation(invitation, by=UserFactory(), at=AT)

        kind = SecurityEvent.Kind.INVITATION_REVOKED
        assert SecurityEvent.objects.filter(kind=kind).count() == 1

    def test_what_was_accepted_is_not_taken_back(self):
        invitation = invite(ADDRESS, by=UserFactory(), at=AT)
        accept_invitation(invitation, by=UserFactory(email=ADDRESS), at=AT)

        revoke_invitation(invitation, by=UserFactory(), at=AT)

        assert invitation.revoked_at is None

    def test_those_that_ended_long_ago_are_forgotten(self):
        old = AT - timedelta(days=100)
        invite("late@example.org", by=UserFactory(), at=old)
        back = invite("back@example.org", by=UserFactory(), at=old)
        revoke_invitation(back, by=UserFactory(), at=old)
        kept = invite(ADDRESS, by=UserFactory(), at=AT)

        assert forget_invitations(AT - timedelta(days=30)) == 2
        assert Invitation.objects.get() == kept

    @pytest.mark.parametrize("token", ["", "x", "\0", "\ud800", "é" * 5_000, "' OR 1=1 --"])
    def test_no_other_token_finds_anything(self, token):
        invite(ADDRESS, by=UserFactory(), at=AT)

        assert find_invitation(token, AT) is None


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


@pytest.mark.django_db
class TestOnTheEditorsSide:
    def test_somebody_is_invited(self, mailoutbox):
        client = signed_in(steward())

        response = client.post(INVITE, {"email": ADDRESS, "note": "Hello", "name": "Kim"})

        assert response.status_code == 302
        assert mailoutbox[0].to == [ADDRESS]
        assert "Hello Kim," in mailoutbox[0].body

    def test_a_mistake_keeps_what_was_typed(self):
        response = signed_in(steward()).post(INVITE, {"email": "nobody", "note": "Kept words"})

        content = response.content.decode()
        assert response.status_code == 422
        assert "Kept words" in content
        assert "not an e-mail address" in content

    def test_the_address_of_a_member_is_told_to_staff(self, mailoutbox):
        UserFactory(email="member@example.org")

        response = signed_in(steward()).post(INVITE, {"email": "Member@example.org"})

        assert response.status_code == 422
        assert b"address of a member" in response.content
        assert mailoutbox == []

    def test_a_second_press_sends_no_second_mail(self, mailoutbox):
        client = signed_in(steward())

        first, second = (client.post(INVITE, {"email": ADDRESS}) for _ in range(2))

        assert (first.status_code, second.status_code) == (302, 422)
        assert len(mailoutbox) == 1

    def test_a_new_link_is_sent_when_that_is_asked_for(self, mailoutbox):
        client = signed_in(steward())
        client.post(INVITE, {"email": ADDRESS})

        response = client.post(INVITE, {"email": ADDRESS, "again": "on"})

        assert response.status_code == 302
        assert len(mailoutbox) == 2

    def test_an_invitation_is_taken_back(self):
        client = signed_in(steward())
        client.post(INVITE, {"email": ADDRESS})
        invitation = Invitation.objects.get()

        page = client.get(f"/admin/invitations/{invitation.pk}/revoke/")
        client.post(f"/admin/invitations/{invitation.pk}/revoke/")

        invitation.refresh_from_db()
        assert ADDRESS in page.content.decode()
        assert invitation.revoked_at

    @pytest.mark.parametrize(
        ("address", "missing"),
        [
            ("/admin/invitations/", "view_invitation"),
            (INVITE, "add_invitation"),
            (MANY, "add_invitation"),
            ("/admin/invitations/1/revoke/", "change_invitation"),
        ],
    )
    def test_each_page_asks_for_its_permission(self, address, missing):
        others = {"view_invitation", "add_invitation", "change_invitation"} - {missing}
        invitation = invite(ADDRESS, by=UserFactory(), at=AT)
        address = address.replace("1", str(invitation.pk))

        response = signed_in(steward(codenames=tuple(others))).get(address)

        assert response.status_code == 302
        assert response.headers["Location"] == "/admin/"

    def test_the_list_says_how_each_one_stands(self):
        UserFactory(email="member@example.org")
        for address in ("member@example.org", ADDRESS):
            invite(address, by=UserFactory(name="Kim Lee"), at=datetime.now(UTC))

        content = signed_in(steward()).get("/admin/invitations/").content.decode()

        assert "Is a member: no mail was sent" in content
        assert "Open" in content
        assert "Kim Lee" in content

    @pytest.mark.parametrize(
        ("state", "shown"),
        [("open", "open"), ("expired", "old"), ("revoked", "back"), ("accepted", "used")],
    )
    def test_the_list_is_filtered_by_state(self, state, shown):
        now = datetime.now(UTC)
        invite("open@example.org", by=UserFactory(), at=now)
        invite("old@example.org", by=UserFactory(), at=now - timedelta(days=20))
        back = invite("back@example.org", by=UserFactory(), at=now)
        revoke_invitation(back, by=UserFactory(), at=now)
        used = invite("used@example.org", by=UserFactory(), at=now)
        accept_invitation(used, by=UserFactory(email="used@example.org"), at=now)

        response = signed_in(steward()).get(f"/admin/invitations/?state={state}")

        content = response.content.decode()
        assert [word for word in ("open", "old", "back", "used") if f"{word}@ex" in content] == [
            shown
        ]

    def test_the_list_costs_the_same_with_many_rows(self, django_assert_max_num_queries):
        for number in range(40):
            invite(f"p{number}@example.org", by=UserFactory(), at=datetime.now(UTC))
        client = signed_in(steward())
        client.get("/admin/invitations/")

        with django_assert_max_num_queries(16):
            client.get("/admin/invitations/")


def packed_in(response) -> str:
    return re.search(r'name="rows" value="([^"]+)"', response.content.decode())[1]


@pytest.mark.django_db
class TestManyOnTheEditorsSide:
    def test_the_whole_errand(self, mailoutbox):
        client = signed_in(steward())
        text = "email,name\nkim@example.org,Kim\nnobody,\nsam@example.org,Sam"

        preview = client.post(MANY, {"text": text, "note": "Join us"})
        sent_by_looking = len(mailoutbox)
        result = client.post(MANY, {"rows": packed_in(preview)})

        assert sent_by_looking == 0
        assert "Send 2 invitations" in preview.content.decode()
        assert "2 invitations are sent" in result.content.decode()
        assert "Not an e-mail address" in result.content.decode()
        assert [one.to for one in mailoutbox] == [["kim@example.org"], ["sam@example.org"]]
        assert all("Join us" in one.body for one in mailoutbox)

    def test_a_file_is_read(self):
        from django.core.files.uploadedfile import SimpleUploadedFile

        data = "email;name\nkim@example.org;Kim".encode("utf-16")

        response = signed_in(steward()).post(MANY, {"file": SimpleUploadedFile("p.csv", data)})

        assert "Send 1 invitation<" in response.content.decode()

    def test_pressing_send_again_sends_nothing(self, mailoutbox):
        client = signed_in(steward())
        preview = client.post(MANY, {"text": "kim@example.org"})
        packed = packed_in(preview)

        client.post(MANY, {"rows": packed})
        again = client.post(MANY, {"rows": packed})

        assert "0 invitations are sent" in again.content.decode()
        assert "Is invited already" in again.content.decode()
        assert len(mailoutbox) == 1

    def test_more_than_a_hundred_are_only_sent_after_one_more_yes(self, mailoutbox, monkeypatch):
        monkeypatch.setattr("hub.accounts.staff.invitation_forms.MANY", 3)
        monkeypatch.setattr(many_views, "MANY", 3)
        client = signed_in(steward())
        preview = client.post(MANY, {"text": "\n".join(f"p{n}@example.org" for n in range(4))})
        packed = packed_in(preview)

        refused = client.post(MANY, {"rows": packed})
        sent_without = len(mailoutbox)
        client.post(MANY, {"rows": packed_in(refused), "sure": "on"})

        assert "a lot of mail" in preview.content.decode()
        assert refused.status_code == 422
        assert sent_without == 0
        assert len(mailoutbox) == 4

    def test_the_next_part_is_one_press_away(self, mailoutbox, monkeypatch):
        monkeypatch.setattr("hub.accounts.staff.many.CHUNK", 1)
        monkeypatch.setattr("hub.accounts.staff.many.BATCH", 2)
        client = signed_in(steward())
        preview = client.post(MANY, {"text": "a@b.org\nb@b.org\nc@b.org"})

        first = client.post(MANY, {"rows": packed_in(preview)})
        second = client.post(MANY, {"rows": packed_in(first), "sure": "on"})

        assert "Send the last one" in first.content.decode()
        assert "1 invitation is sent" in second.content.decode()
        assert len(mailoutbox) == 3

    @pytest.mark.parametrize("packed", ["", "x", "eyJ:a:b", "\0"])
    def test_a_made_up_list_is_not_sent(self, packed, mailoutbox):
        response = signed_in(steward()).post(MANY, {"rows": packed})

        assert response.status_code == 422
        assert mailoutbox == []

    @pytest.mark.parametrize(
        "typed",
        [{}, {"text": "  "}, {"text": "person;phone"}, {"text": "a@b.org", "note": "x" * 301}],
    )
    def test_a_mistake_keeps_what_was_typed(self, typed):
        response = signed_in(steward()).post(MANY, {"note": "Kept words", **typed})

        content = response.content.decode()
        assert response.status_code == 422
        assert typed.get("note", "Kept words") in content
        assert typed.get("text", "").strip() in content

    def test_hostile_cells_are_shown_as_text(self):
        text = 'email,name\n"<script>go()</script>","<img src=x onerror=go()>"'

        content = signed_in(steward()).post(MANY, {"text": text}).content.decode()

        assert "<script>go()" not in content
        assert "<img src=x" not in content
