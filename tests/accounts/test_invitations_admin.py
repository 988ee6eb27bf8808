"""Invitations on the editors' side, one by one and many at once."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from hub.accounts.actions import (
    accept_invitation,
    invite,
    revoke_invitation,
)
from hub.accounts.models import Invitation
from hub.accounts.staff import many_views
from tests.accounts.staff import signed_in, steward
from tests.factories import UserFactory

AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
ADDRESS = "new@example.org"
HEADERS = {
    *("Auto-Submitted", "Content-Type", "Date", "From"),
    *("MIME-Version", "Message-ID", "Subject", "To"),
}
INVITE, MANY = "/admin/invitations/new/", "/admin/invitations/many/"


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
