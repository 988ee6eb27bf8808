"""Once a year a manager shows that the agency's address is still theirs."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from hub.notifications.models import Notification, OutgoingMail
from mentorsites.actions.confirming import (
    UnableToConfirm,
    confirm_address,
    find_to_confirm,
    token_of,
)
from mentorsites.actions.managing import MANAGERS, give_manager_role
from mentorsites.clock import tend_sites
from mentorsites.models import SiteManager
from tests.factories import MentorSitePageFactory, UserFactory, give_second_step, keeper
from tests.mentorsites.test_inviting import inviter, signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
YEAR = timedelta(days=365)


@pytest.fixture
def site(db):
    return MentorSitePageFactory(title="Marigold County")


@pytest.fixture
def place(site) -> SiteManager:
    person = keeper(site, name="Ana Ruiz")
    give_manager_role(person, site=site, by=None, at=AT)
    give_second_step(person)
    return SiteManager.objects.select_related("site", "person").get(person=person)


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(subject__startswith="Do you still").order_by("pk"))


def token_in(mail: OutgoingMail) -> str:
    found = re.search(r"/my-sites/confirm/([0-9a-f]+)/", mail.text)
    assert found
    return found[1]


def asked(place: SiteManager, at: datetime) -> SiteManager:
    tend_sites(at)
    place.refresh_from_db()
    return place


class TestAsking:
    def test_after_a_year_the_agencys_address_gets_a_link(self, place):
        tend_sites(AT + YEAR - DAY)
        early = mails()

        tend_sites(AT + YEAR)

        (mail,) = mails()
        assert early == []
        assert mail.to == place.agency_email
        assert "Marigold County" in mail.text
        assert "July 15, 2027" in mail.text

    def test_only_a_hash_of_the_token_is_stored(self, place):
        asked(place, AT + YEAR)

        assert token_in(mails()[0]) not in str(SiteManager.objects.values().get())

    def test_running_twice_asks_once(self, place):
        tend_sites(AT + YEAR)
        tend_sites(AT + YEAR)
        tend_sites(AT + YEAR + DAY)

        assert len(mails()) == 1

    def test_it_is_asked_again_on_days_14_and_27_with_the_same_link(self, place):
        for day in range(30):
            for _ in range(2):
                tend_sites(AT + YEAR + day * DAY)

        days = [(mail.made_at - AT - YEAR).days for mail in mails()]
        assert days == [0, 14, 27]
        assert len({token_in(mail) for mail in mails()}) == 1

    def test_a_job_that_comes_late_sends_one_reminder_not_two(self, place):
        tend_sites(AT + YEAR)

        tend_sites(AT + YEAR + 28 * DAY)

        assert len(mails()) == 2

    def test_a_changed_secret_makes_a_new_link_with_the_next_reminder(self, place):
        tend_sites(AT + YEAR)

        with override_settings(SECRET_KEY="another secret, long enough to be one"):
            tend_sites(AT + YEAR + 14 * DAY)
            found = find_to_confirm(token_in(mails()[1]), place.person, AT + YEAR + 15 * DAY)

        assert found == place

    def test_changed_terms_are_asked_about_before_the_year_is_over(self, place):
        SiteManager.objects.update(terms="2020-01")

        tend_sites(AT + DAY)

        assert len(mails()) == 1

    def test_whoever_stopped_is_not_asked(self, place):
        SiteManager.objects.update(ended_at=AT, ended_because="stepped-down")

        tend_sites(AT + YEAR)

        assert mails() == []


class TestAnswering:
    def test_the_link_is_good_for_another_year(self, place):
        at = AT + YEAR
        asked(place, at)
        found = find_to_confirm(token_of(place), place.person, at + DAY)
        assert found

        confirm_address(found, at=at + DAY, terms=SiteManager.TERMS)

        place.refresh_from_db()
        assert (place.confirmed_at, place.asked_at, place.asked_hash) == (at + DAY, None, "")
        tend_sites(at + 40 * DAY)
        assert SiteManager.objects.current().exists()

    def test_the_link_works_once_and_only_for_that_person(self, place):
        at = AT + YEAR
        token = token_of(asked(place, at))

        assert find_to_confirm(token, UserFactory(), at) is None
        found = find_to_confirm(token, place.person, at)
        confirm_address(found, at=at, terms=SiteManager.TERMS)
        assert find_to_confirm(token, place.person, at) is None
        with pytest.raises(UnableToConfirm):
            confirm_address(found, at=at, terms=SiteManager.TERMS)

    def test_the_page_confirms_and_accepts_changed_terms(self, place):
        now = timezone.now()
        SiteManager.objects.update(terms="2020-01")
        token = token_of(asked(place, now))
        client = signed_in(place.person)

        page = client.get(f"/my-sites/confirm/{token}/")
        client.post(f"/my-sites/confirm/{token}/", {"accepts": "on", "terms": SiteManager.TERMS})

        place.refresh_from_db()
        assert "Do you still keep Marigold County?" in page.text
        assert place.asked_at is None
        assert place.terms == SiteManager.TERMS

    def test_somebody_else_signed_in_is_told_that_it_is_not_theirs(self, place):
        token = token_of(asked(place, timezone.now() + YEAR))

        page = signed_in(UserFactory()).get(f"/my-sites/confirm/{token}/")

        assert page.status_code == 404
        assert "another account" in page.text

    def test_the_mail_is_sent_once_more_on_request(self, place, mailoutbox):
        SiteManager.objects.update(terms="2020-01")
        place = asked(place, timezone.now())

        page = signed_in(place.person).get("/my-sites/")
        signed_in(place.person).post(f"/my-sites/{place.site_id}/people/question/")

        assert f"Is {place.agency_email} still your address?" in page.text
        assert token_of(place) in mailoutbox[0].body


class TestSilence:
    def test_after_thirty_days_it_ends_and_everybody_concerned_is_told(self, place, mailoutbox):
        other, staff = keeper(place.site, at=AT + YEAR), inviter()
        tend_sites(AT + YEAR)

        tend_sites(AT + YEAR + 30 * DAY)

        place.refresh_from_db()
        assert place.ended_because == "not-confirmed"
        assert not place.person.groups.filter(name=MANAGERS).exists()
        told = Notification.objects.filter(subject_id=place.pk, kind="system")
        assert {line.person for line in told} == {other, staff}
        assert [mail.to for mail in mailoutbox] == [[place.person.email]]

    def test_before_the_job_ran_they_cannot_act_any_more(self, place):
        tend_sites(AT + YEAR)
        place.refresh_from_db()
        last = AT + YEAR + 30 * DAY

        assert place.is_able(last - timedelta(seconds=1))
        assert not place.is_able(last)
        assert find_to_confirm(token_of(place), place.person, last) is None

    def test_running_twice_ends_it_once(self, place, mailoutbox):
        tend_sites(AT + YEAR)
        for _ in range(2):
            tend_sites(AT + YEAR + 31 * DAY)

        assert len(mailoutbox) == 1
