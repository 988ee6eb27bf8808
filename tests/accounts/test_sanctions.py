"""Silencing and suspending: until when, told to the person, written down, lifted."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.accounts.actions import FOREVER, UnableToSanction, lift_sanction, silence, suspend
from hub.accounts.models import Sanction, SecurityEvent, User
from tests.accounts.staff import administrator, signed_in, steward
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
Kind = SecurityEvent.Kind


def stored(person: User) -> User:
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize(("act", "asks"), [(silence, "is_silenced"), (suspend, "is_suspended")])
def test_it_ends_by_itself_when_the_clock_says_so(act, asks):
    person = UserFactory()

    act(person, reason="Shouting.", until=AT + DAY, by=administrator(), at=AT)

    is_held = getattr(stored(person), asks)
    assert is_held(AT)
    assert is_held(AT + DAY - timedelta(seconds=1))
    assert not is_held(AT + DAY)


@pytest.mark.parametrize(("act", "asks"), [(silence, "is_silenced"), (suspend, "is_suspended")])
def test_without_an_end_it_does_not_end(act, asks):
    person = UserFactory()

    sanction = act(person, reason="Shouting.", until=None, by=administrator(), at=AT)

    assert getattr(stored(person), asks)(datetime(2199, 1, 1, tzinfo=UTC))
    assert sanction.ends_at is None


def test_the_far_day_can_be_shown_in_every_time_zone():
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        with timezone.override(zone):
            assert timezone.localtime(FOREVER)


@pytest.mark.parametrize("act", [silence, suspend])
def test_the_person_is_told_why_until_when_and_how_to_appeal(act, mailoutbox):
    person, by = UserFactory(), administrator(name="Kim Lee")

    act(person, reason="Named a patient.", until=AT + DAY, by=by, at=AT)

    mail = mailoutbox[0]
    assert mail.to == [person.email]
    for text in (mail.body, mail.alternatives[0][0]):
        assert "Named a patient." in text
        assert "June 16, 2026" in text
        assert "reply to this e-mail" in text
        assert "988" in text
        assert by.email not in text


@pytest.mark.parametrize(("act", "kind"), [(silence, Kind.SILENCED), (suspend, Kind.SUSPENDED)])
def test_it_is_written_down_without_the_reason(act, kind):
    person, by = UserFactory(), administrator()

    act(person, reason="Named a patient.", until=AT + DAY, by=by, at=AT)

    event = SecurityEvent.objects.get()
    assert (event.kind, event.person, event.actor) == (kind, person, by)
    assert "patient" not in str(event.detail)


def test_a_suspended_person_is_signed_out_at_once(home):
    person = UserFactory()
    client = signed_in(person)
    assert client.get("/").wsgi_request.user == person

    suspend(person, reason="Shouting.", until=None, by=administrator(), at=timezone.now())

    assert client.get("/").wsgi_request.user.is_anonymous


def test_a_silenced_person_stays_signed_in(home):
    person = UserFactory()
    client = signed_in(person)

    silence(person, reason="Shouting.", until=None, by=administrator(), at=timezone.now())

    assert client.get("/").wsgi_request.user == person


@pytest.mark.parametrize("act", [silence, suspend])
def test_nobody_does_it_to_themselves(act):
    by = administrator()

    with pytest.raises(UnableToSanction):
        act(by, reason="Shouting.", until=AT + DAY, by=by, at=AT)


@pytest.mark.parametrize("act", [silence, suspend])
def test_only_an_administrator_does_it_to_an_administrator(act):
    person = administrator()

    with pytest.raises(UnableToSanction):
        act(person, reason="Shouting.", until=AT + DAY, by=steward(), at=AT)
    act(person, reason="Shouting.", until=AT + DAY, by=administrator(), at=AT)

    assert Sanction.objects.count() == 1


@pytest.mark.parametrize("act", [silence, suspend])
def test_a_member_does_it_to_nobody(act):
    with pytest.raises(UnableToSanction):
        act(UserFactory(), reason="Shouting.", until=AT + DAY, by=UserFactory(), at=AT)


@pytest.mark.parametrize("until", [AT + 8 * DAY, None])
def test_a_long_suspension_is_for_administrators(until):
    person = UserFactory()

    with pytest.raises(UnableToSanction, match="7 days"):
        suspend(person, reason="Shouting.", until=until, by=steward(), at=AT)
    suspend(person, reason="Shouting.", until=until, by=administrator(), at=AT)


def test_a_steward_suspends_for_seven_days():
    person = UserFactory()

    suspend(person, reason="Shouting.", until=AT + 7 * DAY, by=steward(), at=AT)

    assert stored(person).is_suspended(AT)


@pytest.mark.parametrize("until", [AT, AT - DAY])
def test_it_does_not_end_before_it_begins(until):
    with pytest.raises(UnableToSanction):
        silence(UserFactory(), reason="Shouting.", until=until, by=administrator(), at=AT)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_there_is_always_a_reason(reason):
    with pytest.raises(UnableToSanction):
        silence(UserFactory(), reason=reason, until=None, by=administrator(), at=AT)


def test_the_latest_end_of_all_that_runs_counts():
    person, by = UserFactory(), administrator()

    for days in (3, 10, 1):
        silence(person, reason="Shouting.", until=AT + days * DAY, by=by, at=AT)

    assert stored(person).silenced_until == AT + 10 * DAY


def test_lifting_one_leaves_the_others_running():
    person, by = UserFactory(), administrator()
    silence(person, reason="One.", until=AT + 3 * DAY, by=by, at=AT)
    longer = silence(person, reason="Two.", until=None, by=by, at=AT)
    suspend(person, reason="Three.", until=AT + DAY, by=by, at=AT)

    lift_sanction(longer, by=by, at=AT + timedelta(hours=1))

    assert stored(person).silenced_until == AT + 3 * DAY
    assert stored(person).suspended_until == AT + DAY


def test_lifting_the_only_one_ends_it_and_is_told_and_written_down(mailoutbox):
    person, by = UserFactory(), administrator()
    sanction = suspend(person, reason="Shouting.", until=None, by=by, at=AT)
    mailoutbox.clear()

    lift_sanction(sanction, by=by, at=AT + DAY)

    assert stored(person).suspended_until is None
    assert (sanction.lifted_by, sanction.lifted_at) == (by, AT + DAY)
    assert "open again" in mailoutbox[0].subject
    assert SecurityEvent.objects.filter(kind=Kind.SANCTION_LIFTED, person=person).count() == 1


def test_nothing_is_lifted_twice_or_after_its_end():
    by = administrator()
    lifted = silence(UserFactory(), reason="Shouting.", until=AT + DAY, by=by, at=AT)
    over = silence(UserFactory(), reason="Shouting.", until=AT + DAY, by=by, at=AT)
    lift_sanction(lifted, by=by, at=AT)

    for sanction in (lifted, over):
        with pytest.raises(UnableToSanction, match="ended already"):
            lift_sanction(sanction, by=by, at=AT + DAY)


def test_nobody_lifts_their_own():
    person = steward()
    sanction = silence(person, reason="Shouting.", until=None, by=administrator(), at=AT)

    with pytest.raises(UnableToSanction):
        lift_sanction(sanction, by=person, at=AT)


# --- On the editors' side -------------------------------------------------------------------------


def page_of(person: User, word: str) -> str:
    return f"/admin/users/{person.pk}/{word}/"


@pytest.mark.parametrize(
    ("word", "asks"), [("silence", "is_silenced"), ("suspend", "is_suspended")]
)
def test_the_form_does_it_and_the_page_of_the_person_says_so(word, asks):
    person, client = UserFactory(), signed_in(steward())

    response = client.post(page_of(person, word), {"reason": "Shouting.", "lasts": "3"})
    content = client.get(response.headers["Location"]).content.decode()

    assert getattr(stored(person), asks)(timezone.now() + 2 * DAY)
    assert not getattr(stored(person), asks)(timezone.now() + 4 * DAY)
    assert "Shouting." in content
    assert "Lift</a>" in content


def test_the_form_lifts_it():
    person, client = UserFactory(), signed_in(steward())
    client.post(page_of(person, "silence"), {"reason": "Shouting.", "lasts": "open"})
    sanction = Sanction.objects.get()

    page = client.get(f"/admin/users/sanctions/{sanction.pk}/lift/")
    client.post(f"/admin/users/sanctions/{sanction.pk}/lift/")
    again = client.post(f"/admin/users/sanctions/{sanction.pk}/lift/")

    assert "Shouting." in page.content.decode()
    assert stored(person).silenced_until is None
    assert again.status_code == 422


def test_the_end_of_a_day_is_the_end_of_that_day():
    person, client = UserFactory(), signed_in(steward())
    day = timezone.localdate() + 2 * DAY

    client.post(
        page_of(person, "silence"),
        {"reason": "Shouting.", "lasts": "day", "last_day": day.isoformat()},
    )

    end = timezone.localtime(Sanction.objects.get().ends_at)
    assert (end.date(), end.hour, end.minute) == (day, 23, 59)


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": ""},
        {"reason": "x" * 501},
        {"lasts": ""},
        {"lasts": "day"},
        {"lasts": "day", "last_day": "2001-01-01"},
        {"lasts": "day", "last_day": "9999-12-31"},
        {"lasts": "day", "last_day": "soon"},
        {"lasts": "30"},
        {"lasts": "open"},
    ],
)
def test_a_mistake_keeps_what_was_typed(typed):
    sent = {"reason": "Kept words", "lasts": "3", **typed}

    response = signed_in(steward()).post(page_of(UserFactory(), "suspend"), sent)

    assert response.status_code == 422
    assert sent["reason"] in response.content.decode()
    assert not Sanction.objects.exists()


def test_hostile_words_are_shown_as_text(mailoutbox):
    person, client = UserFactory(name="<b>Sam</b>"), signed_in(steward())
    reason = "<script>go()</script>"

    response = client.post(page_of(person, "silence"), {"reason": reason, "lasts": "3"})
    content = client.get(response.headers["Location"]).content.decode()

    assert reason not in content
    assert reason not in mailoutbox[0].alternatives[0][0]
    assert reason in mailoutbox[0].body


@given(reason=st.text(), lasts=st.text(max_size=10), last_day=st.text(max_size=12))
@settings(max_examples=30, deadline=None)
def test_any_words_in_the_form_are_taken_or_refused(reason, lasts, last_day):
    client = signed_in(administrator())
    sent = {"reason": reason, "lasts": lasts or "day", "last_day": last_day}

    assert client.post(page_of(UserFactory(), "suspend"), sent).status_code in {302, 422}


@pytest.mark.parametrize("word", ["silence", "suspend"])
@pytest.mark.parametrize("missing", ["change_user", "add_sanction"])
def test_the_form_asks_for_permission(word, missing):
    has = tuple({"change_user", "add_sanction"} - {missing})
    person = UserFactory()

    response = signed_in(steward(codenames=has)).get(page_of(person, word))

    assert response.headers["Location"] == "/admin/"


@pytest.mark.parametrize("word", ["silence", "suspend"])
def test_there_is_no_form_for_an_administrator_or_oneself(word):
    by = steward()
    client = signed_in(by)

    for person in (administrator(), by):
        assert client.post(page_of(person, word), {"reason": "x", "lasts": "3"}).status_code == 302
    assert not Sanction.objects.exists()
