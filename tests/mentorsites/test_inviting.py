"""Becoming a site's manager: invited at the agency's address, by a link that works once."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core import mail
from django.test import Client
from django.utils import timezone

from hub.accounts.models import SecurityEvent, User
from hub.editing.roles import MENTOR_SITE_MANAGERS
from hub.notifications.models import Notification
from mentorsites.actions.inviting import (
    UnableToAccept,
    UnableToInvite,
    accept_site_invitation,
    find_site_invitation,
    invite_manager,
    revoke_site_invitation,
    send_invitation_again,
)
from mentorsites.actions.managing import MANAGERS
from mentorsites.models import SiteInvitation, SiteManager
from tests.factories import (
    PASSWORD,
    MentorSitePageFactory,
    UserFactory,
    editor,
    give_second_step,
    keeper,
)

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
ADDRESS = "new.chief@marigold.example.org"


@pytest.fixture
def site(db):
    return MentorSitePageFactory(title="Marigold County")


def inviter(**fields) -> User:
    """An editor who may invite managers."""
    person = editor(**fields)
    person.user_permissions.add(Permission.objects.get(codename="add_siteinvitation"))
    return User.objects.get(pk=person.pk)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def accepted(site, person, *, by=None, at=AT, **invited) -> SiteManager:
    invitation = invite_manager(site, email=ADDRESS, by=by or UserFactory(), at=at, **invited)
    return accept_site_invitation(invitation, by=person, at=at, terms=SiteManager.TERMS)


class TestInviting:
    def test_the_mail_goes_to_the_agency_and_holds_the_link(self, site, mailoutbox):
        by = UserFactory(name="Kim Lee")

        invitation = invite_manager(site, email=ADDRESS, by=by, at=AT, note="As we said.")

        sent = mailoutbox[0]
        assert sent.to == [ADDRESS]
        for text in (sent.body, sent.alternatives[0][0]):
            assert f"/my-sites/invited/{invitation.token}/" in text
            assert "Kim Lee invites you" in text
            assert "Marigold County" in text
            assert "June 29, 2026" in text
            assert "As we said." in text
            assert "988" in text
            assert by.email not in text

    def test_only_a_hash_of_the_token_is_stored(self, site):
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=AT)

        assert invitation.token not in str(SiteInvitation.objects.values().get())

    def test_the_link_works_for_fourteen_days(self, site):
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=AT)
        end = AT + timedelta(days=14)

        assert find_site_invitation(invitation.token, end - timedelta(seconds=1)) == invitation
        assert find_site_invitation(invitation.token, end) is None

    def test_inviting_again_makes_the_earlier_link_useless(self, site):
        earlier = invite_manager(site, email=ADDRESS, by=UserFactory(), at=AT)

        later = send_invitation_again(earlier, by=UserFactory(), at=AT)

        assert find_site_invitation(earlier.token, AT) is None
        assert find_site_invitation(later.token, AT) == later

    def test_a_mailbox_that_anybody_can_open_is_refused(self, site):
        with pytest.raises(UnableToInvite, match="Use an address of the agency"):
            invite_manager(site, email="chief@GMail.com", by=UserFactory(), at=AT)

    def test_a_program_without_an_agency_address_may_have_one(self, site):
        invitation = invite_manager(
            site, email="c@gmail.com", by=UserFactory(), at=AT, has_no_agency_address=True
        )

        assert invitation.is_open(AT)

    def test_nobody_invites_themselves(self, site):
        person = UserFactory(email="me@marigold.example.org")

        with pytest.raises(UnableToInvite, match="your own address"):
            invite_manager(site, email=person.email, by=person, at=AT)

    def test_who_keeps_it_already_is_not_invited_again(self, site):
        accepted(site, UserFactory())

        with pytest.raises(UnableToInvite, match="already"):
            invite_manager(site, email=ADDRESS.upper(), by=UserFactory(), at=AT)

    def test_the_log_says_that_somebody_was_invited_without_the_address(self, site):
        by = UserFactory()

        invitation = invite_manager(site, email=ADDRESS, by=by, at=AT)

        event = SecurityEvent.objects.get(kind="invited")
        assert event.detail == {"site_invitation": invitation.pk, "site": site.pk}

    def test_what_was_taken_back_opens_nothing(self, site):
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=AT)

        revoke_site_invitation(invitation, by=UserFactory(), at=AT)

        assert find_site_invitation(invitation.token, AT) is None
        assert SecurityEvent.objects.filter(kind="invitation_revoked").count() == 1


class TestAccepting:
    def test_whoever_accepts_keeps_the_site_and_needs_a_second_step(self, site):
        person, by = UserFactory(), UserFactory()

        manager = accepted(site, person, by=by)

        assert (manager.person, manager.began_by, manager.agency_email) == (person, by, ADDRESS)
        assert (manager.terms, manager.terms_accepted_at) == (SiteManager.TERMS, AT)
        assert User.objects.get(pk=person.pk).has_perm("accounts.must_use_second_step")
        event = SecurityEvent.objects.get(kind="role_given")
        assert event.detail == {"role": MENTOR_SITE_MANAGERS, "site": site.pk}

    def test_the_role_is_the_one_that_the_hub_sets_up(self):
        assert MANAGERS == MENTOR_SITE_MANAGERS

    def test_a_link_works_once(self, site):
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=AT)
        accept_site_invitation(invitation, by=UserFactory(), at=AT, terms=SiteManager.TERMS)

        with pytest.raises(UnableToAccept):
            accept_site_invitation(invitation, by=UserFactory(), at=AT, terms=SiteManager.TERMS)

        assert find_site_invitation(invitation.token, AT) is None
        assert SiteManager.objects.count() == 1

    def test_whoever_invites_cannot_accept(self, site):
        by = UserFactory()
        invitation = invite_manager(site, email=ADDRESS, by=by, at=AT)

        with pytest.raises(UnableToAccept, match="Somebody else"):
            accept_site_invitation(invitation, by=by, at=AT, terms=SiteManager.TERMS)

    def test_terms_that_changed_in_the_meantime_are_read_again(self, site):
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=AT)

        with pytest.raises(UnableToAccept, match="terms changed"):
            accept_site_invitation(invitation, by=UserFactory(), at=AT, terms="2020-01")

        assert find_site_invitation(invitation.token, AT) == invitation

    def test_who_keeps_it_already_moves_to_the_new_address(self, site):
        person = keeper(site)

        manager = accepted(site, person)

        assert SiteManager.objects.get(person=person) == manager
        assert manager.agency_email == ADDRESS

    def test_a_successor_takes_the_place(self, site):
        before = keeper(site)
        place = SiteManager.objects.get(person=before)

        accepted(site, UserFactory(), by=before, in_place_of=place)

        place.refresh_from_db()
        assert place.ended_because == "handed-over"
        assert not before.groups.filter(name=MANAGERS).exists()

    def test_the_others_the_inviter_and_the_staff_are_told(self, site):
        other, staff, by = keeper(site), inviter(), inviter(name="Kim Lee")
        Notification.objects.all().delete()

        manager = accepted(site, UserFactory(), by=by)

        told = Notification.objects.filter(subject_id=manager.pk, kind="system")
        assert {line.person for line in told} == {other, staff, by}
        assert all(line.is_private for line in told)


class TestThePage:
    def test_a_stranger_reads_what_it_is_about_and_comes_back_after_signing_in(self, site, client):
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=timezone.now())
        address = f"/my-sites/invited/{invitation.token}/"

        page = client.get(address)

        assert page.status_code == 200
        assert "Marigold County" in page.text
        assert f"/sign-in/?next={address}" in page.text
        assert f"/join/?next={address}" in page.text
        assert "no-store" in page["Cache-Control"]
        assert "noindex" in page.text

    def test_signing_in_leads_back_to_it(self, site, client):
        person = UserFactory()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=timezone.now())
        address = f"/my-sites/invited/{invitation.token}/"

        response = client.post(
            f"/sign-in/?next={address}",
            {"login": person.email, "password": PASSWORD, "next": address},
        )

        assert response["Location"] == address

    def test_joining_leads_back_to_it(self, site, client, mailoutbox):
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=timezone.now())
        address = f"/my-sites/invited/{invitation.token}/"
        form = client.get(f"/join/?next={address}").context["form"]

        client.post(
            f"/join/?next={address}",
            {
                "email": "somebody@example.org",
                "name": "Ana Ruiz",
                "password1": PASSWORD,
                "accept_rules": "on",
                "attempt": form.initial["attempt"],
                "next": address,
            },
        )
        code = mailoutbox[-1].subject.split()[0]
        response = client.post("/confirm-email/", {"code": code})

        assert response["Location"] == address

    def test_nobody_becomes_manager_without_agreeing(self, site):
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=timezone.now())
        client = signed_in(UserFactory())

        page = client.post(f"/my-sites/invited/{invitation.token}/", {"terms": SiteManager.TERMS})

        assert page.status_code == 422
        assert not SiteManager.objects.exists()

    def test_agreeing_leads_to_ones_own_sites(self, site):
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=timezone.now())
        person = UserFactory()
        give_second_step(person)
        client = signed_in(person)

        page = client.post(
            f"/my-sites/invited/{invitation.token}/",
            {"accepts": "on", "terms": SiteManager.TERMS},
            follow=True,
        )

        assert page.redirect_chain == [("/my-sites/", 302)]
        assert "Marigold County" in page.text

    @pytest.mark.parametrize("token", ["nothing", "é" * 20])
    def test_a_link_that_is_over_says_so(self, client, token):
        page = client.get(f"/my-sites/invited/{token}/")

        assert page.status_code == 404
        assert "invitation is over" in page.text


class TestInvitingFromTheSite:
    def test_an_editor_invites_the_first_manager(self, site):
        client = signed_in(inviter())

        response = client.post(f"/my-sites/{site.pk}/people/", {"email": ADDRESS})

        assert response["Location"] == f"/my-sites/{site.pk}/people/"
        assert mail.outbox[0].to == [ADDRESS]

    def test_a_manager_invites_a_second_one_but_not_at_a_free_mailbox(self, site):
        person = keeper(site)
        client = signed_in(person)

        page = client.post(
            f"/my-sites/{site.pk}/people/",
            {"email": "b@yahoo.com", "note": "Come along", "has_no_agency_address": "on"},
        )

        assert page.status_code == 422
        assert "Use an address of the agency" in page.text
        assert "Come along" in page.text
        assert not SiteInvitation.objects.exists()

    def test_an_editor_may_say_that_there_is_no_agency_address(self, site):
        client = signed_in(inviter())

        client.post(
            f"/my-sites/{site.pk}/people/",
            {"email": "b@yahoo.com", "has_no_agency_address": "on"},
        )

        assert SiteInvitation.objects.get().email == "b@yahoo.com"

    def test_an_editor_who_may_not_invite_reads_only(self, site):
        client = signed_in(editor())

        page = client.get(f"/my-sites/{site.pk}/people/")
        client.post(f"/my-sites/{site.pk}/people/", {"email": ADDRESS})

        assert "Invite somebody" not in page.text
        assert not SiteInvitation.objects.exists()

    def test_an_invitation_is_sent_again_and_taken_back(self, site):
        person = keeper(site)
        client = signed_in(person)
        first = invite_manager(site, email=ADDRESS, by=person, at=timezone.now())

        client.post(f"/my-sites/{site.pk}/invitations/{first.pk}/again/")
        second = SiteInvitation.objects.get(revoked_at=None)
        client.post(f"/my-sites/{site.pk}/invitations/{second.pk}/revoke/")

        assert len(mail.outbox) == 2
        assert not SiteInvitation.objects.filter(revoked_at=None).exists()

    def test_strangers_find_nothing(self, site):
        other = signed_in(keeper(MentorSitePageFactory()))
        invitation = invite_manager(site, email=ADDRESS, by=UserFactory(), at=timezone.now())

        for address in (
            f"/my-sites/{site.pk}/people/",
            f"/my-sites/{site.pk}/still-right/",
            f"/my-sites/{site.pk}/contacts/",
        ):
            assert other.get(address).status_code == 404
        again = other.post(f"/my-sites/{site.pk}/invitations/{invitation.pk}/again/")
        assert again.status_code == 404

    def test_the_editors_side_leads_there(self, site):
        client = signed_in(inviter())

        page = client.get(f"/admin/pages/{site.pk}/edit/")

        assert f"/my-sites/{site.pk}/people/" in page.text
