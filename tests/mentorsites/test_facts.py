"""Small facts go live at once, with a log, and no draft brings the old answer back."""

from datetime import date, timedelta

import pytest
from wagtail.models import PageLogEntry

from hub.notifications.models import Notification
from mentorsites.actions.facts import change_facts
from mentorsites.actions.reviewing import approve_change
from mentorsites.actions.sending import send_for_review
from mentorsites.models import Blackout, FactChange, MentorSitePage, ProfileChange, SiteCare
from tests.factories import NOW, MentorSitePageFactory, TermFactory, UserFactory, editor
from tests.mentorsites.profiles import client_of, filled, manager_of, newest, profile_at, reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    page = MentorSitePageFactory(title="Marigold County", languages="English")
    page.save_revision().publish()
    return MentorSitePage.objects.get(pk=page.pk)


@pytest.fixture
def manager(site):
    return manager_of(site)


def live(site) -> MentorSitePage:
    return MentorSitePage.objects.get(pk=site.pk)


def change(site, manager, days=(), **answers):
    return change_facts(live(site), answers=answers, days_off=days, by=manager, at=NOW)


def post(site, manager, **sent):
    days = {"days-TOTAL_FORMS": "1", "days-INITIAL_FORMS": "0"}
    kept = {"takes_requests": "on", "languages": "English"}
    return client_of(manager).post(f"{profile_at(site)}facts/", days | kept | sent)


class TestLive:
    def test_at_once_and_logged(self, site, manager):
        hours = TermFactory(vocabulary="hours", slug="24-7", label="Around the clock")

        answer = post(site, manager, hours=hours.pk, calls_per_quarter="2")

        assert answer.status_code == 302
        assert (live(site).hours, live(site).calls_per_quarter) == (hours, 2)
        lines = {(line.fact, line.before, line.after) for line in FactChange.objects.all()}
        assert lines == {("hours", "", "Around the clock"), ("calls_per_quarter", "", "2")}
        assert PageLogEntry.objects.filter(page=site.pk, user=manager).exists()

    def test_nobody_is_told_and_it_is_no_publishing(self, site, manager):
        before = live(site)

        change(site, manager, languages="English, Spanish")

        after = live(site)
        assert after.last_published_at == before.last_published_at
        assert not after.has_unpublished_changes
        assert not Notification.objects.exists()

    def test_it_is_a_change_of_what_is_live(self, site, manager):
        later = live(site).changed_at + timedelta(days=1)

        change_facts(
            live(site), answers={"languages": "Spanish"}, days_off=(), by=manager, at=later
        )

        assert live(site).changed_at == later

    def test_closing_changes_the_badge_in_lists(self, site, manager):
        change(site, manager, takes_requests=False)

        assert live(site).standing == "mentor:closed"

    def test_it_confirms_the_page(self, site, manager):
        change(site, manager)

        assert SiteCare.objects.get(site=site).confirmed_at == NOW

    def test_a_draft_is_not_published_along(self, site, manager):
        page = newest(site)
        page.summary = "Unfinished."
        page.save_revision(user=manager)

        change(site, manager, languages="Spanish")

        assert live(site).summary == "In plain words."
        assert live(site).has_unpublished_changes
        assert newest(site).summary == "Unfinished."


class TestOldAnswersStayGone:
    def test_after_approving_what_waited(self, site, manager):
        judge = reviewer()
        client_of(manager).post(profile_at(site), filled(site, manager, summary="Two teams."))
        waiting = send_for_review(live(site), by=manager, at=NOW)

        change(site, manager, languages="Spanish", takes_requests=False)
        seen = live(site).latest_revision_id
        approve_change(waiting, seen=seen, by=judge, at=NOW)

        page = live(site)
        assert (page.summary, page.languages) == ("Two teams.", "Spanish")
        assert not page.takes_requests
        assert ProfileChange.objects.get().revision_id == seen

    def test_after_an_editor_saves_and_publishes(self, site, manager):
        change(site, manager, languages="Spanish")

        page = newest(site)
        page.summary = "Edited."
        page.save_revision(user=editor()).publish()

        assert live(site).languages == "Spanish"

    def test_an_editor_with_the_old_form_open_is_told(self, site, manager):
        known = live(site).latest_revision_id
        change(site, manager, languages="Spanish")

        assert live(site).latest_revision_id != known
        assert live(site).live_revision_id == live(site).latest_revision_id

    def test_publishing_the_live_version_anew(self, site, manager):
        page = newest(site)
        page.summary = "Unfinished."
        page.save_revision(user=manager)
        change(site, manager, languages="Spanish")

        live(site).live_revision.publish()

        assert live(site).languages == "Spanish"

    def test_whoever_types_at_the_profile_meanwhile_is_not_bothered(self, site, manager):
        typed = filled(site, manager, summary="Two teams.")
        change(site, manager, languages="Spanish")

        answer = client_of(manager).post(profile_at(site), typed)

        assert answer.status_code == 302
        assert (newest(site).summary, newest(site).languages) == ("Two teams.", "Spanish")


class TestWhoSeesTheLog:
    def test_those_who_keep_the_site_and_the_editors_do(self, site, manager):
        change(site, manager, languages="Spanish")

        for person, is_own in ((manager, True), (editor(), False)):
            text = client_of(person).get(f"{profile_at(site)}facts/").content.decode()
            assert "<ins>Spanish</ins>" in text
            assert ("Save, live at once" in text) is is_own

    def test_nobody_else_does(self, site):
        assert client_of(UserFactory()).get(f"{profile_at(site)}facts/").status_code == 404


class TestForm:
    @pytest.mark.parametrize(
        "text", ["Write to chief@example.org", "Call (515) 555-0123", "+1 515 555 0123"]
    )
    def test_ways_to_a_person_stay_with_the_network(self, site, manager, text):
        answer = post(site, manager, contact_route=text)

        assert answer.status_code == 422
        assert "everybody reads this" in answer.content.decode()
        assert live(site).contact_route == ""

    def test_words_about_the_way_are_fine(self, site, manager):
        post(site, manager, contact_route="By the form; the captain answers within 7 days.")

        assert live(site).contact_route.startswith("By the form")

    def test_an_ended_program_takes_no_requests(self, site, manager):
        page = live(site)
        page.program_status, page.takes_requests = "ended", False
        page.save()

        answer = post(site, manager)

        assert answer.status_code == 422
        assert "has ended" in answer.content.decode()

    def test_wrong_numbers_are_kept_and_explained(self, site, manager):
        answer = post(site, manager, encounters="many", hours_note="Kept")

        text = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="many"' in text
        assert 'value="Kept"' in text


class TestTwoAtOnce:
    """Nobody's small fact is overwritten without a question."""

    def opened(self, site, manager) -> str:
        return client_of(manager).get(f"{profile_at(site)}facts/").context["seen"]

    def test_what_only_the_other_changed_stays(self, site, manager):
        seen = self.opened(site, manager)
        other = manager_of(site)
        change(site, other, languages="Spanish", takes_requests=False)

        answer = post(site, manager, seen=seen, hours_note="Nights")

        page = live(site)
        assert answer.status_code == 302
        assert (page.languages, page.takes_requests) == ("Spanish", False)
        assert page.hours_note == "Nights"

    def test_what_both_changed_is_asked_about_and_all_that_was_typed_is_kept(self, site, manager):
        seen = self.opened(site, manager)
        change(site, manager_of(site), languages="Spanish")

        answer = post(site, manager, seen=seen, languages="French", hours_note="Nights")

        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Live now: Spanish. You typed: French." in text
        assert answer.context["form"]["languages"].errors
        assert 'value="Nights"' in text
        assert 'value="French"' in text
        assert (live(site).languages, live(site).hours_note) == ("Spanish", "")

    def test_whoever_was_asked_and_saves_again_means_it(self, site, manager):
        seen = self.opened(site, manager)
        change(site, manager_of(site), languages="Spanish")
        asked = post(site, manager, seen=seen, languages="French")

        answer = post(site, manager, seen=asked.context["seen"], languages="French")

        assert answer.status_code == 302
        assert live(site).languages == "French"

    def test_the_same_answer_is_no_question(self, site, manager):
        seen = self.opened(site, manager)
        change(site, manager_of(site), languages="Spanish")

        assert post(site, manager, seen=seen, languages="Spanish").status_code == 302

    def test_days_off_of_the_other_stay(self, site, manager):
        seen = self.opened(site, manager)
        july = (date(2026, 7, 1), date(2026, 7, 14))
        change(site, manager_of(site), days=[july])

        answer = post(site, manager, seen=seen, hours_note="Nights")

        assert answer.status_code == 302
        assert list(Blackout.objects.values_list("first_day", "last_day")) == [july]

    def test_days_off_that_both_changed_are_asked_about(self, site, manager):
        change(site, manager, days=[(date(2026, 5, 1), date(2026, 5, 2))])
        seen = self.opened(site, manager)
        change(site, manager_of(site), days=[(date(2026, 7, 1), date(2026, 7, 14))])
        august = {"days-0-first_day": "2026-08-01", "days-0-last_day": "2026-08-02"}

        asked = post(site, manager, seen=seen, **august)
        text = asked.content.decode()
        again = post(site, manager, seen=asked.context["seen"], **august)

        assert (asked.status_code, again.status_code) == (409, 302)
        assert "Live now: 2026-07-01 to 2026-07-14. You typed: 2026-08-01 to 2026-08-02." in text
        assert 'value="2026-08-01"' in text
        assert Blackout.objects.get().first_day == date(2026, 8, 1)

    @pytest.mark.parametrize("seen", ["", "x", "[]", "{", '{"blackouts": null}', "null", "3"])
    def test_a_forged_version_breaks_nothing(self, site, manager, seen):
        assert post(site, manager, seen=seen, hours_note="Nights").status_code == 302


class TestDaysOff:
    def test_are_added_and_taken_out(self, site, manager):
        july = {"days-0-first_day": "2026-07-01", "days-0-last_day": "2026-07-14"}
        post(site, manager, **july)
        added = list(Blackout.objects.values_list("first_day", "last_day"))
        post(site, manager, **july, **{"days-0-DELETE": "on"})

        assert added == [(date(2026, 7, 1), date(2026, 7, 14))]
        assert not Blackout.objects.exists()
        assert FactChange.objects.filter(fact="blackouts").count() == 2

    def test_the_last_day_comes_after_the_first(self, site, manager):
        answer = post(
            site,
            manager,
            **{"days-0-first_day": "2026-07-14", "days-0-last_day": "2026-07-01"},
        )

        assert answer.status_code == 422
        assert "comes after the first" in answer.content.decode()
