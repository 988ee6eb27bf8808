"""Nothing is kept longer than the inventory says: the clock one day past each limit."""

from datetime import timedelta
from itertools import count as count_up

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from forums.models import (
    Alias,
    Attachment,
    Draft,
    FeedKey,
    ModerationEvent,
    Post,
    Report,
    ReviewItem,
    SealedAuthor,
    SealOpening,
)
from hub.accounts.actions import log_event
from hub.accounts.models import EmailChange, Invitation, LimitedAct, Sanction, SecurityEvent, User
from hub.home.retention import RULES, forget_what_is_due
from hub.importing.models import Import
from hub.media.models import CustomImage
from hub.notifications.actions import notify
from hub.notifications.models import Notification, OutgoingMail
from hub.people.models import DataExport, Departure
from mentoring.models import MentorRequest, OffHubHelp, RequestDraft
from mentorsites.models import MentorSitePage, ProfileDraft, SiteInvitation, SiteManager
from mentorsites.pictures import collection_of
from tests.factories import (
    ImageFactory,
    MentorSitePageFactory,
    PostFactory,
    PracticePageFactory,
    ThreadFactory,
    UserFactory,
    keeper,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
numbers = count_up()


def a_session(at):
    row = UserSession.objects.create(
        user=UserFactory(), session_key=f"key{next(numbers)}", ip="203.0.113.7", user_agent="x"
    )
    UserSession.objects.filter(pk=row.pk).update(created_at=at)
    return UserSession


def an_ended_session(at):
    Session.objects.create(session_key=f"s{next(numbers)}", session_data="x", expire_date=at)
    return Session


def a_limited_act(at):
    LimitedAct.objects.create(rule="sign_up", key="k", done_at=at)
    return LimitedAct


def a_last_sign_in(at):
    UserFactory(last_login=at)
    return User.objects.exclude(last_login=None)


def a_notification(at):
    notify([UserFactory()], kind="system", subject=PracticePageFactory(), at=at, is_for_me=True)
    return Notification


def an_invitation(at):
    Invitation.objects.create(
        email=f"x{next(numbers)}@example.org",
        token_hash=f"t{next(numbers)}",
        made_at=at,
        expires_at=at,
    )
    return Invitation


def a_joining(at):
    person = UserFactory(joined_at=at)
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": False, "primary": True}
    )
    return User


def a_changed_address(at):
    EmailChange.objects.create(
        person=UserFactory(),
        old_email="a@example.org",
        new_email="b@example.org",
        token_hash=f"t{next(numbers)}",
        changed_at=at,
    )
    return EmailChange


def a_sanction(at):
    Sanction.objects.create(
        person=UserFactory(), kind="silence", reason="x", starts_at=at - DAY, ends_at=at
    )
    return Sanction


def a_log_line(at):
    log_event(SecurityEvent.Kind.JOINED, person=None, by=None, at=at)
    return SecurityEvent


def a_name_in_a_log(at):
    row = ModelLogEntry.objects.log_action(UserFactory(), "wagtail.edit")
    ModelLogEntry.objects.filter(pk=row.pk).update(timestamp=at)
    return ModelLogEntry


def a_mail(at):
    OutgoingMail.objects.create(
        kind="notice",
        state="sent",
        message_id=f"<{next(numbers)}@x>",
        made_at=at,
        next_try_at=at,
        expires_at=at,
        sent_at=at,
    )
    return OutgoingMail


def a_copy(at):
    export = DataExport.objects.create(person=UserFactory(), asked_at=at, ready_at=at)
    export.file.save("copy.zip", ContentFile(b"x"))
    return DataExport


def a_departure(at):
    Departure.objects.create(person=UserFactory(), asked_at=at, due_at=at, done_at=at)
    return Departure


def a_draft(at):
    Draft.objects.create(person=UserFactory(), key="new:x", updated_at=at)
    return Draft


def an_alias():
    return Alias.objects.create(thread=ThreadFactory(), label="Clinician A")


def a_seal(at):
    SealedAuthor.objects.create(
        alias=an_alias(), sealed=b"x", owner_key=f"k{next(numbers)}", made_at=at
    )
    return SealedAuthor


def an_opening(at):
    SealOpening.objects.create(alias=an_alias(), reason="court", note="x", asked_at=at)
    return SealOpening


def a_moderation(at):
    ModerationEvent.objects.create(kind="pinned", happened_at=at)
    return ModerationEvent


def a_decision(at):
    ReviewItem.objects.create(
        kind="report", post=PostFactory(), priority=60, opened_at=at, due_at=at, decided_at=at
    )
    return ReviewItem


def a_report(at):
    Report.objects.create(post=PostFactory(), reporter=UserFactory(), reason="spam", created_at=at)
    return Report


def a_removed_post(at):
    post = PostFactory(created_at=at - DAY, state=Post.State.REMOVED)
    ModerationEvent.objects.create(kind="removed", post=post, happened_at=at)
    return Post.objects.filter(state=Post.State.REMOVED).exclude(source="")


def an_ended_feed(at):
    FeedKey.objects.create(
        person=UserFactory(), key_hash=f"k{next(numbers)}", made_at=at, revoked_at=at
    )
    return FeedKey


def an_upload(at):
    one = Attachment(
        name="a.csv", kind="csv", media_type="text/csv", size=1, sha256="x", created_at=at
    )
    one.file.save("a.csv", ContentFile(b"x"))
    return Attachment


def a_site_invitation(at):
    SiteInvitation.objects.create(
        site=MentorSitePageFactory(),
        email="new@agency.example.org",
        token_hash=f"site{next(numbers)}",
        made_at=at,
        expires_at=at,
    )
    return SiteInvitation


def a_former_manager(at):
    keeper(site := MentorSitePageFactory())
    SiteManager.objects.filter(site=site).update(ended_at=at, ended_because="stepped-down")
    return SiteManager


def a_typed_profile(at):
    ProfileDraft.objects.create(site=MentorSitePageFactory(), person=UserFactory(), saved_at=at)
    return ProfileDraft


def an_ended_request(at):
    MentorRequest.objects.create(
        requester=UserFactory(),
        question="Who drives?",
        status="closed",
        submitted_at=at,
        waits_from=at,
        ended_at=at,
    )
    return MentorRequest


def a_request_draft(at):
    RequestDraft.objects.create(person=UserFactory(), saved_at=at)
    return RequestDraft


def an_off_hub_help(at):
    OffHubHelp.objects.create(kind="call", happened_on=at.date(), logged_at=at)
    return OffHubHelp


def an_unused_picture(at):
    site = MentorSitePageFactory()
    image = ImageFactory(collection=collection_of(site))
    CustomImage.objects.filter(pk=image.pk).update(created_at=at)
    return CustomImage


def a_sheet(at):
    Import.objects.create(
        kind="practices", file_name="a.csv", made_by=UserFactory(), made_at=at, asked_at=at
    )
    return Import


MADE = {
    "sheets to import": a_sheet,
    "sessions and network addresses": a_session,
    "ended sessions": an_ended_session,
    "acts toward a limit": a_limited_act,
    "last signed in": a_last_sign_in,
    "notifications": a_notification,
    "invitations that ended": an_invitation,
    "joining never finished": a_joining,
    "changed addresses": a_changed_address,
    "sanctions that ended": a_sanction,
    "log of who could do what": a_log_line,
    "names in the editors' log": a_name_in_a_log,
    "mail log": a_mail,
    "copies of one's data": a_copy,
    "departures": a_departure,
    "drafts of posts": a_draft,
    "seals of aliases": a_seal,
    "openings of aliases": an_opening,
    "log of moderation": a_moderation,
    "decisions about posts": a_decision,
    "reports of posts": a_report,
    "words of removed posts": a_removed_post,
    "ended feeds of members": an_ended_feed,
    "uploads never sent": an_upload,
    "mentor site invitations that ended": a_site_invitation,
    "who kept a mentor site": a_former_manager,
    "profiles typed and not saved": a_typed_profile,
    "mentor requests that ended": an_ended_request,
    "pictures of sites that nothing shows": an_unused_picture,
    "drafts of mentor requests": a_request_draft,
    "help outside the hub": an_off_hub_help,
}
UPLOADS = {
    "pictures of nobody": "avatars",
    "copies of nobody": "exports",
    "forum files of nobody": "forums",
}


def count(kept) -> int:
    return (kept.all() if hasattr(kept, "query") else kept.objects.all()).count()


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.name not in UPLOADS], ids=lambda rule: rule.name
)
def test_what_is_past_its_time_is_gone_and_the_rest_stays(rule):
    now = timezone.now()
    kept = MADE[rule.name](now - rule.kept_for - DAY)
    MADE[rule.name](now - rule.kept_for + timedelta(hours=1))
    before = count(kept)

    removed = forget_what_is_due(at=now)

    assert removed[rule.name] >= 1
    assert count(kept) == before - 1


@pytest.mark.parametrize("where", ["page", "version", "version of another page"])
def test_a_picture_of_a_site_stays_while_something_shows_it(where):
    an_unused_picture(timezone.now() - 100 * DAY)
    image = CustomImage.objects.get()
    number = int(image.collection.name.removeprefix("Mentor site "))
    site = MentorSitePage.objects.get(pk=number)
    page = MentorSitePageFactory() if where == "version of another page" else site
    page.pictures = [("picture", {"image": image, "alt": "A team", "caption": ""})]
    page.save() if where == "page" else page.save_revision()

    forget_what_is_due(at=timezone.now())

    assert CustomImage.objects.filter(pk=image.pk).exists()


def test_every_rule_has_a_test():
    assert {rule.name for rule in RULES} == {*MADE, *UPLOADS}


def test_a_copy_goes_with_its_file():
    a_copy(timezone.now() - 3 * DAY)
    name = DataExport.objects.get().file.name

    forget_what_is_due(at=timezone.now())

    assert not default_storage.exists(name)


@pytest.mark.parametrize("name", UPLOADS)
def test_a_file_that_belongs_to_nobody_goes_after_two_days(name):
    file = default_storage.save(f"{UPLOADS[name]}/lost.bin", ContentFile(b"x"))

    kept = forget_what_is_due(at=timezone.now() + DAY)
    gone = forget_what_is_due(at=timezone.now() + 3 * DAY)

    assert name not in kept
    assert gone[name] >= 1
    assert not default_storage.exists(file)


def test_the_command_says_what_it_did(capsys):
    a_log_line(timezone.now() - 400 * DAY)

    call_command("tend_members")

    assert "1 old rows are gone" in capsys.readouterr().out
