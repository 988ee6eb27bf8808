"""What programs report of a practice: told in minutes, counted beside the evidence."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from forums.models import ModerationEvent
from hub.accounts.actions import silence
from hub.notifications.actions import follow
from hub.notifications.models import Notification
from hub.people.models import Departure, Program
from hub.taxonomy.models import Vocabulary
from practices import personal_data
from practices.actions import (
    UnableToReport,
    edit_report,
    hide_report,
    remove_report,
    report_adoption,
    show_report,
)
from practices.models import AdoptionReport
from tests.factories import (
    NOW,
    AdoptionReportFactory,
    JurisdictionFactory,
    MentorSitePageFactory,
    PracticePageFactory,
    TermFactory,
    UserFactory,
    editor,
    give_second_step,
    make_member,
    members_only,
    moderator,
)
from tests.mentorsites.profiles import add_keeper

pytestmark = pytest.mark.django_db
RESULT = "Repeat calls went down, and staff say that they sleep better."
ANSWERS = {"verdict": "adapted", "result": RESULT, "would_again": "changes"}
DANGER = "I cannot go on any more, I want to end my life tonight."
State = AdoptionReport.State


@pytest.fixture
def practice(db):
    return PracticePageFactory(title="Follow-up within two days")


@pytest.fixture
def writer(client):
    person = make_member()
    client.force_login(person)
    return person


def send(client, practice, **fields):
    return client.post(f"/adoptions/{practice.pk}/new/", {**ANSWERS, **fields})


def page_of(client, practice) -> str:
    return client.get(practice.get_absolute_url()).text


# --- Telling --------------------------------------------------------------------------------------
def test_three_answers_are_enough(client, writer, practice):
    answer = send(client, practice)

    report = AdoptionReport.objects.get()
    assert answer.url == f"{practice.get_absolute_url()}#adoptions"
    assert (report.reporter, report.verdict, report.state) == (writer, "adapted", State.LIVE)
    assert RESULT in page_of(client, practice)


def test_what_the_member_told_of_the_program_is_filled_in(client, writer, practice):
    rural = TermFactory(slug="rural")
    program = Program.objects.create(person=writer, place=JurisdictionFactory(name="Georgia"))
    program.community_types.add(rural)

    content = client.get(f"/adoptions/{practice.pk}/new/").text

    assert re.search(rf'<input[^>]*name="community_types" value="{rural.pk}"[^>]*checked', content)
    assert f'<option value="{program.place_id}" selected>Georgia' in content


@pytest.mark.parametrize("missing", ["verdict", "result", "would_again"])
def test_a_missing_answer_is_asked_for_and_nothing_typed_is_lost(client, writer, practice, missing):
    answer = send(client, practice, **{missing: ""}, cost="Half a position", started="2024-05")

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert 'value="Half a position"' in answer.text
    assert 'value="2024-05"' in answer.text
    assert not AdoptionReport.objects.exists()


def test_a_date_that_is_none_is_refused_beside_its_field(client, writer, practice):
    answer = send(client, practice, started="last spring")

    assert answer.status_code == 422
    assert 'id="id_started_error"' in answer.text
    assert RESULT in answer.text


def test_the_same_form_sent_twice_gives_one_report(client, writer, practice):
    send(client, practice, form_key="a-key")

    second = send(client, practice, form_key="a-key")

    assert second.status_code in (302, 429)
    assert AdoptionReport.objects.count() == 1


def test_the_second_sending_of_a_form_returns_the_first_report(practice):
    person = UserFactory()
    answers = {"verdict": "adopted", "result": RESULT, "would_again": "yes"}
    first = report_adoption(practice, answers=answers, by=person, at=NOW, form_key="k")

    again = report_adoption(practice, answers=answers, by=person, at=NOW, form_key="k")

    assert again == first


def test_one_member_reports_once_on_a_practice(practice):
    kept = AdoptionReportFactory(practice=practice)

    with pytest.raises(UnableToReport) as refused:
        report_adoption(practice, answers=ANSWERS, by=kept.reporter, at=NOW, form_key="other")

    assert refused.value.kept == kept


def test_who_reported_before_is_led_to_that_report(client, writer, practice):
    kept = AdoptionReportFactory(practice=practice, reporter=writer)

    shown = client.get(f"/adoptions/{practice.pk}/new/")
    sent = send(client, practice)

    assert shown.url == f"/adoptions/report/{kept.pk}/edit/"
    assert sent.status_code == 422
    assert f"/adoptions/report/{kept.pk}/edit/" in sent.text
    assert RESULT in sent.text


def test_a_visitor_signs_in_first(client, practice):
    answer = client.get(f"/adoptions/{practice.pk}/new/")

    assert answer.url.startswith("/sign-in/?next=")


def test_what_a_signed_out_member_wrote_comes_back(client, practice):
    answer = client.post(f"/adoptions/{practice.pk}/new/", ANSWERS, headers={"accept": "text/html"})

    assert "You were signed out in the meantime" in answer.text
    assert RESULT in answer.text


def test_a_silenced_member_gets_the_words_back(client, writer, practice):
    now, admin = timezone.now(), UserFactory(is_superuser=True)
    silence(writer, until=now + timedelta(days=1), reason="A pause", by=admin, at=now)

    answer = send(client, practice)

    assert answer.status_code == 403
    assert "A steward has paused your writing" in answer.text
    assert RESULT in answer.text


def test_many_reports_at_once_are_slowed_down_with_every_word(client, writer, practice):
    send(client, practice)

    answer = send(client, PracticePageFactory())

    assert answer.status_code == 429
    assert RESULT in answer.text


# --- The checks -----------------------------------------------------------------------------------
def test_a_record_number_has_to_be_taken_out(client, writer, practice):
    text = f"{RESULT} See case number 2026-004512 for one of them."

    answer = send(client, practice, result=text)

    assert answer.status_code == 422
    assert "Could this point to somebody?" in answer.text
    assert "2026-004512" in answer.text
    assert "Send it to a moderator first" not in answer.text
    assert not AdoptionReport.objects.exists()


def test_a_warning_is_answered_with_one_click(client, writer, practice):
    text = f"{RESULT} Her sister called from 555-555-0142."

    asked = send(client, practice, result=text)
    sent = send(client, practice, result=text, cleared="phone")

    assert asked.status_code == 422
    assert sent.status_code == 302
    assert AdoptionReport.objects.get().result == text


def test_the_marked_words_are_written_less_exactly_on_request(client, writer, practice):
    text = f"{RESULT} Her sister called from 555-555-0142."

    answer = send(client, practice, result=text, action="mask")

    assert "Her sister called from a phone number" in answer.text
    assert "555-0142" not in answer.text
    assert not AdoptionReport.objects.exists()


def test_words_that_sound_like_danger_lead_to_help_and_wait_for_a_person(client, writer, practice):
    officer = moderator()

    answer = send(client, practice, result=DANGER)

    report = AdoptionReport.objects.get()
    assert answer.url == "/forums/help-now/"
    assert report.state == State.HELD
    told = Notification.objects.get(person=officer)
    assert (told.kind, told.subject, told.is_private) == ("review", report, True)
    client.logout()
    assert DANGER not in page_of(client, practice)


def test_danger_is_never_refused_for_its_length(client, writer, practice):
    send(client, practice, result=f"{DANGER} {'Very long words. ' * 120}")

    assert AdoptionReport.objects.get().state == State.HELD


# --- What is shown --------------------------------------------------------------------------------
def test_reports_are_counted_beside_the_evidence(client, practice):
    for verdict, again in (
        ("adopted", "yes"),
        ("adopted", "no"),
        ("adapted", "changes"),
        ("stopped", "no"),
    ):
        AdoptionReportFactory(practice=practice, verdict=verdict, would_again=again)
    AdoptionReportFactory(practice=practice, state=State.HELD)

    practice.what_it_is = practice.how_it_works = "<p>Calls the day after.</p>"
    practice.save()

    content = page_of(client, practice)

    expected = "2 adopted · 1 adapted · 1 tried and stopped · 2 of 4 would do it again"
    assert expected in content
    assert "Not yet rated" in content
    assert content.index('id="evidence"') < content.index('id="adoptions"')
    assert '<a href="#adoptions">' in content


def test_a_practice_without_reports_asks_for_the_first(client, practice):
    content = page_of(client, practice)

    assert "No program has told us yet" in content
    assert f"/adoptions/{practice.pk}/new/" in content


def test_a_program_without_a_name_is_called_by_its_kind(client, practice):
    kinds = [TermFactory(slug="rural", label="Rural"), TermFactory(slug="tribal", label="Tribal")]
    AdoptionReportFactory(
        practice=practice, community_types=kinds, place=JurisdictionFactory(name="New Mexico")
    )

    assert "A rural and tribal program in New Mexico" in page_of(client, practice)


def test_the_name_of_the_member_is_not_shown(client, practice):
    person = UserFactory(name="Robin Quiet")
    AdoptionReportFactory(practice=practice, reporter=person)

    assert "Robin Quiet" not in page_of(client, practice)
    assert "Robin Quiet" not in client.get(f"/adoptions/{practice.pk}/").text


def test_markup_in_a_report_stays_text(client, practice):
    AdoptionReportFactory(practice=practice, result="<script>go()</script> & more")

    content = page_of(client, practice)

    assert "&lt;script&gt;go()&lt;/script&gt; &amp; more" in content


def test_verdict_and_community_narrow_the_list(client, practice):
    rural = TermFactory(vocabulary=Vocabulary.COMMUNITY_TYPE, slug="rural")
    AdoptionReportFactory(practice=practice, program_name="One", community_types=[rural])
    AdoptionReportFactory(practice=practice, program_name="Two")
    AdoptionReportFactory(
        practice=practice, program_name="Three", verdict="stopped", community_types=[rural]
    )

    content = client.get(f"/adoptions/{practice.pk}/?verdict=adopted&community=rural").text

    assert 'class="adoption__who">One<' in content
    assert "Two" not in content
    assert "Three" not in content


def test_filters_that_do_not_exist_are_ignored(client, practice):
    AdoptionReportFactory(practice=practice, program_name="One")

    answer = client.get(f"/adoptions/{practice.pk}/?verdict=sold&community=moon&after=x")

    assert "One" in answer.text


def test_older_reports_follow_on_the_next_page_without_a_gap(client, practice):
    for n in range(23):
        AdoptionReportFactory(
            practice=practice, program_name=f"Program no {n}.", created_at=NOW + timedelta(days=n)
        )

    first = client.get(f"/adoptions/{practice.pk}/").text
    after = re.search(r"after=(\d+)", first)[1]
    second = client.get(f"/adoptions/{practice.pk}/?after={after}").text

    seen = [re.findall(r"Program no (\d+)\.</h3>", page) for page in (first, second)]
    assert [int(n) for n in [*seen[0], *seen[1]]] == list(range(22, -1, -1))
    assert len(seen[0]) == 20


def test_the_feed_names_sites_and_programs(client, practice):
    AdoptionReportFactory(practice=practice, program_name="Sample County EMS")
    AdoptionReportFactory(practice=practice, program_name="Quiet", state=State.HELD)

    answer = client.get(f"/adoptions/{practice.pk}/feed/")

    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "Adopted by Sample County EMS" in answer.text
    assert "Quiet" not in answer.text


@pytest.mark.parametrize("page", ["", "feed/"])
def test_reports_on_a_practice_that_one_may_not_see_do_not_exist(client, practice, page):
    AdoptionReportFactory(practice=practice)
    members_only(practice)

    assert client.get(f"/adoptions/{practice.pk}/{page}").status_code == 404


def test_a_report_leads_to_its_site_when_the_reader_may_see_that(client, practice):
    open_site = MentorSitePageFactory(title="Open valley team")
    closed = MentorSitePageFactory(title="Closed harbor team")
    members_only(closed)
    AdoptionReportFactory(practice=practice, site_id=open_site.pk)
    AdoptionReportFactory(practice=practice, site_id=closed.pk)

    content = page_of(client, practice)

    assert "Open valley team" in content
    assert "Closed harbor team" not in content


def test_only_who_keeps_a_site_speaks_for_it(client, writer, practice):
    from mentorsites.models import SiteManager

    kept, other = MentorSitePageFactory(title="Kept"), MentorSitePageFactory(title="Other")
    nothing = client.get(f"/adoptions/{practice.pk}/new/").text
    SiteManager.objects.create(
        site=kept,
        person=writer,
        agency_email="robin@agency.example.org",
        terms=SiteManager.TERMS,
        terms_accepted_at=NOW,
        began_at=NOW,
        confirmed_at=NOW,
    )

    content = client.get(f"/adoptions/{practice.pk}/new/").text
    refused = send(client, practice, site=other.pk)
    sent = send(client, practice, site=kept.pk)

    assert 'name="site"' not in nothing
    assert (">Kept<" in content, ">Other<" in content) == (True, False)
    assert (refused.status_code, sent.status_code) == (422, 302)
    assert AdoptionReport.objects.get().site_id == kept.pk


# --- Changing and removing ------------------------------------------------------------------------
def test_authors_change_what_they_said(client, writer, practice):
    report = AdoptionReportFactory(practice=practice, reporter=writer)

    answer = client.post(f"/adoptions/report/{report.pk}/edit/", {**ANSWERS, "verdict": "stopped"})

    report.refresh_from_db()
    assert answer.status_code == 302
    assert (report.verdict, report.result, report.state) == ("stopped", RESULT, State.LIVE)
    assert report.edited_at is not None


def test_authors_remove_what_they_said_for_good(client, writer, practice):
    report = AdoptionReportFactory(practice=practice, reporter=writer)

    asked = client.get(f"/adoptions/report/{report.pk}/remove/")
    client.post(f"/adoptions/report/{report.pk}/remove/")

    assert "Remove your report?" in asked.text
    assert not AdoptionReport.objects.exists()


@pytest.mark.parametrize("page", ["edit/", "remove/"])
def test_nobody_changes_what_others_said(client, writer, practice, page):
    report = AdoptionReportFactory(practice=practice)

    answer = client.post(f"/adoptions/report/{report.pk}/{page}", ANSWERS)

    assert answer.status_code == 404
    assert AdoptionReport.objects.get().verdict == "adopted"


@pytest.mark.parametrize("lost", ["ended", "overdue"])
def test_whoever_keeps_a_site_no_more_changes_words_in_their_own_name(
    client, writer, practice, lost
):
    site = MentorSitePageFactory()
    place = add_keeper(site, writer)
    report = AdoptionReportFactory(practice=practice, reporter=writer, site_id=site.pk)
    at = f"/adoptions/report/{report.pk}/edit/"
    client.post(at, ANSWERS | {"site": site.pk})
    report.refresh_from_db()
    assert report.site_id == site.pk
    change = {"asked_at": timezone.now() - timedelta(days=31)}
    if lost == "ended":
        change = {"ended_at": NOW, "ended_because": "removed"}
    type(place).objects.update(**change)

    client.post(at, {**ANSWERS, "result": "It was all the others' fault."})

    report.refresh_from_db()
    assert (report.result, report.site_id) == ("It was all the others' fault.", None)


@pytest.mark.parametrize("is_changed_first", [False, True])
def test_a_hidden_report_does_not_come_back_by_removing_it(
    client, writer, practice, is_changed_first
):
    report = AdoptionReportFactory(practice=practice, reporter=writer, cost="A van")
    hide_report(report, reason="It names somebody.", by=moderator(), at=NOW)
    if is_changed_first:
        client.post(f"/adoptions/report/{report.pk}/edit/", ANSWERS)

    client.post(f"/adoptions/report/{report.pk}/remove/")
    again = send(client, practice)

    kept = AdoptionReport.objects.get()
    assert again.status_code in (422, 429)
    assert (kept.state, kept.result, kept.cost) == (State.HIDDEN, "", "")
    client.post(f"/adoptions/report/{kept.pk}/edit/", ANSWERS)
    kept.refresh_from_db()
    assert (kept.state, kept.result) == (State.HELD, RESULT)


def test_what_its_author_took_back_is_not_shown_to_everyone(practice):
    report = AdoptionReportFactory(practice=practice)
    officer = moderator()
    hide_report(report, reason="It names somebody.", by=officer, at=NOW)
    remove_report(report, by=report.reporter, at=NOW)

    assert show_report(report, by=officer, at=NOW).is_hidden


# --- Looking after --------------------------------------------------------------------------------
def test_a_moderator_hides_a_report_and_its_author_reads_why(client, practice):
    report, officer = AdoptionReportFactory(practice=practice), moderator()
    give_second_step(officer)
    client.force_login(officer)

    client.post(f"/adoptions/report/{report.pk}/hide/", {"reason": "It names a small town."})

    report.refresh_from_db()
    assert (report.state, report.hidden_by) == (State.HIDDEN, officer)
    told = Notification.objects.get(person=report.reporter)
    assert (told.subject, told.is_private) == (report, True)
    client.force_login(report.reporter)
    assert "It names a small town." in client.get(report.get_absolute_url()).text
    assert RESULT not in page_of(client, practice)


def test_hiding_takes_a_reason(client, practice):
    report, officer = AdoptionReportFactory(practice=practice), moderator()
    give_second_step(officer)
    client.force_login(officer)

    answer = client.post(f"/adoptions/report/{report.pk}/hide/", {"reason": ""})

    assert answer.status_code == 422
    assert AdoptionReport.objects.get().is_live


def test_an_editor_of_the_practice_may_hide_reports_on_it(client, practice):
    report = AdoptionReportFactory(practice=practice)
    client.force_login(editor())

    client.post(f"/adoptions/report/{report.pk}/hide/", {"reason": "Names somebody."})

    assert AdoptionReport.objects.get().is_hidden


def test_a_member_cannot_hide_what_others_said(client, writer, practice):
    report = AdoptionReportFactory(practice=practice)

    answer = client.post(f"/adoptions/report/{report.pk}/hide/", {"reason": "I disagree."})

    assert answer.status_code == 403
    assert AdoptionReport.objects.get().is_live


def hidden_report(practice, **fields):
    return AdoptionReportFactory(
        practice=practice, state=State.HIDDEN, hidden_at=NOW, hidden_reason="Names a town", **fields
    )


def test_a_hidden_report_is_not_there_for_others(client, writer, practice):
    report = hidden_report(practice)

    assert client.get(report.get_absolute_url()).status_code == 404
    assert report.result not in client.get(f"/adoptions/{practice.pk}/").text


def test_what_was_hidden_and_changed_is_read_by_a_moderator_first(practice):
    officer, report = moderator(), hidden_report(practice)

    edit_report(report, answers=ANSWERS, by=report.reporter, at=NOW)

    report.refresh_from_db()
    assert report.state == State.HELD
    assert Notification.objects.filter(person=officer, kind="review").exists()


def test_showing_it_again_tells_followers_only_when_they_were_not_told(practice):
    fan, officer = UserFactory(), moderator()
    follow(practice, by=fan, at=NOW)
    told_of, waited = (
        hidden_report(practice),
        AdoptionReportFactory(practice=practice, state=State.HELD, announced_at=None),
    )

    show_report(told_of, by=officer, at=NOW)
    show_report(waited, by=officer, at=NOW)
    show_report(waited, by=officer, at=NOW)

    news = Notification.objects.filter(person=fan)
    assert [(one.subject, one.count) for one in news] == [(waited, 1)]


def test_nothing_of_this_writes_words_into_the_log(client, writer, practice):
    send(client, practice, result=DANGER)

    assert not ModerationEvent.objects.exists()


# --- Telling others -------------------------------------------------------------------------------
def test_followers_of_the_practice_are_told_once(practice):
    fan, person = UserFactory(), UserFactory()
    follow(practice, by=fan, at=NOW)
    follow(practice, by=person, at=NOW)

    report = report_adoption(practice, answers=ANSWERS, by=person, at=NOW)
    edit_report(report, answers={**ANSWERS, "cost": "Nothing"}, by=person, at=NOW)

    (news,) = Notification.objects.all()
    assert (news.person, news.kind, news.subject) == (fan, "published", report)
    assert str(report) == "how a program fared with “Follow-up within two days”"


def test_news_of_a_report_on_a_closed_practice_reach_only_its_readers(practice):
    fan, person = UserFactory(), UserFactory()
    follow(practice, by=fan, at=NOW)
    members_only(practice)

    report = report_adoption(practice, answers=ANSWERS, by=person, at=NOW)

    assert [one.person for one in Notification.objects.filter(subject_id=report.pk)] == [fan]


# --- One's own data -------------------------------------------------------------------------------
def test_a_copy_of_ones_data_holds_the_reports(practice):
    report = AdoptionReportFactory(practice=practice, cost="Two hours a week")

    (row,) = personal_data.collect(report.reporter)["adoption reports"]

    assert (row["practice"], row["cost"]) == (practice.title, "Two hours a week")


def test_who_leaves_leaves_the_figures_without_a_name(practice):
    report = AdoptionReportFactory(practice=practice, program_name="Sample County EMS")
    hidden_report(PracticePageFactory(), reporter=report.reporter)

    personal_data.erase(report.reporter, NOW)

    report.refresh_from_db()
    assert (report.reporter, report.program_name) == (None, "")
    assert AdoptionReport.objects.count() == 1


def test_who_takes_the_words_along_leaves_nothing(practice):
    report = AdoptionReportFactory(practice=practice)
    Departure.objects.create(
        person=report.reporter, asked_at=NOW, due_at=NOW, done_at=NOW, removes_posts=True
    )

    personal_data.erase(report.reporter, NOW)

    assert not AdoptionReport.objects.exists()


# --- Costs ----------------------------------------------------------------------------------------
def many_reports(practice, count):
    kind, place = TermFactory(slug="rural"), JurisdictionFactory(name="Georgia")
    site = MentorSitePageFactory()
    for _ in range(count):
        AdoptionReportFactory(
            practice=practice, community_types=[kind], place=place, site_id=site.pk
        )


@pytest.mark.parametrize("count", [3, 40])
def test_reports_cost_a_practice_three_statements(
    client, practice, count, django_assert_max_num_queries
):
    many_reports(practice, count)

    with django_assert_max_num_queries(17):
        answer = client.get(practice.get_absolute_url())

    assert answer.status_code == 200


@pytest.mark.parametrize("count", [3, 40])
def test_the_list_costs_the_same_however_long_it_is(
    client, practice, count, django_assert_max_num_queries
):
    many_reports(practice, count)

    with django_assert_max_num_queries(8):
        answer = client.get(f"/adoptions/{practice.pk}/")

    assert answer.status_code == 200


@pytest.mark.parametrize("count", [3, 40])
def test_the_feed_costs_the_same_however_long_it_is(
    client, practice, count, django_assert_max_num_queries
):
    many_reports(practice, count)

    with django_assert_max_num_queries(4):
        client.get(f"/adoptions/{practice.pk}/feed/")


def officer_in(client):
    officer = moderator()
    give_second_step(officer)
    client.force_login(officer)
    return officer


def test_moderators_reach_every_report_from_the_list(client, practice):
    report = AdoptionReportFactory(practice=practice)
    address = f'href="/adoptions/report/{report.pk}/"'
    assert address not in client.get(f"/adoptions/{practice.pk}/").text

    officer_in(client)

    assert address in client.get(f"/adoptions/{practice.pk}/").text


def test_what_waits_stands_on_one_page_for_moderators(client, practice):
    held = AdoptionReportFactory(practice=practice, state=State.HELD, result="Held words.")
    AdoptionReportFactory(practice=practice, result="Live words.")
    officer_in(client)

    page = client.get("/adoptions/waiting/").text

    assert "Held words." in page
    assert f'href="/adoptions/report/{held.pk}/"' in page
    assert "Live words." not in page
    assert "Held words." in client.get(f"/adoptions/report/{held.pk}/").text
    assert 'href="/adoptions/waiting/"' in client.get("/forums/review/").text


def test_nobody_else_finds_what_waits(client, writer, practice):
    AdoptionReportFactory(practice=practice, state=State.HELD, reporter=writer)
    give_second_step(writer)

    assert client.get("/adoptions/waiting/").status_code == 404


def test_the_page_of_what_waits_costs_the_same_with_many(
    client, practice, django_assert_max_num_queries
):
    AdoptionReportFactory(practice=practice, state=State.HELD)
    officer_in(client)
    client.get("/adoptions/waiting/")
    with django_assert_max_num_queries(24) as with_one:
        client.get("/adoptions/waiting/")
    for _ in range(12):
        AdoptionReportFactory(practice=PracticePageFactory(), state=State.HELD)

    with django_assert_max_num_queries(len(with_one)):
        client.get("/adoptions/waiting/")
