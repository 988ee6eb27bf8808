"""Keeping a site: one's own page, who else keeps it, handing over, stopping."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from forums.models import ThreadKind
from hub.home.leaving import collect_everything, make_anonymous
from hub.notifications.models import Notification
from hub.people.actions import UnableToLeave, leave
from hub.people.models import Departure
from mentoring.models import MentorRequest, Offer
from mentorsites.actions.inviting import invite_manager
from mentorsites.actions.managing import (
    MANAGERS,
    UnableToHandOver,
    UnableToStepDown,
    end_manager,
    give_manager_role,
    hand_over,
    hindrances_to_leaving,
    remove_manager,
    step_down,
)
from mentorsites.models import (
    PrivateContact,
    ProfileDraft,
    SiteAsk,
    SiteInvitation,
    SiteManager,
)
from tests.factories import (
    PASSWORD,
    MentorSitePageFactory,
    ThreadFactory,
    UserFactory,
    editor,
    give_second_step,
    keeper,
    mentoring_staff,
)
from tests.mentorsites.test_inviting import inviter, signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.fixture
def site(db):
    return MentorSitePageFactory(title="Marigold County")


def place_of(person, site) -> SiteManager:
    return SiteManager.objects.select_related("site", "person").get(person=person, site=site)


def people_at(site) -> str:
    return f"/my-sites/{site.pk}/people/"


class TestStopping:
    def test_one_of_two_steps_down_and_the_other_is_told(self, site):
        person, other = keeper(site), keeper(site)
        give_manager_role(person, site=site, by=None, at=AT)
        epoch = person.session_epoch

        ended = step_down(place_of(person, site), at=AT)

        person.refresh_from_db()
        assert (ended.ended_at, ended.ended_because) == (AT, "stepped-down")
        assert not person.groups.filter(name=MANAGERS).exists()
        assert person.session_epoch == epoch + 1
        line = Notification.objects.get(person=other)
        assert str(line.subject) == f"{person} no longer keeps Marigold County"

    def test_the_only_one_must_hand_over_first(self, site):
        person = keeper(site)

        with pytest.raises(UnableToStepDown, match="Nobody else"):
            step_down(place_of(person, site), at=AT)

        assert place_of(person, site).ended_at is None

    def test_somebody_who_is_about_to_leave_the_hub_does_not_count(self, site):
        person, leaving = keeper(site), keeper(site)
        leave(leaving, at=AT)

        with pytest.raises(UnableToStepDown):
            step_down(place_of(person, site), at=AT)

    def test_somebody_whose_address_is_overdue_does_not_count(self, site):
        person, late = keeper(site), keeper(site)
        SiteManager.objects.filter(person=late).update(asked_at=AT - timedelta(days=31))

        with pytest.raises(UnableToStepDown):
            step_down(place_of(person, site), at=AT)

    def test_the_role_stays_with_whoever_keeps_another_site(self, site):
        person = keeper(site, MentorSitePageFactory())
        keeper(site)
        give_manager_role(person, site=site, by=None, at=AT)

        step_down(place_of(person, site), at=AT)

        assert person.groups.filter(name=MANAGERS).exists()

    def test_handing_over_to_another_manager_works_at_once(self, site):
        person, other = keeper(site), keeper(site)

        ended = hand_over(place_of(person, site), to=place_of(other, site), at=AT)

        assert ended.ended_because == "handed-over"
        line = Notification.objects.get(
            person=other, subject_id=place_of(other, site).pk, kind="system"
        )
        assert line.is_for_me

    def test_nothing_is_handed_to_whoever_keeps_another_site(self, site):
        person, stranger = keeper(site), keeper(MentorSitePageFactory())
        keeper(site)
        place = SiteManager.objects.get(person=stranger)

        with pytest.raises(UnableToHandOver):
            hand_over(place_of(person, site), to=place, at=AT)

    def test_whoever_stops_stays_signed_in_here(self, site):
        person, other = keeper(site), keeper(site)
        give_manager_role(person, site=site, by=None, at=AT)
        give_second_step(person)
        client = signed_in(person)

        client.post(f"/my-sites/{site.pk}/people/stop/", {"to": place_of(other, site).pk})

        assert client.get("/my-sites/").status_code == 200
        assert place_of(person, site).ended_because == "handed-over"

    def test_the_page_tells_the_only_one_what_to_do(self, site):
        person = keeper(site)
        client = signed_in(person)

        page = client.post(f"/my-sites/{site.pk}/people/stop/", {"to": ""})

        assert page.status_code == 422
        assert "Nobody else keeps this site" in page.text

    def test_the_staff_end_somebodys_time_with_a_reason(self, site, mailoutbox):
        person, staff = keeper(site), inviter()
        place = place_of(person, site)
        client = signed_in(staff)
        address = f"/my-sites/{site.pk}/people/{place.pk}/end/"

        without = client.post(address, {"why": ""})
        client.post(address, {"why": "The agency asked for it."})

        place.refresh_from_db()
        assert without.status_code == 422
        assert (place.ended_because, place.ended_by) == ("removed", staff)
        assert mailoutbox[0].to == [person.email]
        assert "The agency asked for it." in mailoutbox[0].body

    def test_managers_cannot_end_each_other(self, site):
        person, other = keeper(site), keeper(site)

        response = signed_in(person).post(
            f"/my-sites/{site.pk}/people/{place_of(other, site).pk}/end/", {"why": "Because."}
        )

        assert response.status_code == 404
        assert place_of(other, site).ended_at is None

    def test_whom_a_removed_manager_invited_is_not_invited_any_more(self, site):
        person, staff = keeper(site), inviter()
        other = keeper(site)
        theirs = invite_manager(site, email="a@marigold.example.org", by=person, at=AT)
        of_another = invite_manager(site, email="b@marigold.example.org", by=other, at=AT)

        remove_manager(place_of(person, site), by=staff, at=AT, why="The agency asked for it.")

        theirs.refresh_from_db()
        of_another.refresh_from_db()
        assert (theirs.revoked_at, of_another.revoked_at) == (AT, None)

    def test_a_successor_one_named_may_still_come_unless_the_staff_ended_it(self, site):
        person, removed = keeper(site), keeper(site)
        successors = [
            invite_manager(
                site,
                email=f"{one.handle}@marigold.example.org",
                by=one,
                at=AT,
                in_place_of=place_of(one, site),
            )
            for one in (person, removed)
        ]

        end_manager(place_of(person, site), because="not-confirmed", by=None, at=AT)
        end_manager(place_of(removed, site), because="removed", by=inviter(), at=AT)

        for one in successors:
            one.refresh_from_db()
        assert [one.revoked_at for one in successors] == [None, AT]

    @pytest.mark.parametrize("fields", [{"program_status": "ended"}, {"first_published_at": None}])
    def test_nobody_is_held_by_a_site_that_ended_or_was_never_published(self, fields):
        site = MentorSitePageFactory(takes_requests=False)
        type(site).objects.filter(pk=site.pk).update(**fields)
        person = keeper(type(site).objects.get(pk=site.pk))
        assert hindrances_to_leaving(person, AT) == []
        assert "/people/stop/" in signed_in(person).get(people_at(site)).text

        ended = step_down(place_of(person, site), at=AT)

        assert ended.ended_because == "stepped-down"

    def test_the_only_one_without_a_successor_is_told_whom_to_write_to(self, site):
        person, client = keeper(site), Client()
        client.post("/sign-in/", {"login": person.email, "password": PASSWORD})

        page = client.get(people_at(site)).text.split('id="stop"')[1].split("</section>")[0]
        leaving = client.get("/account/leave/").text.split("hand over what is yours")[1]

        assert 'href="/about/contact/"' in page
        assert 'href="/about/contact/"' in leaving.split("<form")[0]


class TestLeavingTheHub:
    def test_the_only_manager_hands_over_first(self, site):
        person = keeper(site)

        with pytest.raises(UnableToLeave, match="Marigold County"):
            leave(person, at=timezone.now())

        assert not Departure.objects.exists()

    def test_the_page_says_so_and_where(self, site):
        person = keeper(site)
        client = Client()
        client.post("/sign-in/", {"login": person.email, "password": "a calm and long passphrase"})

        page = client.get("/account/leave/")

        assert f'href="/my-sites/{site.pk}/people/"' in page.text
        assert "hand over what is yours" in page.text

    def test_with_a_second_manager_one_may_go(self, site):
        person = keeper(site)
        keeper(site)

        assert leave(person, at=timezone.now())

    def test_whoever_left_keeps_nothing_and_leaves_no_address(self, site):
        now = timezone.now()
        person, other = keeper(site), keeper(site)
        address = place_of(person, site).agency_email
        SiteInvitation.objects.create(
            site=site, email=address, token_hash="a", made_at=now, expires_at=now, note="Hi"
        )
        PrivateContact.objects.create(site=site, name="X", email=address, changed_at=now)
        ProfileDraft.objects.create(site=site, person=person, typed={"a": [address]}, saved_at=now)
        departure = leave(person, at=now)

        make_anonymous(departure, at=now)

        ended = place_of(person, site)
        assert (ended.ended_because, ended.agency_email) == ("left", "")
        assert not SiteInvitation.objects.filter(email=address).exists()
        assert not PrivateContact.objects.exists()
        assert not ProfileDraft.objects.exists()
        assert place_of(other, site).ended_at is None

    def test_a_copy_of_ones_data_says_what_one_keeps(self, site):
        person = keeper(site)

        (kept,) = collect_everything(person)["mentor sites kept"]

        assert kept["site"] == "Marigold County"
        assert kept["terms"] == SiteManager.TERMS


class TestOnesOwnPage:
    def test_it_lists_published_sites_and_drafts(self, site):
        draft = MentorSitePageFactory(title="Not yet", live=False)
        MentorSitePageFactory(title="Somebody else’s")
        client = signed_in(keeper(site, draft))

        page = client.get("/my-sites/")

        assert "Marigold County" in page.text
        assert "Not yet" in page.text
        assert "Draft – only you and editors see it" in page.text
        assert "Somebody else’s" not in page.text
        assert f'href="/mentoring/sites/{site.pk}/"' in page.text
        assert "two are wanted" in page.text

    def test_requests_that_are_done_do_not_count_as_open(self, site):
        for done_at in (None, AT):
            request = MentorRequest.objects.create(
                requester=UserFactory(),
                question="Who drives?",
                status="done" if done_at else "accepted",
                submitted_at=AT,
                waits_from=AT,
                accepted_at=AT,
                done_at=done_at,
            )
            Offer.objects.create(
                request=request,
                site=site,
                state="accepted",
                takes="call",
                quarter=1,
                offered_at=AT,
                reply_by=AT,
                decided_at=AT,
            )

        assert "1 open<" in signed_in(keeper(site)).get("/my-sites/").text

    def test_questions_of_the_forums_are_counted_and_lead_to_their_list(self, site):
        person = keeper(site)
        assert "/my-sites/asks/" not in signed_in(person).get("/my-sites/").text
        thread = ThreadFactory(kind=ThreadKind.QUESTION)
        SiteAsk.objects.create(thread=thread, site=site, offered_at=AT, reply_by=AT)

        page = signed_in(person).get("/my-sites/").text

        assert '<a href="/my-sites/asks/">1 waits for your answer<' in page

    def test_notes_of_a_draft_lead_to_writing_one(self, site):
        draft = MentorSitePageFactory(live=False)

        page = signed_in(keeper(site, draft)).get("/my-sites/").text

        assert f'href="/my-sites/{draft.pk}/notes/new/"' in page
        assert f'href="/mentor-sites/notes/of/{site.pk}/"' in page
        assert f'href="/mentor-sites/notes/of/{draft.pk}/"' not in page

    def test_who_keeps_none_is_told_how_to_begin(self):
        page = signed_in(UserFactory()).get("/my-sites/")

        assert "You keep no mentor site" in page.text

    def test_it_costs_the_same_for_one_site_and_for_eight(
        self, site, django_assert_max_num_queries
    ):
        few = signed_in(keeper(site))
        many = signed_in(keeper(*[MentorSitePageFactory() for _ in range(8)]))
        for client in (few, many):
            client.get("/my-sites/")

        for client in (few, many):
            with django_assert_max_num_queries(22):
                client.get("/my-sites/")


class TestThePeoplePage:
    def test_it_says_who_keeps_it_since_when_and_that_two_are_wanted(self, site):
        person = keeper(site, name="Ana Ruiz")

        page = signed_in(person).get(f"/my-sites/{site.pk}/people/")

        assert "Ana Ruiz (you)" in page.text
        assert "Since June 15, 2026" in page.text
        assert "Two are wanted" in page.text

    def test_the_hint_goes_with_the_second_one(self, site):
        person = keeper(site)
        keeper(site)

        page = signed_in(person).get(f"/my-sites/{site.pk}/people/")

        assert "Two are wanted" not in page.text
        assert "Who takes over from you?" in page.text

    def test_it_costs_the_same_with_two_and_with_twelve_people(
        self, site, django_assert_max_num_queries
    ):
        person = keeper(site)
        keeper(site)
        invite_manager(site, email="x@marigold.example.org", by=person, at=timezone.now())
        client = signed_in(person)
        client.get(f"/my-sites/{site.pk}/people/")

        for number in (0, 10):
            for one in range(number):
                keeper(site)
                address = f"new{one}@marigold.example.org"
                invite_manager(site, email=address, by=person, at=timezone.now())
            with django_assert_max_num_queries(24):
                client.get(f"/my-sites/{site.pk}/people/")

    def test_whoever_opens_it_has_read_who_began_and_who_stopped(self, site):
        person, other = keeper(site), keeper(site)
        step_down(place_of(other, site), at=AT)
        assert Notification.objects.of(person).unread().exists()

        signed_in(person).get(people_at(site))

        assert not Notification.objects.of(person).unread().exists()


class TestPrivateContacts:
    def test_what_somebody_else_changed_meanwhile_is_said_and_nothing_typed_is_lost(self, site):
        client = signed_in(keeper(site))
        one = PrivateContact.objects.create(site=site, name="A", phone="1", changed_at=AT)
        address = f"/my-sites/{site.pk}/contacts/{one.pk}/"
        seen = re.search(r'name="seen" value="([^"]+)"', client.get(address).text)[1]
        later = AT + timedelta(hours=1)
        PrivateContact.objects.update(phone="555-0199", changed_at=later)

        typed = {"name": "Night desk", "phone": "555-0142", "seen": seen}
        page = client.post(address, typed)
        one.refresh_from_db()
        phone = one.phone
        seen = re.search(r'name="seen" value="([^"]+)"', page.text)[1]
        client.post(address, typed | {"seen": seen})

        one.refresh_from_db()
        assert page.status_code == 422
        assert "It says now: A, 555-0199" in page.text
        assert 'value="Night desk"' in page.text
        assert (phone, one.phone) == ("555-0199", "555-0142")

    def test_managers_keep_them_and_the_staff_read_them(self, site):
        client = signed_in(keeper(site))
        address = f"/my-sites/{site.pk}/contacts/"

        client.post(address, {"name": "Night desk", "phone": "555-0142"})

        for reader in (signed_in(mentoring_staff()), signed_in(editor())):
            assert "555-0142" in reader.get(address).text

    def test_one_is_changed_and_removed(self, site):
        client = signed_in(keeper(site))
        one = PrivateContact.objects.create(site=site, name="A", phone="1", changed_at=AT)
        address = f"/my-sites/{site.pk}/contacts/{one.pk}/"

        client.post(address, {"name": "B", "phone": "555-0142"})
        one.refresh_from_db()
        client.post(f"{address}remove/")

        assert one.name == "B"
        assert not PrivateContact.objects.exists()

    def test_without_a_way_to_reach_them_it_is_no_contact(self, site):
        client = signed_in(keeper(site))

        page = client.post(f"/my-sites/{site.pk}/contacts/", {"name": "Night desk"})

        assert page.status_code == 422
        assert "Night desk" in page.text
        assert "Give an e-mail address or a phone number." in page.text

    @pytest.mark.parametrize("person", [UserFactory, lambda: keeper(MentorSitePageFactory())])
    def test_nobody_else_finds_them(self, site, person):
        one = PrivateContact.objects.create(site=site, name="A", phone="555-0142", changed_at=AT)
        client = signed_in(person())

        assert client.get(f"/my-sites/{site.pk}/contacts/").status_code == 404
        removed = client.post(f"/my-sites/{site.pk}/contacts/{one.pk}/remove/")
        assert removed.status_code == 404
        assert "555-0142" not in client.get(site.url).text

    def test_the_contact_of_another_site_is_not_reached(self, site):
        other = MentorSitePageFactory()
        one = PrivateContact.objects.create(site=other, name="A", phone="1", changed_at=AT)

        page = signed_in(keeper(site)).get(f"/my-sites/{site.pk}/contacts/{one.pk}/")

        assert page.status_code == 404
