"""Writing without a name: nobody learns who it is, but for two officers, and then it is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from forums.actions.deciding import decide
from forums.actions.editing import edit_post
from forums.actions.reporting import report_post
from forums.actions.reviews import open_review
from forums.actions.unsealing import (
    UnableToUnseal,
    agree_to_open,
    ask_to_open,
    forget_old_seals,
    refuse_to_open,
    show_author,
    tell_opened_authors,
)
from forums.models import ModerationEvent, Post, ReviewItem, SealedAuthor, SealOpening
from forums.sealing import seal_alias
from forums.words import words_of
from hub.notifications.models import Notification, OutgoingMail
from tests.factories import (
    NOW,
    PostFactory,
    ThreadFactory,
    UserFactory,
    make_member,
    moderator,
    trust_officer,
)
from tests.forums.officers import confirmed_client

pytestmark = pytest.mark.django_db
MARKS = ("Quetzalname", "quetzal@station.example", "quetzal-handle")


@pytest.fixture
def author(db):
    return make_member(name=MARKS[0], email=MARKS[1], handle=MARKS[2])


@pytest.fixture
def post(author) -> Post:
    thread = ThreadFactory()
    alias = seal_alias(thread, of=author, trade="Clinician", at=NOW)
    return PostFactory(thread=thread, author=None, alias=alias, source="We failed that night.")


def opened(post) -> tuple[SealOpening, object, object]:
    first, second = trust_officer(name="First"), trust_officer(name="Second")
    opening = ask_to_open(post.alias, reason="threat", note="A threat.", by=first, at=NOW)
    return agree_to_open(opening, by=second, at=NOW), first, second


def ask(post, **fields) -> SealOpening:
    return ask_to_open(
        post.alias, reason="threat", note="A threat.", by=trust_officer(), at=NOW, **fields
    )


# --- Opening --------------------------------------------------------------------------------------
def test_two_officers_together_see_the_name_each_of_them_once(post, author):
    opening, first, second = opened(post)

    assert show_author(opening, to=first, at=NOW) == author
    assert show_author(opening, to=second, at=NOW) == author
    with pytest.raises(UnableToUnseal, match="once to each"):
        show_author(opening, to=first, at=NOW)


def test_nobody_opens_an_alias_alone(post):
    first = trust_officer()
    opening = ask_to_open(post.alias, reason="threat", note="A threat.", by=first, at=NOW)

    with pytest.raises(UnableToUnseal, match="alone"):
        agree_to_open(opening, by=first, at=NOW)
    with pytest.raises(UnableToUnseal):
        show_author(opening, to=first, at=NOW)


def test_a_third_officer_sees_nothing_and_after_a_day_nobody_does(post):
    opening, first, _ = opened(post)

    with pytest.raises(UnableToUnseal):
        show_author(opening, to=trust_officer(), at=NOW)
    with pytest.raises(UnableToUnseal):
        show_author(opening, to=first, at=NOW + timedelta(hours=25))


def test_a_refused_alias_stays_sealed(post):
    opening = ask(post)
    second = trust_officer()

    refuse_to_open(opening, by=second, at=NOW)

    with pytest.raises(UnableToUnseal, match="answered already"):
        agree_to_open(opening, by=second, at=NOW)
    assert ModerationEvent.objects.filter(kind="seal-refused", actor=second).exists()


def test_a_request_has_to_be_answered_within_three_days(post):
    opening = ask(post)
    with pytest.raises(UnableToUnseal, match="already"):
        ask(post)

    with pytest.raises(UnableToUnseal, match="three days"):
        agree_to_open(opening, by=trust_officer(), at=NOW + timedelta(days=4))


def test_a_deleted_seal_is_opened_by_nobody(post):
    opening, first, _ = opened(post)
    SealedAuthor.objects.all().delete()

    with pytest.raises(UnableToUnseal, match="deleted"):
        show_author(opening, to=first, at=NOW)
    with pytest.raises(UnableToUnseal, match="90 days"):
        ask(post)


def test_every_step_is_in_the_log_and_names_no_author(post, author):
    opening, first, _ = opened(post)
    show_author(opening, to=first, at=NOW)

    lines = ModerationEvent.objects.order_by("pk")
    assert [line.kind for line in lines] == ["seal-asked", "seal-opened", "seal-opened"]
    assert not any(line.person_id == author.pk for line in lines)


def test_opening_goes_by_pages_with_a_fresh_confirmation(post):
    first, second = trust_officer(), trust_officer()
    address = f"/forums/p/{post.thread_id}/{post.number}/seal/"
    stale = Client()
    stale.force_login(first)
    assert stale.get(address).status_code == 302
    one, two = confirmed_client(first), confirmed_client(second)

    assert one.post(address, {"reason": "threat"}).status_code == 422
    one.post(address, {"reason": "threat", "note": "A threat against somebody."})
    page = SealOpening.objects.get().get_absolute_url()
    assert one.post(page, {"do": "agree"}, follow=True).text.count("alone") >= 1
    two.post(page, {"do": "agree"})
    shown = two.post(page, {"do": "show"})

    assert MARKS[0] in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert MARKS[0] not in two.post(page, {"do": "show"}, follow=True).text
    assert MARKS[0] not in two.get(page).text


def test_for_everybody_else_there_is_nothing_to_open(post, member_client):
    opening = ask(post)
    boss = confirmed_client(moderator())

    for client in (member_client, boss):
        assert client.get("/forums/seals/").status_code == 404
        assert client.get(opening.get_absolute_url()).status_code == 404
        assert client.get(f"/forums/p/{post.thread_id}/{post.number}/seal/").status_code == 404


def test_a_court_forbids_telling_only_with_an_order(post):
    client = confirmed_client(trust_officer())

    response = client.post(
        f"/forums/p/{post.thread_id}/{post.number}/seal/",
        {"reason": "threat", "note": "Words", "court_forbids_telling": "on"},
    )

    assert response.status_code == 422


# --- Telling --------------------------------------------------------------------------------------
def letters() -> str:
    return "\n".join(f"{one.to} {one.subject} {one.text}" for one in OutgoingMail.objects.all())


def test_the_author_is_told_once_without_the_name_of_the_thread(post, author):
    opened(post)
    assert tell_opened_authors(NOW + timedelta(hours=1)) == 0

    told = tell_opened_authors(NOW + timedelta(days=2))

    assert told == 1
    assert tell_opened_authors(NOW + timedelta(days=3)) == 0
    sent = letters() + "".join(one.body + str(one.to) for one in mail.outbox)
    assert MARKS[1] in sent
    assert post.thread.title not in sent
    assert post.alias.label not in sent
    assert not Notification.objects.filter(person=author).exists()


def test_a_court_can_forbid_it(post):
    first, second = trust_officer(), trust_officer()
    opening = ask_to_open(
        post.alias, reason="court", note="Order.", by=first, at=NOW, court_forbids_telling=True
    )
    agree_to_open(opening, by=second, at=NOW)

    assert tell_opened_authors(NOW + timedelta(days=2)) == 0


def test_old_seals_are_deleted_but_not_before_their_author_was_told(post):
    opened(post)
    later = NOW + timedelta(days=100)
    assert forget_old_seals(later) == 0

    tell_opened_authors(later)

    assert forget_old_seals(later) == 1
    assert not SealedAuthor.objects.exists()


# --- No leak --------------------------------------------------------------------------------------
def test_nobody_who_reviews_learns_who_wrote(post, author):
    open_review(post, reasons=["alias"], by=None, at=NOW)
    report_post(post, reason="unkind", by=UserFactory(), at=NOW)
    edit_post(post, words=words_of("We failed that night, twice.", by=author), by=author, at=NOW)
    item = ReviewItem.objects.get()
    boss = confirmed_client(trust_officer())
    addresses = [
        "/forums/review/",
        item.get_absolute_url(),
        "/forums/log/",
        *[line.get_absolute_url() for line in ModerationEvent.objects.all()],
        post.thread.get_absolute_url(),
        f"/forums/p/{post.thread_id}/{post.number}/history/",
        f"/forums/p/{post.thread_id}/{post.number}/report/",
    ]
    decide(item, decision="hidden", by=moderator(), at=NOW)
    addresses.append("/forums/review/")

    pages = {one: boss.get(one).text + str(boss.get(one).headers) for one in addresses}

    assert [one for one, text in pages.items() if any(mark in text for mark in MARKS)] == []
    assert any("Clinician A" in text for text in pages.values())


def test_no_row_of_a_review_joins_the_author_to_what_they_wrote(post, author):
    report_post(post, reason="identifies", by=UserFactory(), at=NOW)
    decide(ReviewItem.objects.get(), decision="change", by=moderator(), at=NOW, message="Please")

    assert not Notification.objects.filter(person=author).exists()
    assert not OutgoingMail.objects.filter(to=author.email).exists()
    lines = ModerationEvent.objects.all()
    assert not any(author.pk in (line.person_id, line.actor_id) for line in lines)


def test_the_message_to_an_alias_is_not_asked_for(post):
    item = open_review(post, reasons=["alias"], by=None, at=NOW)

    page = confirmed_client(moderator()).get(item.get_absolute_url()).text

    assert "nobody knows whom to write to" in page
    assert 'name="message"' not in page
