"""The list of news, the bell, the settings and the mailbox."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.contenttypes.models import ContentType
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import connection
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from hub.notifications.actions import announce, follow, notify, settings_of
from hub.notifications.delivery import deliver
from hub.notifications.lists import unread_for
from hub.notifications.mail import rows_for
from hub.notifications.models import MailSettings, Notification, OutgoingMail
from hub.notifications.subjects import gated_models
from tests.factories import PracticePageFactory, TopicFactory, UserFactory, group_only

pytestmark = pytest.mark.django_db
KIND = Notification.Kind


@pytest.fixture(autouse=True)
def _types_are_known():
    # As in a process that has run for a while.
    ContentType.objects.get_for_models(Page, *gated_models())


def tell(person, at, *, for_me=False, **fields):
    page = fields.pop("page", None) or PracticePageFactory(**fields)
    kind = KIND.MENTION if for_me else KIND.UPDATED
    notify([person], kind=kind, subject=page, at=at, is_for_me=for_me)
    return Notification.objects.of(person).newest_first().first()


def words(response):
    return response.content.decode()


def test_each_line_says_why_it_is_there_and_how_to_change_that(member, member_client, at):
    topic, page = TopicFactory(name="988"), PracticePageFactory(title="Calling back")
    follow(topic, by=member, at=at)
    announce(page, to_followers_of=[topic], kind=KIND.PUBLISHED, by=None, at=at)

    content = words(member_client.get("/notifications/"))

    assert "Calling back" in content
    assert "because you follow 988" in content
    assert f'href="/following/taxonomy.topic/{topic.pk}/?next=/notifications/"' in content


def test_the_tab_for_me_shows_what_is_for_me(member, member_client, at):
    tell(member, at, title="Of interest")
    tell(member, at, title="For you alone", for_me=True)

    everything = words(member_client.get("/notifications/"))
    mine = words(member_client.get("/notifications/?show=me"))

    assert "Of interest" in everything
    assert "For you alone" in everything
    assert "For you alone" in mine
    assert "Of interest" not in mine


def test_opening_reads_and_leads_on(member, member_client, at):
    page = PracticePageFactory()
    line = tell(member, at, page=page)

    response = member_client.get(f"/notifications/{line.pk}/")

    line.refresh_from_db()
    assert response.url == page.url
    assert line.is_read


def test_one_line_can_be_read_without_opening_it(member, member_client, at):
    line, other = tell(member, at), tell(member, at + timedelta(minutes=1))

    response = member_client.post(
        f"/notifications/{line.pk}/read/", {"next": "/notifications/?show=me"}
    )

    line.refresh_from_db(), other.refresh_from_db()
    assert (line.is_read, other.is_read) == (True, False)
    assert response.url == "/notifications/?show=me"


def test_everything_can_be_read_at_once(member, member_client, at):
    tell(member, at), tell(member, at)
    tell(UserFactory(), at)

    member_client.post("/notifications/read/")

    assert Notification.objects.unread().count() == 1
    assert not Notification.objects.of(member).unread()


@pytest.mark.parametrize("privacy", ["group", "draft", "deleted"])
def test_what_may_not_be_seen_any_more_is_neither_shown_nor_counted_nor_opened(
    member, member_client, at, privacy
):
    page = PracticePageFactory(title="Canary bird")
    line = tell(member, at, page=page, for_me=True)
    {
        "group": lambda: group_only(page, Group.objects.create(name="Others")),
        "draft": page.unpublish,
        "deleted": page.delete,
    }[privacy]()

    content = words(member_client.get("/notifications/"))

    assert "Canary" not in content
    assert unread_for(member) == 0
    assert member_client.get(f"/notifications/{line.pk}/").status_code == 404
    assert member_client.post(f"/notifications/{line.pk}/read/").status_code == 404


def test_a_followed_thing_that_became_private_is_not_named_as_reason(member, member_client, at):
    reason, page = PracticePageFactory(title="Canary reason"), PracticePageFactory(title="Seen")
    follow(reason, by=member, at=at)
    announce(page, to_followers_of=[reason], kind=KIND.PUBLISHED, by=None, at=at)
    reason.unpublish()

    content = words(member_client.get("/notifications/"))

    assert "Seen" in content
    assert "Canary" not in content


def test_nobody_opens_or_reads_anothers_news(member_client, at):
    line = tell(UserFactory(), at)

    assert member_client.get(f"/notifications/{line.pk}/").status_code == 404
    assert member_client.post(f"/notifications/{line.pk}/read/").status_code == 404
    line.refresh_from_db()
    assert not line.is_read


def test_every_line_is_on_one_page(member, member_client, at):
    for number in range(65):
        # Two at a time have the same moment.
        tell(member, at + timedelta(minutes=number // 2), title=f"Line {number} end")

    seen, address = [], "/notifications/"
    while address:
        content = words(member_client.get(address))
        seen += [number for number in range(65) if f">Line {number} end<" in content]
        older = content.partition('href="?before=')[2].partition('"')[0]
        address = f"/notifications/?before={older}" if older else ""

    assert seen[:30] == sorted(seen[:30])
    assert sorted(seen) == list(range(65))


@pytest.mark.parametrize("before", ["x", "1-", "-", "9" * 30 + "-1", "1-" + "9" * 30, "٣-1"])
def test_an_impossible_place_in_the_list_shows_its_start(member, member_client, at, before):
    tell(member, at, title="Here")

    assert member_client.get("/notifications/", {"before": before}).status_code == 200


def test_the_list_takes_as_many_statements_for_thirty_as_for_one(
    member, member_client, at, django_assert_num_queries
):
    def fill(number):
        for _ in range(number):
            topic = TopicFactory()
            follow(topic, by=member, at=at)
            page, writer = PracticePageFactory(), UserFactory()
            announce(page, to_followers_of=[topic], kind=KIND.PUBLISHED, by=writer, at=at)

    fill(1)
    member_client.get("/notifications/")
    with CaptureQueriesContext(connection) as few:
        member_client.get("/notifications/")
    fill(35)

    with django_assert_num_queries(len(few)):
        content = words(member_client.get("/notifications/"))
    assert content.count("row--unread") == 30


def test_lines_stand_under_today_or_earlier(member, member_client, at):
    with time_machine.travel(at, tick=False):
        tell(member, at, title="Of today")
        tell(member, at - timedelta(days=1), title="Of yesterday")
        content = words(member_client.get("/notifications/"))

    assert content.index("Today") < content.index("Of today") < content.index("Earlier")
    assert content.index("Earlier") < content.index("Of yesterday")


def test_nothing_yet_says_what_to_do(member_client):
    assert "Find a topic to follow" in words(member_client.get("/notifications/"))


def bell(user):
    request = RequestFactory().get("/")
    request.user = user
    return (
        Template("{% load notifications %}{% notification_bell %}")
        .render(RequestContext(request))
        .strip()
    )


def test_the_bell_counts_what_is_for_me(member, at, django_assert_num_queries):
    tell(member, at, for_me=True)
    tell(member, at)
    # What a member may do is asked by the head of every page; the gates of the rooms need it, too.
    member.get_all_permissions()

    # Of which kinds there is news; then how much of that may be seen.
    with django_assert_num_queries(2):
        shown = bell(member)

    assert '<span class="tool__count">1<span' in shown


def test_a_bell_without_news_costs_one_statement(member, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert "tool__count" not in bell(member)


def test_a_visitor_has_no_bell_and_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert bell(AnonymousUser()) == ""


def test_parts_render_to_nothing_without_a_request(home):
    template = Template("{% load notifications %}{% notification_bell %}{% follow_button page %}")

    assert template.render(Context({"page": home})).strip() == ""


# --- Settings -------------------------------------------------------------------------------------

CHOSEN = {
    "sends_at_once": "on",
    "digest": "daily",
    "digest_weekday": "4",
    "digest_hour": "18",
    "time_zone": "America/Denver",
}


def test_settings_are_kept_and_the_next_digest_is_planned(member, member_client):
    response = member_client.post("/notifications/settings/", CHOSEN, follow=True)

    kept = MailSettings.objects.get(person=member)
    assert (kept.digest, kept.digest_weekday, kept.digest_hour) == ("daily", 4, 18)
    assert kept.next_digest_at.astimezone(kept.zone).hour == 18
    assert "Saved." in words(response)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("digest", "hourly"),
        ("digest_weekday", "7"),
        ("digest_hour", "24"),
        ("digest_hour", "x"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", ""),
    ],
)
def test_what_cannot_be_chosen_is_refused_and_the_rest_kept(member, member_client, name, value):
    response = member_client.post("/notifications/settings/", CHOSEN | {name: value})

    assert response.status_code == 422
    assert "There is a problem" in words(response)
    assert MailSettings.objects.get(person=member).digest == "weekly"
    if name != "digest_weekday":
        assert '<option value="4" selected>Friday' in words(response)


def test_saving_after_a_refused_address_tries_again(member, member_client, at):
    settings_of(member, at=at)
    MailSettings.objects.update(stopped_at=at, refusals=3)

    warning = words(member_client.get("/notifications/settings/"))
    member_client.post("/notifications/settings/", CHOSEN)

    assert "Our e-mail does not reach you" in warning
    assert MailSettings.objects.get(person=member).gets_mail


def test_the_settings_page_takes_few_statements(
    member, member_client, django_assert_max_num_queries
):
    member_client.get("/notifications/settings/")

    with django_assert_max_num_queries(10):
        member_client.get("/notifications/settings/")


# --- The mailbox of one's own machine -------------------------------------------------------------


@pytest.fixture
def mail(at):
    message = EmailMultiAlternatives(
        "Your code", "Go to https://hub.example/x", to=["ana@example.org"]
    )
    message.attach_alternative(
        "<script>alert(1)</script><p style='color:red'>Rich</p>", "text/html"
    )
    (row,) = rows_for(message, kind=OutgoingMail.Kind.ACCOUNT, at=at)
    row.save()
    return row


PATHS = ["/-/mailbox/", "/-/mailbox/{}/", "/-/mailbox/{}/html/"]


@pytest.mark.parametrize("path", PATHS)
def test_elsewhere_there_is_no_mailbox(client, mail, path):
    assert client.get(path.format(mail.pk)).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_nobody_from_another_machine_reads_it(client, mail, settings, path):
    settings.MAILBOX_SHOWN = True

    assert client.get(path.format(mail.pk), REMOTE_ADDR="192.0.2.1").status_code == 404


def test_here_mails_can_be_read_as_text(client, mail, settings, home):
    settings.MAILBOX_SHOWN = True

    listed = words(client.get("/-/mailbox/"))
    shown = words(client.get(f"/-/mailbox/{mail.pk}/"))

    assert "Your code" in listed
    assert 'href="https://hub.example/x"' in shown


def test_html_of_a_mail_can_do_nothing(client, mail, settings):
    settings.MAILBOX_SHOWN = True

    response = client.get(f"/-/mailbox/{mail.pk}/html/")

    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_the_mailbox_takes_as_many_statements_for_many(
    client, mail, settings, home, django_assert_num_queries
):
    settings.MAILBOX_SHOWN = True
    client.get("/-/mailbox/")
    with CaptureQueriesContext(connection) as few:
        client.get("/-/mailbox/")
    mail.pk, mail.message_id = None, "<another@x>"
    mail.save(force_insert=True)

    with django_assert_num_queries(len(few)):
        client.get("/-/mailbox/")


def test_joining_ends_in_the_mailbox(client, settings, queueing, home):
    settings.MAILBOX_SHOWN = settings.MAIL_KEPT_FOR_MAILBOX = True
    settings.MAIL_TRANSPORT = "hub.notifications.transports.MailboxTransport"
    send_mail("Your code", "123456", None, ["ana@example.org"])

    deliver(timezone.now())

    assert "Sent" in words(client.get("/-/mailbox/"))
