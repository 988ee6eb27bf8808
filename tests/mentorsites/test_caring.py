"""“Still right?”: asked twice a year, answered with one click, and said when nobody answers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from hub.notifications.models import Notification
from mentoring.models import MentorRequest, Offer
from mentorsites.actions.caring import care_of, confirm_site
from mentorsites.clock import tend_sites
from mentorsites.confirmed import confirmed_by_their_site
from mentorsites.models import MentorSitePage, SiteCare
from tests.factories import MentorSitePageFactory, keeper
from tests.mentorsites.test_inviting import inviter, signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HALF_A_YEAR = timedelta(days=182)


@pytest.fixture
def site(db):
    return MentorSitePageFactory(title="Marigold County")


def questions(person) -> list[Notification]:
    return list(Notification.objects.filter(person=person, kind="review"))


def left_unanswered(site) -> SiteCare:
    """Half a year, and two questions a month apart."""
    tend_sites(AT)
    for days in (182, 212, 242):
        tend_sites(AT + days * DAY)
    return SiteCare.objects.get(site=site)


class TestAsking:
    def test_every_published_site_is_looked_after(self, site):
        MentorSitePageFactory(live=False, first_published_at=None)

        tend_sites(AT)
        tend_sites(AT)

        care = SiteCare.objects.get()
        assert care.site == site
        assert care.confirmed_at == site.first_published_at

    def test_the_last_review_counts_as_the_first_yes(self):
        reviewed = MentorSitePageFactory(last_reviewed=(AT - 100 * DAY).date())

        care = care_of(reviewed, at=AT)

        assert care.confirmed_at.date() == reviewed.last_reviewed

    def test_after_half_a_year_those_who_keep_it_are_asked(self, site):
        person = keeper(site)
        tend_sites(AT)

        tend_sites(AT + HALF_A_YEAR - DAY)
        early = questions(person)
        tend_sites(AT + HALF_A_YEAR)
        tend_sites(AT + HALF_A_YEAR + DAY)

        (line,) = questions(person)
        assert early == []
        assert line.is_for_me
        assert str(line.subject) == "Is the profile of Marigold County still right?"
        assert line.subject.get_absolute_url() == f"/my-sites/{site.pk}/still-right/"

    def test_without_managers_the_staff_are_asked(self, site):
        staff = inviter()
        tend_sites(AT)

        tend_sites(AT + HALF_A_YEAR)

        assert len(questions(staff)) == 1

    @pytest.mark.parametrize(
        "fields",
        [
            {"live": False},
            {"is_sample": True},
            {"program_status": MentorSitePage.ProgramStatus.ENDED, "takes_requests": False},
        ],
    )
    def test_drafts_samples_and_ended_programs_are_left_alone(self, fields):
        person = keeper(one := MentorSitePageFactory(**fields))
        care_of(one, at=AT)

        tend_sites(AT + HALF_A_YEAR)

        assert questions(person) == []

    def test_after_two_unanswered_questions_it_is_marked(self, site):
        keeper(site)

        tend_sites(AT)
        tend_sites(AT + 182 * DAY)
        tend_sites(AT + 212 * DAY)
        between = SiteCare.objects.get().is_unconfirmed
        tend_sites(AT + 242 * DAY)

        care = SiteCare.objects.get()
        assert not between
        assert care.unconfirmed_since == AT + 242 * DAY
        assert care.asks == 2

    def test_nobody_is_asked_a_third_time(self, site):
        person = keeper(site)
        left_unanswered(site)

        tend_sites(AT + 300 * DAY)

        (line,) = questions(person)
        assert line.count == 2


class TestAnswering:
    def test_one_click_says_yes(self, site):
        person = keeper(site)
        left_unanswered(site)
        client = signed_in(person)

        page = client.get(f"/my-sites/{site.pk}/still-right/")
        response = client.post(f"/my-sites/{site.pk}/still-right/")

        care = SiteCare.objects.get()
        assert "Yes, all still right" in page.text
        assert response["Location"] == "/my-sites/"
        assert (care.confirmed_by, care.asks, care.unconfirmed_since) == (person, 0, None)
        assert questions(person)[0].is_read

    def test_looking_is_not_answering(self, site):
        person = keeper(site)
        care = left_unanswered(site)

        signed_in(person).get(f"/my-sites/{site.pk}/still-right/")

        care.refresh_from_db()
        assert care.is_unconfirmed

    def test_looking_is_reading_the_news_of_it(self, site):
        person = keeper(site)
        left_unanswered(site)

        signed_in(person).get(f"/my-sites/{site.pk}/still-right/")

        assert all(question.is_read for question in questions(person))

    def test_ones_own_page_asks_too(self, site):
        person = keeper(site)
        left_unanswered(site)

        page = signed_in(person).get("/my-sites/")

        assert "Is all of it still right?" in page.text

    def test_a_yes_is_good_for_half_a_year(self, site):
        person = keeper(site)
        left_unanswered(site)
        later = AT + 250 * DAY
        confirm_site(site, by=person, at=later)

        tend_sites(later + HALF_A_YEAR - DAY)

        assert SiteCare.objects.get().asks == 0

    def test_a_stranger_cannot_answer(self, site):
        care = left_unanswered(site)
        other = signed_in(keeper(MentorSitePageFactory()))

        response = other.post(f"/my-sites/{site.pk}/still-right/")

        care.refresh_from_db()
        assert response.status_code == 404
        assert care.is_unconfirmed


class TestWhatReadersSee:
    def test_the_mark_says_since_when(self, site):
        care = left_unanswered(site)

        words = render_to_string("components/site_confirmed.html", {"care": care})

        assert "Not confirmed since" in words
        assert "Jun 2026" in words

    def test_all_well_is_said_only_where_it_is_asked_for(self, site):
        care = confirm_site(site, by=keeper(site), at=AT)

        quiet = render_to_string("components/site_confirmed.html", {"care": care})
        by_site = {"care": care, "always": True, "is_by_site": True}
        said = render_to_string("components/site_confirmed.html", by_site)

        assert quiet.strip() == ""
        assert "Confirmed by the site" in said

    def test_a_yes_of_the_network_is_not_called_the_sites(self, site, client):
        at = timezone.now()
        person = keeper(site, at=at - DAY)
        words = []
        for by in (person, inviter()):
            confirm_site(site, by=by, at=at)
            pages = (client.get(site.url).text, signed_in(person).get("/my-sites/").text)
            words.append(
                [
                    name
                    for name in ("site", "network")
                    for page in pages
                    if f"Confirmed by the {name}" in page
                ]
            )

        assert words == [["site", "site"], ["network", "network"]]

    def test_who_kept_the_site_then_spoke_for_it_then(self, site):
        person = keeper(site, at=AT - DAY)
        care = confirm_site(site, by=person, at=AT)
        person.managed_sites.update(ended_at=AT + DAY, ended_because="stepped-down")
        before = confirmed_by_their_site([care])
        care = confirm_site(site, by=person, at=AT + 2 * DAY)

        assert before == {site.pk}
        assert confirmed_by_their_site([care]) == set()

    def test_nobody_confirmed_what_was_only_published(self, site):
        care = care_of(site, at=AT)

        words = render_to_string("components/site_confirmed.html", {"care": care, "always": True})

        assert words.strip() == ""

    def test_the_page_and_the_list_of_sites_show_the_mark(self, site, client):
        left_unanswered(site)

        pages = [client.get(address).text for address in (site.url, "/mentor-sites/")]

        assert all("Not confirmed since" in page for page in pages)

    def test_cards_bring_it_along(self, site, django_assert_num_queries):
        left_unanswered(site)
        (card,) = MentorSitePage.objects.all().with_cards()

        with django_assert_num_queries(0):
            assert card.care.is_unconfirmed


def an_offer(site, *, hours: int, state: str, done: bool = False) -> Offer:
    request = MentorRequest.objects.create(
        question="How do you staff nights?",
        submitted_at=AT,
        waits_from=AT,
        done_at=AT + 9 * DAY if done else None,
    )
    return Offer.objects.create(
        request=request,
        site=site,
        state=state,
        takes=Offer.Takes.CALL,
        quarter=8105,
        offered_at=AT,
        reply_by=AT + 7 * DAY,
        decided_at=AT + timedelta(hours=hours),
        reason="no-room" if state == "declined" else "",
    )


def test_the_figures_of_a_site_are_computed_at_night(site):
    an_offer(site, hours=2, state="declined")
    an_offer(site, hours=30, state="accepted", done=True)
    an_offer(site, hours=40, state="accepted")
    an_offer(site, hours=168, state="silent")
    tend_sites(AT)
    by_day = SiteCare.objects.get().answers_in_hours

    tend_sites(datetime(2026, 6, 25, 8, 30, tzinfo=UTC))

    care = SiteCare.objects.get()
    assert by_day is None
    assert (care.answers_in_hours, care.helped) == (30, 1)
