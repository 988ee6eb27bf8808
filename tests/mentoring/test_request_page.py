import pytest
from django.utils import timezone

from forums.actions.drafting import keep_draft
from forums.models import Draft
from hub.notifications.models import Notification
from hub.taxonomy.models import Vocabulary
from mentoring.actions.answering import accept_offer, decline_offer, decline_request
from mentoring.actions.messaging import write_message
from mentoring.models import MentorRequest, RequestMessage, Status
from mentorsites.models import SiteNote
from tests.factories import (
    ForumFactory,
    PracticePageFactory,
    TermFactory,
    TopicFactory,
    UserFactory,
    make_member,
    mentoring_staff,
)

from .worlds import ask, keeper_of, offer_of, open_site

pytestmark = pytest.mark.django_db


def address_of(request: MentorRequest, verb: str = "") -> str:
    return f"{request.get_absolute_url()}{verb}"


def to_site(request: MentorRequest) -> str:
    """The value that writes to the site that has the request."""
    return f"site-{offer_of(request).pk}"


@pytest.fixture
def site():
    return open_site("Small Town")


@pytest.fixture
def asked(member, site):
    """A request of the member, offered to the site."""
    return ask(member, sites=[site], at=timezone.now(), program_name="Night team")


def test_who_asked_sees_who_answers_by_when(member_client, asked):
    content = member_client.get(address_of(asked)).content.decode()

    reply_by = timezone.localtime(offer_of(asked).reply_by)
    assert "Small Town is asked" in content
    assert f"{reply_by:%A, %B} {reply_by.day}" in content
    assert 'aria-current="step"' in content
    assert "Yes, we help" not in content


def test_the_site_sees_what_is_asked_and_can_answer(client, site, asked):
    client.force_login(keeper_of(site))

    content = client.get(address_of(asked)).content.decode()

    assert "Night team asks for help" in content
    assert "Which call types should we begin with?" in content
    assert "Yes, we help" in content
    assert "Take the request back" not in content


def test_the_staff_finds_the_way_to_its_verbs(client, asked):
    client.force_login(mentoring_staff())

    content = client.get(address_of(asked)).content.decode()

    assert "For the network’s staff" in content


@pytest.mark.parametrize("verb", ["", "plan/", "finish/", "withdraw/", "accept/", "decline/"])
def test_for_a_stranger_there_is_no_such_request(client, asked, verb):
    client.force_login(make_member())

    assert client.get(address_of(asked, verb)).status_code == 404


@pytest.mark.parametrize(
    "verb", ["message/", "wait/", "agree/", "take-back/", "close/", "ask-the-forums/"]
)
def test_a_stranger_can_do_nothing(client, asked, verb):
    client.force_login(make_member())

    assert client.post(address_of(asked, verb), {"text": "Hello there."}).status_code == 404


def test_a_visitor_is_sent_to_sign_in(client, asked):
    assert client.get(address_of(asked)).status_code == 302


def test_a_site_that_said_no_reads_it_no_more(client, site, asked):
    decline_offer(offer_of(asked), reason="no-room", by=keeper_of(site), at=timezone.now())
    client.force_login(keeper_of(site))

    assert client.get(address_of(asked)).status_code == 404


def test_opening_it_reads_what_one_was_told(member, member_client, site, asked):
    accept_offer(offer_of(asked), by=keeper_of(site), at=timezone.now())

    member_client.get(address_of(asked))

    assert not Notification.objects.filter(person=member, read_at=None).exists()


def test_a_message_goes_to_the_other_side(member_client, site, asked, client):
    response = member_client.post(
        address_of(asked, "message/"), {"to": to_site(asked), "text": "We can call on Tuesdays."}
    )

    message = RequestMessage.objects.get()
    assert response.status_code == 302
    assert message.offer == offer_of(asked)
    client.force_login(keeper_of(site))
    assert "We can call on Tuesdays." in client.get(address_of(asked)).content.decode()


def test_a_message_to_the_team_is_not_read_by_the_site(member_client, site, asked, client):
    member_client.post(
        address_of(asked, "message/"), {"to": "staff", "text": "They seem far away."}
    )

    client.force_login(keeper_of(site))
    assert "They seem far away." not in client.get(address_of(asked)).content.decode()


def test_the_site_answers_whoever_asked(client, member_client, site, asked):
    client.force_login(keeper_of(site))

    client.post(
        address_of(asked, "message/"), {"to": "requester", "text": "Tuesdays suit us, too."}
    )

    assert RequestMessage.objects.get().side == "site"
    assert "Tuesdays suit us" in member_client.get(address_of(asked)).content.decode()


def test_an_empty_message_is_said_next_to_the_field(member_client, asked):
    response = member_client.post(address_of(asked, "message/"), {"to": to_site(asked), "text": ""})

    assert response.status_code == 422
    assert "Write at least a short sentence" in response.content.decode()


def test_a_message_with_what_identifies_somebody_is_not_sent(member_client, asked):
    words = "Her SSN is 219-09-9999, as she said."

    response = member_client.post(
        address_of(asked, "message/"), {"to": to_site(asked), "text": words}
    )

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not RequestMessage.objects.exists()


def test_danger_in_a_message_meets_help_first(member_client, asked):
    typed = {"to": to_site(asked), "text": "I want to die, I cannot go on."}

    first = member_client.post(address_of(asked, "message/"), typed)
    sent = member_client.post(address_of(asked, "message/"), typed | {"seen_help": "1"})

    assert first.status_code == 200
    assert "You are not alone with this" in first.content.decode()
    assert sent.status_code == 302


def test_the_same_message_sent_twice_is_one(member_client, asked):
    typed = {"to": to_site(asked), "text": "We can call on Tuesdays.", "form_key": "one-form"}

    member_client.post(address_of(asked, "message/"), typed)
    member_client.post(address_of(asked, "message/"), typed)

    assert RequestMessage.objects.count() == 1


def test_older_messages_are_a_link_away(member, member_client, asked, monkeypatch):
    monkeypatch.setattr("mentoring.request_page.MESSAGES", 2)
    for number in range(3):
        write_message(
            asked, text=f"Message {number}", by=member, at=timezone.now(), side="requester"
        )

    first = member_client.get(address_of(asked))
    earlier = first.context["shown"].earlier
    second = member_client.get(f"{address_of(asked)}?before={earlier}").content.decode()

    assert "Message 0" not in first.content.decode()
    assert "Message 0" in second


def test_who_asked_takes_it_back_with_words(member_client, asked):
    member_client.post(address_of(asked, "withdraw/"), {"words": "We found an answer."})

    asked.refresh_from_db()
    assert asked.status == Status.WITHDRAWN
    assert asked.events.last().words == "We found an answer."


def test_what_has_ended_cannot_be_taken_back(member_client, asked):
    member_client.post(address_of(asked, "withdraw/"), {})

    response = member_client.post(address_of(asked, "withdraw/"), {})

    assert response.status_code == 422
    assert "not possible any more" in response.content.decode()


@pytest.fixture
def declined(member):
    topic = TopicFactory(name="Dispatch")
    request = ask(member, topics=[topic], tried="We asked the county.")
    return decline_request(
        request,
        reason="no-room",
        words="Everybody is busy.",
        by=mentoring_staff(),
        at=timezone.now(),
    )


def test_a_no_shows_what_else_can_help(member_client, declined):
    topic = declined.topics.get()
    note = SiteNote.objects.create(
        site=open_site("Small Town"),
        title="Five lines on dispatch",
        text="Ask first.",
        happened_on=timezone.now().date(),
        published_at=timezone.now(),
    )
    note.topics.add(topic)
    PracticePageFactory(title="A call matrix", topics=[topic])
    PracticePageFactory(title="Something else")

    content = member_client.get(address_of(declined)).content.decode()

    assert "Everybody is busy." in content
    assert "Five lines on dispatch" in content
    assert "A call matrix" in content
    assert "Something else" not in content


def test_who_found_no_room_can_wait_for_it(member_client, declined):
    member_client.post(address_of(declined, "wait/"))

    declined.refresh_from_db()
    assert declined.status == Status.SUBMITTED
    assert "You are on the list" in member_client.get(address_of(declined)).content.decode()


@pytest.mark.parametrize("is_there", [True, False])
def test_waiting_is_offered_while_a_site_could_have_room_later(member_client, declined, is_there):
    if is_there:
        open_site("Full", calls_per_quarter=0, visits_per_quarter=0)

    content = member_client.get(address_of(declined)).content.decode()

    assert ("any site that fits, also one you did not choose" in content) is is_there
    assert (address_of(declined, "wait/") in content) is is_there


def test_waiting_is_refused_in_words_when_it_is_not_possible(member_client, asked):
    response = member_client.post(address_of(asked, "wait/"), follow=True)

    assert "Only a request that found no room" in response.content.decode()


def test_the_words_go_on_to_the_forums_as_a_draft(member, member_client, declined):
    forum = ForumFactory()

    response = member_client.post(address_of(declined, "ask-the-forums/"))

    draft = Draft.objects.get(person=member)
    assert response.headers["Location"] == f"{forum.get_absolute_url()}new/?kind=question"
    assert draft.data["would_help"] == "Which call types should we begin with?"
    assert draft.data["tried"] == "We asked the county."


def test_another_question_that_was_begun_is_left_alone(member, member_client, declined):
    first, second = ForumFactory(name="A first one"), ForumFactory(name="B second one")
    keep_draft(f"new:{first.slug}", data={"title": "Mine"}, seq=0, by=member, at=timezone.now())

    response = member_client.post(address_of(declined, "ask-the-forums/"))

    assert response.headers["Location"] == f"{second.get_absolute_url()}new/?kind=question"
    assert Draft.objects.get(key=f"new:{first.slug}").data == {"title": "Mine"}


def test_with_a_question_begun_in_every_forum_one_is_told(member, member_client, declined):
    forum = ForumFactory()
    keep_draft(f"new:{forum.slug}", data={"title": "Mine"}, seq=0, by=member, at=timezone.now())

    response = member_client.post(address_of(declined, "ask-the-forums/"), follow=True)

    assert "You have begun a question in every forum already" in response.text
    assert Draft.objects.get().data == {"title": "Mine"}


def test_sites_read_the_program_as_matching_reads_it(client, member, site):
    TermFactory(vocabulary=Vocabulary.RESPONSE_MODEL, slug="ems", label="EMS and clinician")
    TermFactory(vocabulary=Vocabulary.POPULATION_BAND, slug="town", label="10,000 to 49,999")
    facts = {"response_models": ["ems"], "population": 12345, "population_band": "town"}
    request = ask(member, sites=[site], at=timezone.now(), facts=facts)
    client.force_login(keeper_of(site))

    content = client.get(address_of(request)).text

    assert "<dd>EMS and clinician</dd>" in content
    assert "12,345 (10,000 to 49,999)" in content


def test_without_a_forum_there_is_a_word_about_it(member_client, declined):
    response = member_client.post(address_of(declined, "ask-the-forums/"), follow=True)

    assert "no forum where you can ask" in response.content.decode()


def test_the_page_is_kept_nowhere(member_client, asked):
    response = member_client.get(address_of(asked))

    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("side", ["requester", "site", "staff"])
def test_the_page_costs_the_same_with_many_messages(
    client, member, site, asked, side, django_assert_max_num_queries
):
    offer = offer_of(asked)
    accept_offer(offer, by=keeper_of(site), at=timezone.now())
    people = {"requester": member, "site": keeper_of(site), "staff": mentoring_staff()}
    client.force_login(people[side])
    client.get(address_of(asked))

    with django_assert_max_num_queries(14) as few:
        client.get(address_of(asked))
    cost = len(few)
    for number in range(8):
        write_message(
            asked,
            text=f"Message {number}",
            by=UserFactory(),
            at=timezone.now(),
            side="site",
            offer=offer,
        )
    client.get(address_of(asked))
    with django_assert_max_num_queries(cost):
        content = client.get(address_of(asked)).content.decode()
    assert "Message 7" in content
