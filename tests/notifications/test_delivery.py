"""The queue and the mail server: nothing is lost, no news comes twice, whatever happens."""

from datetime import timedelta

import pytest
from django.conf import settings as hub_settings
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, send_mail
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from hub.notifications import delivery
from hub.notifications.actions import forget_old_mail, notify, settings_of
from hub.notifications.delivery import deliver, recover
from hub.notifications.mail import QueueingBackend, UnableToQueue, rows_for
from hub.notifications.models import MailSettings, Notification, OutgoingMail
from tests.factories import PracticePageFactory, UserFactory
from tests.notifications.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db
Kind, State = OutgoingMail.Kind, OutgoingMail.State


def queued(at, *, kind=Kind.ACCOUNT, to="ana@example.org", **fields):
    message = EmailMultiAlternatives("Hello", "Plain words", "hub@example.org", [to])
    message.attach_alternative("<p>Rich words</p>", "text/html")
    (row,) = rows_for(message, kind=kind, at=at, **fields)
    row.save()
    return row


def notice_with_news(at, person=None):
    person = person or UserFactory()
    settings_of(person, at=at)
    notify(
        [person],
        kind=Notification.Kind.MENTION,
        subject=PracticePageFactory(),
        at=at,
        is_for_me=True,
    )
    mail = queued(at, kind=Kind.NOTICE, to=person.email, person=person)
    Notification.objects.filter(person=person).update(mail=mail, mailed_at=at, mail_due_at=None)
    return mail


def state_of(mail):
    mail.refresh_from_db()
    return mail.state


# --- Into the queue -------------------------------------------------------------------------------


def test_whatever_django_sends_waits_in_the_queue(queueing, mailoutbox):
    send_mail(
        "Code", "123456", "hub@example.org", ["ana@example.org"], html_message="<b>123456</b>"
    )

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.to, mail.text, mail.html) == (
        "account",
        "ana@example.org",
        "123456",
        "<b>123456</b>",
    )
    assert mailoutbox == []


def test_a_mail_of_a_change_that_did_not_happen_is_not_there(queueing):
    with transaction.atomic():
        send_mail("Code", "123456", None, ["ana@example.org"])
        transaction.set_rollback(True)

    assert not OutgoingMail.objects.exists()


def test_nobody_learns_who_else_got_it(queueing, smtp):
    EmailMessage(
        "Hello", "x", to=["a@example.org"], cc=["b@example.org"], bcc=["c@example.org"]
    ).send()

    deliver(timezone.now())

    assert sorted(mail["To"] for mail in smtp.mails) == [
        "a@example.org",
        "b@example.org",
        "c@example.org",
    ]
    assert not any(mail["Cc"] or mail["Bcc"] for mail in smtp.mails)


@pytest.mark.parametrize("place", ["subject", "to", "header"])
def test_a_line_break_in_a_header_is_refused_where_it_was_written(queueing, place):
    evil = "x\nBcc: victim@example.org"
    message = EmailMessage(
        subject=evil if place == "subject" else "x",
        to=[evil if place == "to" else "a@example.org"],
        headers={"X-Name": evil} if place == "header" else {},
    )

    with pytest.raises((BadHeaderError, ValueError)):
        message.send()

    assert not OutgoingMail.objects.exists()


def test_files_are_refused_rather_than_lost(queueing):
    message = EmailMessage(
        "x", "x", to=["a@example.org"], attachments=[("a.txt", "x", "text/plain")]
    )

    with pytest.raises(UnableToQueue):
        message.send()


def test_the_backend_says_how_many_it_took():
    messages = [EmailMessage("x", "x", to=["a@example.org"]) for _ in range(3)]

    assert QueueingBackend().send_messages(messages) == 3


# --- Out to the server ----------------------------------------------------------------------------


def test_a_mail_reaches_the_server_with_both_its_forms(smtp, at):
    mail = queued(at)

    assert deliver(at) == 1

    (taken,) = smtp.mails
    assert taken["Message-ID"] == mail.message_id
    assert taken["Auto-Submitted"] == "auto-generated"
    assert taken.get_body(("plain",)).get_content().strip() == "Plain words"
    assert "Rich words" in taken.get_body(("html",)).get_content()


def test_after_sending_neither_words_nor_address_are_kept(smtp, at):
    mail = queued(at)

    deliver(at)

    assert state_of(mail) == State.SENT
    assert (mail.to, mail.subject, mail.text, mail.html, mail.headers) == ("", "", "", "", {})
    assert len(mail.to_hash) == 64
    assert "ana" not in str(OutgoingMail.objects.values().get())


def test_a_mailbox_on_ones_own_machine_keeps_them(settings, at):
    settings.MAIL_TRANSPORT = "hub.notifications.transports.MailboxTransport"
    settings.MAIL_KEPT_FOR_MAILBOX = True
    mail = queued(at)

    deliver(at)

    assert state_of(mail) == State.SENT
    assert mail.text == "Plain words"


def test_a_mail_is_sent_once_however_often_the_worker_looks(smtp, at):
    queued(at)

    for minute in range(5):
        deliver(at + timedelta(minutes=minute))

    assert len(smtp.mails) == 1


def test_two_workers_never_send_the_same_mail(smtp, at, monkeypatch):
    queued(at)
    other_is_faster = [True]

    def send_first(mail):
        # While this one asks, the other has its turn.
        if other_is_faster.pop():
            other_is_faster.append(False)
            assert deliver(at) == 0

    smtp.behavior.on_mail = None
    message_of = delivery.message_of
    monkeypatch.setattr(
        delivery, "message_of", lambda mail: (send_first(mail), message_of(mail))[1]
    )

    deliver(at)

    assert len(smtp.mails) == 1


# --- When it does not work ------------------------------------------------------------------------


def test_an_outage_loses_nothing_and_each_mail_is_sent_once(smtp, at):
    port = smtp.port
    mails = [queued(at, to=f"person{n}@example.org") for n in range(7)]
    smtp.stop()
    for minute in range(0, 24 * 60, 10):
        assert deliver(at + timedelta(minutes=minute)) == 0
    back = SmtpServer(port)

    try:
        for minute in range(70):
            deliver(at + timedelta(days=1, minutes=minute))
    finally:
        back.stop()

    assert sorted(mail["To"] for mail in back.mails) == [f"person{n}@example.org" for n in range(7)]
    assert {state_of(mail) for mail in mails} == {State.SENT}


def test_pauses_double_up_to_an_hour(smtp, at):
    smtp.behavior.recipients["ana@example.org"] = "451 come again"
    mail, now, pauses = queued(at), at, []

    for _ in range(9):
        deliver(now)
        mail.refresh_from_db()
        pauses.append((mail.next_try_at - now) // timedelta(minutes=1))
        now = mail.next_try_at

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


@pytest.mark.parametrize("kind", [Kind.NOTICE, Kind.DIGEST])
def test_after_three_days_of_tries_it_is_given_up_and_left_to_the_digest(smtp, at, kind):
    smtp.behavior.recipients = {"": ""}
    mail = notice_with_news(at)
    smtp.behavior.recipients[mail.to] = "451 come again"

    for hour in range(75):
        deliver(at + timedelta(hours=hour))

    assert state_of(mail) == State.FAILED
    assert Notification.objects.get().mailed_at is None


def test_what_nobody_could_send_in_time_is_dropped(at):
    mail = queued(at)

    deliver(at + timedelta(hours=73))

    assert state_of(mail) == State.DROPPED
    assert mail.text == ""


def test_a_refused_address_fails_at_once(smtp, at):
    mail = notice_with_news(at)
    smtp.behavior.recipients[mail.to] = "550 no such person"

    deliver(at)

    assert state_of(mail) == State.FAILED
    assert mail.error == "SMTPRecipientsRefused"
    assert Notification.objects.get().mailed_at is None


def test_three_refusals_stop_news_to_an_address(smtp, at):
    person = UserFactory()
    settings_of(person, at=at)
    smtp.behavior.recipients[person.email] = "550 no such person"

    stopped = []
    for hour in range(3):
        queued(at, kind=Kind.NOTICE, to=person.email, person=person)
        deliver(at + timedelta(hours=hour))
        stopped.append(MailSettings.objects.get(person=person).stopped_at is not None)

    assert stopped == [False, False, True]


def test_a_mail_that_arrives_begins_the_count_anew(smtp, at):
    person = UserFactory()
    settings_of(person, at=at)
    MailSettings.objects.update(refusals=2)
    queued(at, kind=Kind.NOTICE, to=person.email, person=person)

    deliver(at)

    assert MailSettings.objects.get(person=person).refusals == 0


@pytest.mark.parametrize(
    ("answer", "state"), [("554 no", State.FAILED), ("452 full", State.WAITING)]
)
def test_a_refused_mail_is_tried_again_only_if_that_can_help(smtp, at, answer, state):
    smtp.behavior.data = answer
    mail = queued(at)

    deliver(at)

    assert state_of(mail) == state


def test_a_refused_sender_is_our_own_trouble_and_waits(smtp, at):
    smtp.behavior.sender = "550 who are you"
    mail = queued(at)

    deliver(at)

    assert state_of(mail) == State.WAITING


def test_one_bad_mail_does_not_keep_the_others_waiting(smtp, at):
    mails = [queued(at, to=f"person{n}@example.org") for n in range(3)]
    smtp.behavior.recipients["person1@example.org"] = "550 no such person"

    deliver(at)

    assert [state_of(mail) for mail in mails] == [State.SENT, State.FAILED, State.SENT]


def test_an_impossible_address_is_given_up(smtp, at):
    mail = queued(at)
    OutgoingMail.objects.update(to="ana@" + "x" * 70 + "é.example")

    deliver(at)

    assert state_of(mail) == State.FAILED


# --- Crashes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Kind.NOTICE, Kind.ACCOUNT])
def test_a_line_that_breaks_after_the_mail_left(smtp, at, kind):
    smtp.behavior.hangs_up_after_data = True
    mail = notice_with_news(at)
    OutgoingMail.objects.update(kind=kind)

    deliver(at)
    smtp.behavior.hangs_up_after_data = False
    deliver(at + timedelta(hours=1))

    ids = [taken["Message-ID"] for taken in smtp.mails]
    if kind == Kind.ACCOUNT:
        assert ids == [mail.message_id, mail.message_id]
        assert state_of(mail) == State.SENT
    else:
        assert ids == [mail.message_id]
        assert state_of(mail) == State.UNCERTAIN
        assert Notification.objects.get().mailed_at is None


def claimed(mail, at):
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENDING, claimed_at=at, tries=1)
    return mail


def test_after_a_crash_news_is_not_sent_again_but_told_of_in_the_digest(smtp, at):
    mail = claimed(notice_with_news(at), at)

    recover(at + timedelta(minutes=6))
    deliver(at + timedelta(hours=2))

    assert smtp.mails == []
    assert state_of(mail) == State.UNCERTAIN
    assert Notification.objects.get().mailed_at is None


def test_after_a_crash_account_mail_is_sent_again_under_the_same_id(smtp, at):
    mail = claimed(queued(at), at)

    recover(at + timedelta(minutes=6))
    deliver(at + timedelta(hours=2))

    assert [taken["Message-ID"] for taken in smtp.mails] == [mail.message_id]
    assert state_of(mail) == State.SENT


def test_what_another_worker_is_sending_is_left_alone(at):
    mail = claimed(queued(at), at)

    recover(at + timedelta(minutes=4))

    assert state_of(mail) == State.SENDING


# --- The log --------------------------------------------------------------------------------------


def test_the_log_of_mails_is_forgotten_after_ninety_days(smtp, at):
    mail, waiting = queued(at), queued(at)
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENT)

    kept = forget_old_mail(at + timedelta(days=90))
    gone = forget_old_mail(at + timedelta(days=90, seconds=1))

    assert (kept, gone) == (0, 1)
    assert OutgoingMail.objects.get() == waiting


def test_an_empty_queue_costs_two_statements(at, django_assert_num_queries):
    with django_assert_num_queries(2):
        deliver(at)


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.text(max_size=60))
def test_no_name_in_a_subject_adds_a_header(name, at):
    message = EmailMessage(" ".join(f"{name} replied".split()), "x", to=["a@example.org"])
    try:
        (row,) = rows_for(message, kind=Kind.ACCOUNT, at=at)
    except ValueError:
        return

    sent = delivery.message_of(row).message()

    assert set(sent.keys()) <= {
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
        "Auto-Submitted",
    }
    assert hub_settings.DEFAULT_FROM_EMAIL in sent["From"]
