"""The review queue: who sees what in it, deciding once, and taking it back."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.actions.claiming import UnableToClaim, claim
from forums.actions.deciding import UnableToDecide, decide
from forums.actions.editing import edit_post
from forums.actions.reporting import report_post
from forums.actions.reviews import ask_again, open_review
from forums.actions.snapshots import snapshot
from forums.actions.states import settle
from forums.actions.undoing import UnableToUndo, undo_decision
from forums.models import (
    CaseDetail,
    Level,
    ModerationEvent,
    Post,
    PostRevision,
    ReviewItem,
    Standing,
    Thread,
)
from forums.review_messages import message_for
from forums.words import words_of
from tests.factories import (
    NOW,
    ForumFactory,
    PostFactory,
    ThreadFactory,
    UserFactory,
    grant,
    make_member,
    moderator,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
PHONE = "Call her at 555-0142, she was our client on Maple Road."


def item_of(post=None, *, kind="report", by=None) -> ReviewItem:
    post = post or PostFactory()
    return open_review(post, reasons=[kind], by=by, at=NOW)


def held(**fields) -> Post:
    return PostFactory(state="held", told_at=None, **fields)


def facilitator(forum) -> object:
    person = make_member()
    grant(person, forum, Level.FACILITATE)
    return person


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# --- Who sees it ----------------------------------------------------------------------------------
def test_there_is_no_queue_for_members(member_client, client):
    item = item_of()

    assert member_client.get("/forums/review/").status_code == 404
    assert member_client.get(f"/forums/review/{item.pk}/").status_code == 404
    assert client.get("/forums/review/").status_code == 302


def test_facilitators_see_what_waits_in_their_own_forum():
    mine, other = item_of(), item_of()
    client = signed_in(facilitator(mine.forum))

    page = client.get("/forums/review/").text

    assert mine.post.thread.title in page
    assert other.post.thread.title not in page
    assert client.get(f"/forums/review/{other.pk}/").status_code == 404


def test_nobody_reviews_what_they_wrote_themselves():
    boss = moderator()
    item = item_of(PostFactory(author=boss))
    client = signed_in(boss)

    assert item.post.thread.title not in client.get("/forums/review/").text
    assert client.get(f"/forums/review/{item.pk}/").status_code == 404
    with pytest.raises(UnableToDecide, match="yourself"):
        decide(item, decision="nothing", by=boss, at=NOW)


def test_a_moderator_sees_the_post_alone_of_a_private_forum_and_that_is_logged():
    forum = ForumFactory(visibility="group", name="Quiet room")
    thread = ThreadFactory(forum=forum)
    post = PostFactory(thread=thread, source="Markerword in private")
    item, boss = item_of(post), moderator()
    client = signed_in(boss)

    assert "Markerword" not in client.get("/forums/review/").text
    assert "Markerword" not in client.get(f"/forums/review/{item.pk}/").text
    client.post(f"/forums/review/{item.pk}/claim/")
    page = client.get(f"/forums/review/{item.pk}/").text

    assert "Markerword" in page
    assert "Quiet room" not in page
    assert ModerationEvent.objects.filter(kind="claimed", actor=boss, forum=forum).exists()
    assert client.get(thread.get_absolute_url()).status_code == 404


def test_the_most_urgent_comes_first_and_kinds_are_filtered():
    item_of(held(), kind="first")
    item_of(kind="crisis")
    item_of(kind="report")
    client = signed_in(moderator())

    rows = client.get("/forums/review/").context["leaf"].rows
    few = client.get("/forums/review/", {"kind": ["first", "report"]}).context["leaf"].rows

    assert [row.item.kind for row in rows] == ["crisis", "report", "first"]
    assert [row.item.kind for row in few] == ["report", "first"]


def test_a_long_queue_has_pages_without_gaps():
    thread = ThreadFactory()
    for _ in range(35):
        item_of(PostFactory(thread=thread))
    client = signed_in(moderator())

    first = client.get("/forums/review/").context["leaf"]
    second = client.get("/forums/review/", {"after": first.after}).context["leaf"]

    numbers = [row.item.pk for row in (*first.rows, *second.rows)]
    assert (len(first.rows), len(second.rows), second.after) == (30, 5, "")
    assert len(set(numbers)) == 35


@pytest.mark.parametrize(
    "after", ["x", "1.2", "9.99999999999999999999.1", "-1.0.0", "²..", "100.1.1"]
)
def test_a_page_that_nobody_made_is_no_error(after):
    assert signed_in(moderator()).get("/forums/review/", {"after": after}).status_code == 200


def test_the_queue_costs_the_same_for_one_item_and_for_thirty():
    client, thread = signed_in(moderator()), ThreadFactory()
    item_of(PostFactory(thread=thread))
    client.get("/forums/review/")
    with CaptureQueriesContext(connection) as few:
        client.get("/forums/review/")
    for _ in range(25):
        item_of(PostFactory(thread=thread))

    with CaptureQueriesContext(connection) as many:
        client.get("/forums/review/")

    assert len(many) == len(few) <= 20


def test_findings_are_marked_and_named():
    item = item_of(PostFactory(source=PHONE))

    page = signed_in(moderator()).get(f"/forums/review/{item.pk}/").text

    assert "<mark>555-0142</mark>" in page


def test_markup_in_a_post_is_shown_as_text():
    item = item_of(PostFactory(source="<script>alert(1)</script> and <img src=x onerror=a>"))

    page = signed_in(moderator()).get(f"/forums/review/{item.pk}/").text

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_a_crisis_is_folded_has_a_script_and_no_button_that_hides():
    item = item_of(held(source="Markerword I cannot go on"), kind="crisis")
    client = signed_in(moderator())

    queue, page = client.get("/forums/review/").text, client.get(f"/forums/review/{item.pk}/").text

    assert "Markerword" not in queue
    assert "Care script" in page
    assert '<details class="facet"><summary>Show the words' in page
    assert 'value="hidden"' not in page
    assert 'value="helped"' in page


# --- Claiming -------------------------------------------------------------------------------------
def test_what_somebody_looks_at_nobody_else_decides_for_half_an_hour():
    item, ann, ben = item_of(), moderator(name="Ann"), moderator(name="Ben")
    claim(item, by=ann, at=NOW)

    with pytest.raises(UnableToClaim, match="Ann is looking"):
        claim(item, by=ben, at=LATER)
    with pytest.raises(UnableToDecide, match="Ann is looking"):
        decide(item, decision="nothing", by=ben, at=LATER)
    assert claim(item, by=ben, at=NOW + timedelta(minutes=31)).claimed_by == ben


def test_a_colleague_is_asked_to_join():
    item, ann, ben = item_of(kind="crisis"), moderator(), moderator()
    ben.notifications.all().delete()

    signed_in(ann).post(f"/forums/review/{item.pk}/claim/", {"decision": "colleague"})

    assert ben.notifications.count() == 1
    assert fresh(item).claimed_by == ann


# --- Deciding -------------------------------------------------------------------------------------
def test_a_held_post_is_approved_and_counts_for_its_new_author():
    person = UserFactory(joined_at=NOW - timedelta(days=3))
    post = held(author=person)

    decide(item_of(post, kind="first"), decision="approved", by=moderator(), at=LATER, message="Hi")

    assert fresh(post).state == "live"
    assert Standing.objects.get(person=person).approved_posts == 1
    assert person.notifications.count() == 1


def test_an_approved_case_is_released():
    thread = ThreadFactory(kind="case", state="held")
    CaseDetail.objects.create(thread=thread, attested_at=NOW)

    decide(item_of(thread.posts.get(), kind="case"), decision="approved", by=moderator(), at=LATER)

    assert CaseDetail.objects.get().released_at == LATER
    assert fresh(thread).state == "live"


def test_masking_takes_the_words_out_and_hides_what_was_before():
    post = held(source=PHONE)

    decide(
        item_of(post, kind="identifies"),
        decision="masked",
        by=moderator(),
        at=LATER,
        also_mask=["maple road"],
    )

    post = fresh(post)
    assert "555-0142" not in post.source + post.html
    assert "Maple Road" not in post.source + post.html
    assert post.state == "live"
    assert PostRevision.objects.get(post=post).hidden_at == LATER


def test_masking_with_nothing_to_mask_says_so():
    item = item_of(PostFactory(source="Nothing at all in here."))

    with pytest.raises(UnableToDecide, match="nothing that they can mask"):
        decide(item, decision="masked", by=moderator(), at=LATER)

    assert fresh(item).is_open


def test_a_change_is_asked_for_and_the_changed_post_comes_back():
    post = PostFactory()
    item = item_of(post)
    decide(item, decision="change", by=moderator(), at=LATER, message="Please leave out the town.")

    assert fresh(post).state == "held"
    page = signed_in(post.author).get(
        ModerationEvent.objects.get(kind="decided").get_absolute_url()
    )
    assert "Please leave out the town." in page.text
    again = ask_again(fresh(post), at=LATER)
    assert (again.kind, again.is_open) == ("report", True)
    assert ask_again(fresh(post), at=LATER) is None


def test_what_identified_somebody_stays_hidden_in_the_history_after_a_change():
    post = PostFactory(source=PHONE)
    report_post(post, reason="identifies", by=UserFactory(), at=NOW)
    decide(ReviewItem.objects.get(), decision="change", by=moderator(), at=LATER, message="Please")
    words = words_of("Call the family first.", by=post.author)
    edit_post(fresh(post), words=words, by=post.author, at=LATER)
    again = ReviewItem.objects.open().get(post=post)

    decide(again, decision="approved", by=moderator(), at=LATER)

    assert fresh(post).is_live
    assert not PostRevision.objects.filter(post=post, hidden_at=None).exists()
    history = Client().get(f"/forums/p/{post.thread_id}/{post.number}/history/")
    assert "555-0142" not in history.text


def test_moving_goes_only_where_no_more_people_read():
    boss = moderator()
    members, public = ForumFactory(visibility="members"), ForumFactory(visibility="public")
    thread = ThreadFactory(forum=public)
    item = item_of(thread.posts.get())

    decide(item, decision="moved", by=boss, at=LATER, move_to=members)
    back = item_of(thread.posts.get())

    assert fresh(thread).forum == members
    assert fresh(item).forum == members
    with pytest.raises(UnableToDecide, match="more people would read it"):
        decide(back, decision="moved", by=boss, at=LATER, move_to=public)


def test_locking_from_the_queue_closes_the_thread():
    item = item_of()

    decide(item, decision="locked", by=moderator(), at=LATER)

    assert fresh(item.post.thread).is_locked


def test_a_second_decision_is_told_who_decided_and_what():
    item, ann, ben = item_of(), moderator(name="Ann"), moderator()
    decide(item, decision="hidden", by=ann, at=NOW)

    response = signed_in(ben).post(f"/forums/review/{item.pk}/", {"decision": "approved"})

    assert response.status_code == 422
    assert "Ann decided this already: hidden" in response.text


def test_a_decision_by_form_sends_the_usual_words_unless_others_are_written():
    post = PostFactory()
    item, client = item_of(post), signed_in(moderator())

    response = client.post(f"/forums/review/{item.pk}/", {"decision": "hidden"})

    assert response.status_code == 302
    assert "community rules" in fresh(item).message
    assert fresh(post).state == "hidden"


def test_a_button_of_the_queue_brings_the_words_to_change():
    item, client = item_of(), signed_in(moderator())

    response = client.post(f"/forums/review/{item.pk}/claim/", {"decision": "change"}, follow=True)

    assert "Thank you for writing. Before others see your post" in response.text
    assert response.redirect_chain[-1][0] == f"/forums/review/{item.pk}/?decision=change"


def test_the_usual_words_of_another_decision_are_not_sent_with_this_one():
    item, client = item_of(), signed_in(moderator())
    words = message_for(item, "change")

    client.post(f"/forums/review/{item.pk}/", {"decision": "hidden", "message": words})

    assert fresh(item).message == message_for(item, "hidden")


def test_a_wrong_form_keeps_what_was_typed():
    item, client = item_of(), signed_in(moderator())

    response = client.post(f"/forums/review/{item.pk}/", {"message": "My own words"})

    assert response.status_code == 422
    assert "My own words" in response.text
    assert "Choose what you decide." in response.text


def test_care_is_recorded_in_the_log_and_not_sent_to_the_author():
    post = held()
    item, client = item_of(post, kind="crisis"), signed_in(moderator())

    empty = client.post(f"/forums/review/{item.pk}/", {"decision": "helped"})
    client.post(f"/forums/review/{item.pk}/", {"decision": "helped", "message": "Called her."})

    assert empty.status_code == 422
    assert ModerationEvent.objects.get(kind="cared").reason == "Called her."
    assert fresh(post).state == "held"
    assert not post.author.notifications.exists()
    assert fresh(item).message == ""


def test_a_crisis_cannot_be_hidden_even_by_a_made_up_form():
    item = item_of(held(), kind="crisis")

    with pytest.raises(UnableToDecide):
        decide(item, decision="hidden", by=moderator(), at=NOW)


# --- Undoing --------------------------------------------------------------------------------------
def everything_about(post) -> dict:
    post = fresh(post)
    fields = ("source", "html", "excerpt", "version", "edited_at", "state", "attachment_count")
    thread = Thread.objects.values().get(pk=post.thread_id)
    return {
        "post": {name: getattr(post, name) for name in fields},
        "thread": thread,
        "versions": list(post.revisions.values("version", "source", "hidden_at")),
        "standing": list(Standing.objects.filter(person=post.author).values()),
    }


POSSIBLE = [
    ("held", "approved"),
    ("held", "masked"),
    ("held", "change"),
    ("held", "hidden"),
    ("held", "moved"),
    ("live", "masked"),
    ("live", "change"),
    ("live", "hidden"),
    ("live", "moved"),
    ("live", "locked"),
    ("live", "nothing"),
    ("hidden", "approved"),
    ("hidden", "masked"),
    ("hidden", "change"),
    ("hidden", "moved"),
]


@pytest.mark.parametrize(("state", "decision"), POSSIBLE)
def test_undoing_restores_byte_for_byte(state, decision):
    person = UserFactory(joined_at=NOW - timedelta(days=3))
    Standing.objects.create(person=person, approved_posts=1)
    thread = ThreadFactory(author=person, body=PHONE)
    post = thread.posts.get()
    PostRevision.objects.create(post=post, version=1, source="Before", created_at=NOW)
    Post.objects.filter(pk=post.pk).update(version=2, state=state)
    settle(fresh(thread))
    boss, item, before = moderator(), item_of(fresh(post)), everything_about(post)
    target = ForumFactory(visibility="members") if decision == "moved" else None
    decide(item, decision=decision, by=boss, at=LATER, move_to=target)

    undo_decision(item, by=boss, at=LATER + timedelta(days=29))

    assert everything_about(post) == before
    assert fresh(item).is_open


def test_undoing_has_its_time():
    item, boss = item_of(), moderator()
    decide(item, decision="hidden", by=boss, at=NOW)

    with pytest.raises(UnableToUndo, match="30 days"):
        undo_decision(item, by=boss, at=NOW + timedelta(days=31))
    with pytest.raises(UnableToUndo, match="open already"):
        undo_decision(item_of(), by=boss, at=NOW)


def test_what_was_changed_since_is_not_brought_back_over_it():
    item, boss = item_of(), moderator()
    decide(item, decision="hidden", by=boss, at=NOW)
    Post.objects.filter(pk=item.post_id).update(state="removed")

    with pytest.raises(UnableToUndo, match="changed after"):
        undo_decision(item, by=boss, at=LATER)


def test_undoing_by_form_opens_the_item_again():
    item, boss = item_of(), moderator()
    decide(item, decision="hidden", by=boss, at=NOW)
    ReviewItem.objects.update(decided_at=timezone.now())

    response = signed_in(boss).post(f"/forums/review/{item.pk}/undo/", follow=True)

    assert "Undone" in response.text
    assert fresh(item.post).state == "live"


# --- The log --------------------------------------------------------------------------------------
def test_members_read_their_own_lines_without_names_of_reviewers():
    item, boss = item_of(), moderator(name="Boss Name")
    decide(item, decision="hidden", by=boss, at=NOW)

    own = signed_in(item.post.author).get("/forums/log/").text
    other = signed_in(UserFactory()).get("/forums/log/").text

    assert "Decided: hidden" in own
    assert "Boss Name" not in own
    assert "Decided: hidden" not in other


def test_facilitators_read_the_log_of_their_forum_and_moderators_all():
    item = item_of()
    decide(item, decision="hidden", by=moderator(name="Boss Name"), at=NOW)

    mine = signed_in(facilitator(item.forum)).get("/forums/log/").text
    others = signed_in(facilitator(ForumFactory())).get("/forums/log/").text
    everything = signed_in(moderator()).get("/forums/log/").text

    assert "Boss Name" in mine
    assert "Boss Name" not in others
    assert "Boss Name" in everything


def test_the_log_has_pages_and_costs_the_same_however_long(django_assert_max_num_queries):
    post, boss = PostFactory(), moderator()
    for number in range(60):
        ModerationEvent.objects.create(
            kind="pinned",
            actor=boss,
            post=post,
            thread=post.thread,
            forum=post.thread.forum,
            happened_at=NOW + timedelta(seconds=number),
        )
    client = signed_in(boss)

    with django_assert_max_num_queries(12):
        first = client.get("/forums/log/").context["leaf"]
    second = client.get("/forums/log/", {"after": first.after}).context["leaf"]

    assert (len(first.lines), len(second.lines)) == (50, 10)


def test_the_log_never_holds_words_of_a_post():
    post = held(source=f"Markerword {PHONE}")
    boss, item = moderator(), item_of(post, kind="identifies")
    decide(item, decision="masked", by=boss, at=LATER)
    undo_decision(item, by=boss, at=LATER)

    lines = ModerationEvent.objects.values_list("before", "after", "reason")

    assert not any("Markerword" in str(line) or "555-0142" in str(line) for line in lines)
    assert snapshot(post)["state"] == "held"


def test_whoever_may_silence_members_gets_there_from_the_item():
    item = item_of()
    steward = moderator()
    steward.user_permissions.add(Permission.objects.get(codename="add_sanction"))
    address = f"/admin/users/{item.post.author_id}/silence/"

    assert address in signed_in(fresh(steward)).get(item.get_absolute_url()).text
    assert address not in signed_in(moderator()).get(item.get_absolute_url()).text


def test_what_was_decided_can_be_undone_however_much_was_decided_since(client):
    from forums.queue import PAGE

    judge = moderator()
    now = timezone.now()
    posts = [PostFactory() for _ in range(PAGE + 1)]
    ReviewItem.objects.bulk_create(
        ReviewItem(
            kind="report",
            post=post,
            forum=post.thread.forum,
            priority=60,
            opened_at=now,
            due_at=now,
            decided_at=now - timedelta(minutes=number),
            decided_by=judge,
            decision="approved",
        )
        for number, post in enumerate(posts)
    )
    client.force_login(judge)

    first = client.get("/forums/review/").context["decided"]
    second = client.get("/forums/review/", {"decided_before": first.older}).context["decided"]

    assert len(first.lines) == PAGE
    assert [line.item.post for line in second.lines] == [posts[-1]]


def test_undoing_is_offered_for_thirty_days(client):
    judge, now = moderator(), timezone.now()
    decided = {"kind": "report", "priority": 60, "due_at": now, "opened_at": now}
    decided |= {"decision": "approved", "decided_by": judge}
    offered = {}
    client.force_login(judge)

    for days in (29, 31):
        item = ReviewItem.objects.create(
            post=PostFactory(), decided_at=now - timedelta(days=days), **decided
        )
        offered[days] = "Undo it" in client.get(item.get_absolute_url()).content.decode()

    assert offered == {29: True, 31: False}
