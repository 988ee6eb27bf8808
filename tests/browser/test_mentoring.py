"""Three people, three browsers: from a request on a phone to a visit, a note, and a new keeper."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
ASKER, KEEPER = "practitioner@example.org", "manager@example.org"
STAFF, REVIEWER = "coordinator@example.org", "reviewer@example.org"
SITE = "/mentor-sites/sample-valley-health-and-response/"
QUESTION = "How do two governments share one clinician?"
NOTE = "Sharing a clinician between two governments"
# Eight days pass: nobody answered, and the job that time drives comes round.
EIGHT_DAYS_LATER = """
from datetime import timedelta
from django.db.models import F
from mentoring.models import Offer
late = Offer.objects.filter(request={request}, state="open")
days = timedelta(days=8)
late.update(offered_at=F("offered_at") - days, reply_by=F("reply_by") - days)
"""
# The samples that were made with the accounts take the room of the first site.
MAKE_ROOM = """
from mentorsites.models import MentorSitePage
MentorSitePage.objects.filter(slug__in=[
    "sample-county-ems", "sample-valley-health-and-response",
]).update(calls_per_quarter=9)
"""


@pytest.fixture(scope="module")
def people(browser, hub):
    """Everybody signed in, the asker on a phone."""
    from .survey import sign_in

    hub.manage("shell", "-c", MAKE_ROOM)
    pages = {}
    for email, viewport in ((ASKER, PHONE), (KEEPER, DESK), (STAFF, DESK), (REVIEWER, DESK)):
        context = browser.new_context(base_url=hub.url, viewport=viewport)
        context.set_default_timeout(10_000)
        page = context.new_page()
        sign_in(page, email, hub.password_of(email))
        if email != ASKER:
            go_without_second_step(page, "/my/")
        pages[email] = page
    yield pages
    for page in pages.values():
        page.context.close()


def today() -> date:
    """By the hub's own calendar, which is not that of this machine."""
    return datetime.now(ZoneInfo("America/New_York")).date()


def go_without_second_step(page, address: str) -> None:
    """Sample people may, for this session, on a machine of their own."""
    page.goto(address)
    without = page.get_by_role("button", name=re.compile("Only trying the hub"))
    if without.count():
        without.first.click()


def ask(page, site: str, question: str) -> str:
    """Asks one site for a call from its page; returns the address of the request."""
    page.goto(site)
    page.get_by_role("link", name="Ask this site").first.click()
    page.get_by_label("What would you like to ask?").fill(question)
    page.get_by_label("Phone or video call").check()
    page.get_by_role("button", name="Send request").last.click()
    page.wait_for_url(re.compile(r"/mentoring/requests/\d+/"))
    return re.sub(r"[?#].*", "", page.url)


def test_a_request_from_a_phone_becomes_a_visit_and_a_public_note(people, hub, browser):
    phone, desk, staff = people[ASKER], people[KEEPER], people[STAFF]
    address = ask(phone, SITE, QUESTION)
    assert phone.get_by_text("Sample Valley Health and Response").first.is_visible()

    # The site answers from its news; both write; a date is set.
    desk.goto(address)
    desk.get_by_role("button", name="Yes, we help").click()
    desk.locator("[name=text]").last.fill("Gladly. Thursday?")
    desk.get_by_role("button", name="Send", exact=True).last.click()
    phone.goto(address)
    assert phone.get_by_text("Gladly. Thursday?").is_visible()
    phone.get_by_role("link", name="Set the date").click()
    phone.get_by_label("Phone or video call").check()
    phone.locator("[name=day]").fill((today() + timedelta(days=3)).isoformat())
    phone.locator("[name=starts]").fill("10:00")
    phone.locator("[name=ends]").fill("11:00")
    phone.locator("[name=guests]").fill("Alex, chief")
    phone.get_by_role("button", name="Set the date").last.click()
    phone.wait_for_url(address)
    with phone.expect_download() as calendar:
        phone.get_by_role("link", name="Calendar file").click()
    assert "BEGIN:VEVENT" in calendar.value.path().read_text()

    # The staff sees it, too, and steps in.
    staff.goto(address)
    staff.get_by_role("button", name="I look after it").click()
    staff.wait_for_load_state("load")
    staff.goto(address)
    assert staff.get_by_text("You look after it.").is_visible()

    desk.goto(address)
    desk.get_by_role("link", name="It has taken place").click()
    desk.get_by_label("A short note on the site").check()
    desk.locator("[name=happened_on]").fill(today().isoformat())
    desk.locator("[name=public_title]").fill(NOTE)
    lines = "Write down first what each may decide alone.\nThen talk about money."
    desk.locator("[name=public_text]").fill(lines)
    desk.get_by_role("button", name="Save", exact=True).last.click()
    stranger = browser.new_context(base_url=hub.url).new_page()
    stranger.goto(SITE)
    assert not stranger.get_by_text(NOTE).is_visible()

    phone.goto(address)
    phone.get_by_role("button", name="Agree to these words").click()
    stranger.goto(SITE)
    assert stranger.get_by_text(NOTE).first.is_visible()
    assert not stranger.get_by_text(QUESTION).is_visible()
    assert stranger.goto(address).status in (302, 404) or "/sign-in/" in stranger.url
    stranger.context.close()


def test_a_silent_site_is_passed_over_by_itself(people, hub):
    phone = people[ASKER]
    address = ask(phone, "/mentor-sites/sample-county-ems/", "Who drives at night?")
    number = re.findall(r"\d+", address)[-1]

    hub.manage("shell", "-c", EIGHT_DAYS_LATER.format(request=number))
    hub.manage("tend_members")

    phone.goto(address)
    assert phone.get_by_role("heading", name=re.compile("Sample Valley.* is asked")).is_visible()


def test_a_changed_profile_is_compared_approved_and_then_live(people):
    desk, reviewer = people[KEEPER], people[REVIEWER]
    desk.goto("/my-sites/")
    desk.get_by_role("link", name=re.compile("profile", re.IGNORECASE)).first.click()
    desk.get_by_label("Best suited for").fill("Counties that begin with nothing")
    desk.get_by_role("button", name="Send for review").first.click()
    desk.wait_for_url(re.compile(r"/my-sites/changes/\d+/"))
    address = desk.url

    go_without_second_step(reviewer, address)
    reviewer.goto(address)
    assert reviewer.locator("ins", has_text="nothing").first.is_visible()
    reviewer.get_by_role("button", name="Approve").first.click()

    desk.goto("/mentor-sites/sample-county-ems/")
    assert desk.get_by_text("Counties that begin with nothing").first.is_visible()


def test_a_leaving_manager_hands_over(people, hub):
    desk, successor = people[KEEPER], people[STAFF]
    desk.goto("/my-sites/")
    desk.locator("main").get_by_role("link", name=re.compile(r"^\d+ (person|people)")).first.click()
    desk.locator("[name=email]").fill("next@sample-county.example")
    desk.get_by_label("They take my place").check()
    desk.get_by_role("button", name="Send the invitation").click()
    link = invitation_link(successor, hub)
    successor.goto(link)
    successor.get_by_role("checkbox").first.check()
    successor.get_by_role("button", name="Accept and begin").click()

    successor.goto("/my-sites/")
    assert successor.get_by_role("heading", name="Sample County EMS").is_visible()
    desk.goto("/my-sites/")
    assert not desk.get_by_role("heading", name="Sample County EMS").is_visible()


def invitation_link(page, hub) -> str:
    """The link in the mail to the agency's address, as the mailbox of this machine shows it."""
    mail = page.get_by_role("link", name=re.compile("Keep the profile of"))
    for _ in range(60):
        page.goto("/-/mailbox/")
        if mail.count():
            break
        page.wait_for_timeout(500)
    mail.first.click()
    page.wait_for_load_state("load")
    return re.findall(r"/my-sites/invited/[\w-]+/", page.content())[0]
