"""Two people and a moderator, two browsers: from a question on a phone to a draft page."""

import re

import pytest

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
# Not the page and not the words that other tests read again later.
PRACTICE = "/practices/a-clinician-by-video-for-distant-crews/"
ASKER, ANSWERER, REVIEWER = "manager@example.org", "editor@example.org", "moderator@example.org"
TITLE = "Who answers the telephone on a Sunday?"


@pytest.fixture(scope="module")
def people(browser, hub):
    """The asker on a phone and the answerer at a desk, both signed in."""
    from .survey import sign_in

    pages = []
    for email, viewport in ((ASKER, PHONE), (ANSWERER, {"width": 1280, "height": 900})):
        context = browser.new_context(base_url=hub.url, viewport=viewport)
        context.set_default_timeout(10_000)
        page = context.new_page()
        sign_in(page, email, hub.password_of(email))
        pages.append(page)
    yield pages
    for page in pages:
        page.context.close()


def test_a_question_becomes_an_answer_a_summary_and_a_find(people):
    phone, desk = people
    phone.goto(PRACTICE)
    phone.get_by_role("link", name="Ask about this").click()
    phone.get_by_label("Title").fill(TITLE)
    phone.get_by_label("What is the situation?").fill("Two clinicians share the weekends.")
    phone.get_by_label("What would help you?").fill("A way that does not need a third person.")
    phone.get_by_role("button", name="Post", exact=True).click()
    phone.get_by_role("heading", name=TITLE).wait_for()
    address = re.sub(r"[?#].*", "", phone.url)
    phone.goto(PRACTICE)
    assert phone.get_by_role("link", name=TITLE).is_visible()

    # Answered with a quotation of what was selected and a mention, both by what the page suggests.
    desk.goto(address)
    desk.locator("#p-1 .post__body p").last.select_text()
    desk.locator("#p-1").get_by_role("link", name="Quote 1").click()
    field = desk.get_by_label("Your reply")
    assert "does not need a third person" in field.input_value()
    field.press("Control+End")
    field.type("Peers call on Sundays from home. @sample-m", delay=30)
    desk.locator(".suggestions [role=option]").first.wait_for()
    field.press("Enter")
    desk.get_by_role("button", name="Post reply").click()
    desk.locator("#p-2").wait_for()
    assert desk.locator("#p-2 .mention").count() == 1

    phone.goto(address)
    phone.locator("#p-2").get_by_role("link", name="This answers it: 2").click()
    phone.get_by_label("What worked, in one line").fill("Peers call from home on Sundays.")
    phone.get_by_role("button", name="Mark as the answer").click()
    phone.goto(address)
    assert phone.get_by_text("What worked: Peers call from home").is_visible()

    phone.get_by_role("link", name="Write a summary").click()
    phone.get_by_label("The question").fill("Who calls on Sundays.")
    phone.get_by_label("What worked, and where").fill("Peers, from home.")
    phone.get_by_label("Posts it draws on").fill("2")
    phone.get_by_role("button", name="Propose it").click()
    phone.get_by_text("A facilitator reads it").wait_for()
    desk.goto(address.replace("/t/", "/change/").rsplit("/", 2)[0] + "/summary/")
    desk.get_by_role("button", name="Accept").click()
    desk.get_by_role("heading", name="In short").wait_for()

    found = desk.get_by_role("link", name=TITLE)
    for _ in range(40):
        desk.goto("/search/?q=answers+telephone+Sunday")
        if found.count():
            break
        desk.wait_for_timeout(250)
    assert found.first.is_visible()


def go_without_second_step(page, address: str) -> None:
    """Sample people may, for this session, on a machine of their own."""
    page.goto(address)
    without = page.get_by_role("button", name=re.compile("Only trying the hub"))
    if without.count():
        without.first.click()
        page.goto(address)


def test_a_thread_becomes_a_draft_whose_contributors_are_asked(people):
    phone, desk = people
    desk.goto("/forums/latest/")
    desk.get_by_role("link", name=TITLE).click()
    address = desk.get_by_role("link", name="Make a page of this").get_attribute("href")
    go_without_second_step(desk, address)
    desk.get_by_label("Promising practice").check()
    desk.get_by_label("Title of the page").fill("Sunday calls from home")
    for box in desk.get_by_role("checkbox").all():
        box.check()
    desk.get_by_role("button", name="Make the draft").click()
    desk.wait_for_url(re.compile("/admin/pages/"))
    assert desk.locator("[name=title]").input_value() == "Sunday calls from home"

    phone.goto("/notifications/?show=me")
    phone.get_by_role("link", name=re.compile("name", re.IGNORECASE)).first.click()
    phone.get_by_label("By my role only").check()
    phone.get_by_role("button", name="Save").click()
    phone.locator(".notice--ok").first.wait_for()


def test_a_reported_post_disappears_is_reviewed_and_comes_back(people, hub, browser):
    from .survey import sign_in

    phone, _ = people
    phone.goto("/forums/latest/")
    phone.get_by_role("link", name=TITLE).click()
    address = re.sub(r"[?#].*", "", phone.url)
    phone.locator("#p-2").get_by_role("link", name="Report 2").click()
    phone.get_by_label("It could identify a person who was served").check()
    phone.get_by_role("button", name="Report it").click()
    visitor = browser.new_context(base_url=hub.url).new_page()
    visitor.goto(address)
    assert visitor.get_by_text("hidden until a moderator has looked").is_visible()
    assert not visitor.get_by_text("Peers call on Sundays").is_visible()

    desk = browser.new_context(base_url=hub.url).new_page()
    sign_in(desk, REVIEWER, hub.password_of(REVIEWER))
    go_without_second_step(desk, "/forums/review/")
    desk.get_by_role("link", name=TITLE).first.click()
    desk.get_by_label("Approve", exact=False).first.check()
    desk.get_by_role("button", name="Decide").click()

    visitor.goto(address)
    assert visitor.get_by_text("Peers call on Sundays").is_visible()
    for page in (visitor, desk):
        page.context.close()


def test_a_reply_is_written_by_keyboard_alone(people):
    _, desk = people
    desk.goto("/forums/latest/")
    desk.get_by_role("link", name=TITLE).focus()
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="Reply", exact=True).first.focus()
    desk.keyboard.press("Enter")
    for _ in range(60):
        if desk.evaluate("document.activeElement.name") == "body":
            break
        desk.keyboard.press("Tab")
    desk.keyboard.type("Written without a mouse, and a second thought.")
    desk.keyboard.press("Control+A")
    desk.keyboard.press("Control+B")
    for _ in range(20):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.value") == "post":
            break
    desk.keyboard.press("Enter")
    desk.locator("#p-3").wait_for()

    assert desk.locator("#p-3 strong").inner_text().startswith("Written without a mouse")


def test_a_draft_comes_back_after_the_page_was_closed(people):
    phone, _ = people
    phone.goto("/forums/ask-the-network/")
    phone.locator(".topic-row a").first.click()
    phone.get_by_label("Your reply").fill("Half a thought that must not get lost.")
    phone.wait_for_timeout(2_500)

    phone.goto("/")
    phone.go_back()
    phone.reload()

    kept = phone.get_by_label("Your reply").input_value()
    assert kept == "Half a thought that must not get lost."
    phone.get_by_label("Your reply").fill("")
    phone.wait_for_timeout(2_500)
