"""Inviting: one address, once, ten days; nobody learns from it who is a member."""

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
    find_invitation,
    forget_invitations,
    invite,
    revoke_invitation,
)
from hub.accounts.models import Invitation, SecurityEvent
from tests.accounts.staff import administrator
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
