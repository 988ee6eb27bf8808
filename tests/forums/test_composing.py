"""Writing by the pages, without scripts: nothing typed is lost, and the checks are kind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.models import Draft, ModerationEvent, Post, PostRevision, ReviewItem, Thread
from forums.words import words_of
from hub.accounts.actions import silence
from tests.factories import (
    ForumFactory,
    JurisdictionFactory,
    PostFactory,
    PracticePageFactory,
    ThreadFactory,
    TopicFactory,
    UserFactory,
    grant,
    make_member,
)
from tests.forums.writing import TEXT, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    person = make_member()
    client.force_login(person)
    return person


def reply_to(client, thread, body=TEXT, **fields):
    return client.post(f"{thread.get_absolute_url()}reply/", {"body": body, **fields})


def text_of(response) -> str:
    return response.content.decode()


def test_a_reply_leads_to_itself(client, member):
    thread = ThreadFactory()

    response = reply_to(client, thread)

    post = thread.posts.get(number=2)
    assert (response.status_code, response["Location"]) == (302, post.get_absolute_url())
    assert post.author == member


def test_a_visitor_is_asked_to_sign_in_first(client):
    response = reply_to(client, ThreadFactory())

    # What was typed is shown back, with a way to sign in and send it.
    assert TEXT in text_of(response) or response.status_code == 302


def test_a_reply_costs_twelve_statements_at_most(client, member):
    thread = ThreadFactory()
    client.get(thread.get_absolute_url())
    # The watched words are remembered for a minute.
    words_of(TEXT, by=member)

    with CaptureQueriesContext(connection) as captured:
        reply_to(client, thread, form_key="a-key")

    asked = statements(captured)
    assert thread.posts.count() == 2
    assert len(asked) <= 12, "\n".join(one[:120] for one in asked)


def test_an_empty_reply_is_refused_next_to_its_field(client, member):
    response = reply_to(client, ThreadFactory(), body=" ")

    assert response.status_code == 422
    assert "Error:" in text_of(response)


def test_a_preview_shows_what_will_be_posted_and_posts_nothing(client, member):
    thread = ThreadFactory()

    page = text_of(reply_to(client, thread, body="It is **theirs** to choose.", action="preview"))

    assert "<strong>theirs</strong>" in page
    assert "It is **theirs** to choose." in page
    assert thread.posts.count() == 1


def test_a_text_that_clearly_identifies_somebody_is_not_posted(client, member):
    thread = ThreadFactory()

    response = reply_to(client, thread, body="Her SSN is 123-45-6789 and we called twice.")

    page = text_of(response)
    assert response.status_code == 422
    assert "<mark>123-45-6789</mark>" in page
    assert "Her SSN is" in page
    assert thread.posts.count() == 1


def test_it_can_be_sent_to_a_moderator_first(client, member):
    thread = ThreadFactory()
    body = "Her SSN is 123-45-6789 and we called twice."

    reply_to(client, thread, body=body, to_moderator="on")

    post = thread.posts.get(number=2)
    assert post.state == Post.State.HELD
    assert ReviewItem.objects.get(post=post).kind == ReviewItem.Kind.IDENTIFIES


def test_what_is_only_suspected_is_asked_about_once(client, member):
    thread = ThreadFactory()
    body = "Our client can be reached at 212-555-0143 every morning."
    asked = reply_to(client, thread, body=body)
    kinds = {one.finding.kind for one in asked.context["form"].found}

    answered = reply_to(client, thread, body=body, cleared=list(kinds))

    assert (asked.status_code, answered.status_code) == (422, 302)
    assert thread.posts.get(number=2).is_live


def test_masking_writes_less_exactly_and_posts_nothing_yet(client, member):
    thread = ThreadFactory()
    body = "Her SSN is 123-45-6789 and we called twice."

    page = text_of(reply_to(client, thread, body=body, action="mask"))

    assert "123-45-6789" not in page
    assert "we called twice" in page
    assert thread.posts.count() == 1


def test_the_log_of_a_check_holds_kind_and_outcome_and_no_words(client, member):
    thread = ThreadFactory()
    body = "Our client can be reached at 212-555-0143 every morning."
    kinds = {one.finding.kind for one in reply_to(client, thread, body=body).context["form"].found}

    reply_to(client, thread, body=body, cleared=list(kinds))

    event = ModerationEvent.objects.get(kind=ModerationEvent.Kind.CHECKED)
    assert {one["outcome"] for one in event.after["findings"]} == {"not about a person"}
    assert "555" not in str(event.after)
    assert event.person is None


def test_words_of_danger_lead_to_help_at_once(client, member):
    thread = ThreadFactory()

    response = client.post(
        f"{thread.get_absolute_url()}reply/",
        {"body": "I cannot go on. I want to die tonight."},
        follow=True,
    )

    page = text_of(response)
    assert "Call 988" in page
    assert "You are not alone" in page
    assert thread.posts.get(number=2).state == Post.State.HELD


def test_pressing_twice_posts_once_and_leads_to_the_same_post(client, member):
    thread = ThreadFactory()

    first = reply_to(client, thread, form_key="twice")
    second = reply_to(client, thread, form_key="twice")

    assert first["Location"] == second["Location"]
    assert thread.posts.count() == 2


def test_replying_again_at_once_keeps_the_text_and_says_when(client, member):
    thread = ThreadFactory()
    reply_to(client, thread)

    response = reply_to(client, thread, body="A second thought right away.")

    assert response.status_code == 429
    assert "Retry-After" in response.headers
    assert "A second thought right away." in text_of(response)


def test_a_silenced_member_reads_why_and_keeps_the_text(client, member):
    from datetime import timedelta

    thread = ThreadFactory()
    now = timezone.now()
    admin = UserFactory(is_superuser=True)
    silence(member, until=now + timedelta(days=1), reason="cooling off", by=admin, at=now)

    response = reply_to(client, thread, body="What I wanted to say to all of you.")

    assert response.status_code == 403
    assert "What I wanted to say" in text_of(response)
    assert thread.posts.count() == 1


def test_quoting_takes_the_words_with_a_link_to_them(client, member):
    thread = ThreadFactory()
    post = PostFactory(thread=thread, source="Ask them. That is the whole trick.")

    response = client.get(f"{thread.get_absolute_url()}reply/?to={post.number}&quote=1")
    body = response.context["form"].initial["body"]

    assert "> Ask them. That is the whole trick." in body
    assert post.get_absolute_url() in body


def test_a_new_member_may_not_send_many_links(client):
    client.force_login(UserFactory())
    links = " ".join(f"https://example.org/{number}" for number in range(3))

    response = reply_to(client, ThreadFactory(), body=f"Look at these: {links}")

    assert response.status_code == 422
    assert "At most 2 links" in text_of(response)


# --- New threads --------------------------------------------------------------------------------


def question(**fields):
    return {
        "kind": "question",
        "title": "How do you staff follow-up visits?",
        "situation": "Two clinicians and a county of many miles.",
        "would_help": "A way to choose who gets a visit.",
        **fields,
    }


def test_a_question_is_put_together_from_its_four_answers(client, member):
    forum, topic, place = ForumFactory(), TopicFactory(), JurisdictionFactory()
    data = question(topics=[topic.pk], place=place.pk)

    client.post(f"{forum.get_absolute_url()}new/", data)

    thread = Thread.objects.get()
    source = thread.posts.get().source
    assert "### The situation" in source
    assert "### What would help" in source
    assert "### What we tried" not in source
    assert (list(thread.topics.all()), thread.place) == ([topic], place)


def test_a_question_from_a_page_is_tied_to_it(client, member):
    ForumFactory()
    page = PracticePageFactory(title="Follow-up in two days")

    shown = client.get(f"/forums/new/?kind=question&about={page.pk}", follow=True)
    client.post(shown.redirect_chain[-1][0], question(about=page.pk))

    assert "Follow-up in two days" in shown.context["form"].initial["title"]
    assert Thread.objects.get().about_id == page.pk


def test_a_page_that_one_may_not_see_cannot_be_tied(client, member):
    forum, page = ForumFactory(), PracticePageFactory()
    page.unpublish()

    client.post(f"{forum.get_absolute_url()}new/", question(about=page.pk))

    assert Thread.objects.get().about is None


def test_six_topics_are_too_many_and_everything_typed_stays(client, member):
    forum = ForumFactory()
    data = question(topics=[TopicFactory().pk for _ in range(6)])

    response = client.post(f"{forum.get_absolute_url()}new/", data)

    assert response.status_code == 422
    assert "Two clinicians and a county" in text_of(response)


def test_only_facilitators_announce(client, member):
    forum = ForumFactory(kinds=["announcement"])
    data = {"kind": "announcement", "title": "A new calendar", "body": TEXT}

    refused = client.post(f"{forum.get_absolute_url()}new/", data)
    grant(member, forum, 4)
    taken = client.post(f"{forum.get_absolute_url()}new/", data)

    assert (refused.status_code, taken.status_code) == (403, 302)


def test_a_kind_that_the_forum_does_not_take_becomes_one_it_takes(client, member):
    forum = ForumFactory(kinds=["discussion"])

    client.post(f"{forum.get_absolute_url()}new/", question(body=TEXT))

    assert Thread.objects.get().kind == "discussion"


def test_a_case_asks_its_writer_to_vouch_for_it(client, member):
    forum = ForumFactory(kinds=["case"])
    data = question(kind="case", setting="A rural county, a call about worry.")

    refused = client.post(f"{forum.get_absolute_url()}new/", data)
    client.post(f"{forum.get_absolute_url()}new/", data | {"attests": "on"})

    assert refused.status_code == 422
    assert Thread.objects.get().state == Thread.State.HELD


# --- Editing, drafts ----------------------------------------------------------------------------


def test_an_edit_keeps_what_was_said_before(client, member):
    post = PostFactory(author=member)
    address = f"{post.get_absolute_url()}edit/"

    client.post(address, {"body": "Ask them first, always.", "reason": "clearer"})

    post.refresh_from_db()
    revision = PostRevision.objects.get(post=post)
    assert (post.source, post.version) == ("Ask them first, always.", 2)
    assert revision.source == TEXT
    page = text_of(client.get(f"{post.get_absolute_url()}history/"))
    assert "<ins>" in page
    assert "<del>" in page


def test_others_cannot_edit(client, member):
    post = PostFactory()

    assert client.get(f"{post.get_absolute_url()}edit/").status_code == 404


def test_removing_leaves_a_line_and_counts_again(client, member):
    post = PostFactory(author=member)

    client.post(f"{post.get_absolute_url()}remove/")

    post.thread.refresh_from_db()
    assert post.thread.reply_count == 0
    assert "removed by its author" in text_of(client.get(post.thread.get_absolute_url()))


def test_a_first_post_without_answers_takes_its_thread_along(client, member):
    thread = ThreadFactory(author=member)

    client.post(f"/forums/p/{thread.pk}/1/remove/")

    assert client.get(thread.get_absolute_url()).status_code == 404


def test_a_draft_survives_and_goes_when_it_is_sent(client, member):
    thread = ThreadFactory()
    key = f"thread:{thread.pk}"
    client.post("/forums/typing/draft/", {"key": key, "seq": "0", "data-body": "Half a thought"})
    client.logout()
    client.force_login(member)

    restored = client.get(thread.get_absolute_url()).context["form"].initial["body"]
    reply_to(client, thread, body="A whole thought at last.")

    assert restored == "Half a thought"
    assert not Draft.objects.exists()


def test_an_older_window_does_not_overwrite_a_newer_draft(client, member):
    send = {"key": "thread:1", "seq": "0", "data-body": "first"}
    client.post("/forums/typing/draft/", send)
    client.post("/forums/typing/draft/", send | {"seq": "1", "data-body": "newer"})

    late = client.post("/forums/typing/draft/", send | {"data-body": "older"})

    assert (late.status_code, late.json()["newer"]) == (409, {"body": "newer"})
    assert Draft.objects.get().data == {"body": "newer"}


def test_people_and_topics_are_suggested_but_nobody_who_hides(client, member):
    from hub.people.models import Reach
    from tests.factories import ProfileFactory

    shown = ProfileFactory(person=UserFactory(name="Marla Shown"), about_shown="members", about="x")
    ProfileFactory(person=UserFactory(name="Marla Hidden"))
    TopicFactory(name="Follow-up care")
    assert shown.reach >= Reach.MEMBERS

    people = client.get("/forums/typing/people/", {"q": "marla"}).json()["results"]
    topics = client.get("/forums/typing/topics/", {"q": "follow"}).json()["results"]

    assert [one["label"] for one in people] == ["Marla Shown"]
    assert [one["value"] for one in topics] == ["#follow-up-care"]
