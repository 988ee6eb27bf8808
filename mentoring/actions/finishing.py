"""Done: what stays between the two sides, and what they both agree to show everybody."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from forums.actions.editing import edit_thread
from forums.actions.posting import start_thread
from forums.actions.states import change_state
from forums.models import Forum, Post, Thread, ThreadKind
from forums.standing import standing_of
from forums.words import words_of
from hub.accounts.models import User
from mentorsites.actions.noting import publish_note, withdraw_note
from mentorsites.models import SiteCare, SiteNote

from ..models import (
    Completion,
    FollowUp,
    MentorRequest,
    Offer,
    RequestMessage,
    Status,
    VisitPlan,
)
from ..telling import tell_requester, tell_site
from .moving import Kind, locked, move, note

Side = RequestMessage.Side
ShownAs = Completion.ShownAs
# Where a thread of what was learned begins.
FORUM = "mentor-sites"
# What is left above the replies to a thread when its words are gone.
TAKEN_BACK = "A thread that was taken back"


class UnableToFinish(Exception):
    """Says in one sentence what is missing."""


@transaction.atomic
def complete_request(
    request: MentorRequest,
    *,
    happened_on: date,
    private_words: str = "",
    shown_as: str = ShownAs.NOTHING,
    public_title: str = "",
    public_text: str = "",
    side: str,
    by: User,
    at: datetime,
) -> Completion:
    """The call or visit took place. Writing the public part is one's own side's yes to it.

    Three looks back are planned, 30, 90 and 180 days from the day it happened, none before `at`.
    Raises UnableToFinish when that day is still to come or was before the request, and when a
    public part has no words.
    """
    if happened_on > localdate(at):
        raise UnableToFinish("This day is still to come.")
    if happened_on < localdate(request.submitted_at):
        raise UnableToFinish("On this day the request was not sent yet.")
    _check_words(shown_as, public_title, public_text)
    now = locked(request)
    now.done_at = at
    move(now, Status.DONE, at=at)
    completion = Completion(request=now, completed_by=by, private_words=private_words)
    completion.happened_on, completion.shown_as = happened_on, shown_as
    completion.public_title, completion.public_text = public_title, public_text
    _agree(completion, side, at=at)
    completion.save(force_insert=True)
    _plan_looks_back(now, passed=localdate(at) - happened_on, at=at)
    offer = _offer_of(now)
    if offer is not None:
        SiteCare.objects.filter(site=offer.site_id).update(helped=F("helped") + 1)
    note(now, Kind.DONE, offer=offer, by=by, at=at)
    _tell_both(now, by=by, at=at)
    return completion


def _plan_looks_back(request: MentorRequest, *, passed: timedelta, at: datetime) -> None:
    """`passed` is how long ago it happened."""
    none = timedelta(0)
    FollowUp.objects.bulk_create(
        FollowUp(
            request=request, days=days, due_at=at + max(FollowUp(days=days).wait - passed, none)
        )
        for days in FollowUp.DAYS
    )


@transaction.atomic
def change_public_part(
    completion: Completion,
    *,
    shown_as: str,
    public_title: str,
    public_text: str,
    side: str,
    by: User,
    at: datetime,
) -> Completion:
    """Other words: both must agree anew, and the side that changed them just did.

    Whoever wrote them last is named with them when they become public.
    What is public already stays as it is: take the consent back first. Raises UnableToFinish then.
    """
    request = locked(completion.request)
    kept = Completion.objects.get(pk=completion.pk)
    if kept.published_at is not None:
        raise UnableToFinish("It is public already. Take your consent back to change it.")
    _check_words(shown_as, public_title, public_text)
    kept.shown_as, kept.public_title, kept.public_text = shown_as, public_title, public_text
    kept.completed_by = by
    kept.requester_agreed_at = kept.site_agreed_at = None
    _agree(kept, side, at=at)
    kept.save()
    _tell_both(request, by=by, at=at)
    return kept


@transaction.atomic
def agree_to_publish(
    completion: Completion, *, side: str, title: str, text: str, by: User, at: datetime
) -> Completion:
    """One side's yes to exactly this title and text; with both it becomes public at once.

    Raises UnableToFinish when the words were changed since they were read.
    """
    request = locked(completion.request)
    kept = Completion.objects.select_related("completed_by").get(pk=completion.pk)
    if kept.shown_as == ShownAs.NOTHING:
        raise UnableToFinish("Nothing is to be shown.")
    if _lines_of(kept.public_title, kept.public_text) != _lines_of(title, text):
        raise UnableToFinish("The words were changed in the meantime. Read them again.")
    _agree(kept, side, at=at)
    if kept.requester_agreed_at and kept.site_agreed_at and kept.published_at is None:
        _publish(kept, request, by=by, at=at)
    kept.save()
    _tell_both(request, by=by, at=at)
    return kept


@transaction.atomic
def take_consent_back(completion: Completion, *, side: str, by: User, at: datetime) -> Completion:
    """One side's no: what was public goes; the other side's yes stays for other words."""
    request = locked(completion.request)
    kept = Completion.objects.select_related("note", "thread").get(pk=completion.pk)
    if kept.note is not None:
        withdraw_note(kept.note, by=by, at=at)
    if kept.thread is not None:
        _remove_thread(kept.thread, by=by, at=at)
    kept.note = kept.thread = None
    kept.published_at = None
    setattr(kept, _field_of(side), None)
    kept.save()
    _tell_both(request, by=by, at=at)
    return kept


def _lines_of(*texts: str) -> list[list[str]]:
    """Browsers send other ends of lines than they were given: words are compared line by line."""
    return [text.strip().splitlines() for text in texts]


def _remove_thread(thread: Thread, *, by: User, at: datetime) -> None:
    """Its first post goes, and its title, which was agreed on as well; replies stay."""
    edit_thread(
        thread, title=TAKEN_BACK, topics=thread.topics.all(), place=thread.place, by=by, at=at
    )
    first = thread.posts.filter(number=1).first()
    if first is not None and first.state in (Post.State.LIVE, Post.State.HELD, Post.State.HIDDEN):
        change_state(first, Post.State.REMOVED, at=at)


def _check_words(shown_as: str, title: str, text: str) -> None:
    if shown_as not in ShownAs.values:
        raise UnableToFinish("Choose what becomes of it.")
    if shown_as != ShownAs.NOTHING and not (title.strip() and text.strip()):
        raise UnableToFinish("A public note needs a title and a few lines.")


def _agree(completion: Completion, side: str, *, at: datetime) -> None:
    if completion.shown_as != ShownAs.NOTHING:
        setattr(completion, _field_of(side), at)


def _field_of(side: str) -> str:
    fields = {Side.REQUESTER: "requester_agreed_at", Side.SITE: "site_agreed_at"}
    if side not in fields:
        raise UnableToFinish("Only the two sides agree to what is shown.")
    return fields[side]  # type: ignore[index]


def _publish(completion: Completion, request: MentorRequest, *, by: User, at: datetime) -> None:
    """Under the name of whoever wrote the words last."""
    offer = _offer_of(request)
    if offer is None:
        raise UnableToFinish("No site took this request.")
    writer = completion.completed_by
    if writer is None:
        # They stand under a name that both have read, never under another.
        raise UnableToFinish("Whoever wrote these words has left. Write them anew.")
    if completion.shown_as == ShownAs.THREAD:
        completion.thread = _start(completion, request, offer, by=writer, at=at)
    else:
        completion.note = publish_note(
            offer.site,
            title=completion.public_title,
            text=completion.public_text,
            after=_after(request),
            happened_on=completion.happened_on,
            topics=list(request.topics.all()),
            by=writer,
            at=at,
        )
    completion.published_at = at
    note(request, Kind.NOTED, offer=offer, by=by, at=at)


def _start(
    completion: Completion, request: MentorRequest, offer: Offer, *, by: User, at: datetime
) -> Thread:
    forum = Forum.objects.filter(slug=FORUM).first()
    if forum is None:
        raise UnableToFinish("There is no forum for this. Choose a note on the site’s page.")
    return start_thread(
        forum,
        title=completion.public_title,
        words=words_of(completion.public_text, by=by),
        by=by,
        at=at,
        standing=standing_of(by, at=at),
        kind=ThreadKind.DISCUSSION,
        topics=list(request.topics.all()),
        place=request.place,
        about=offer.site,
    )


def _after(request: MentorRequest) -> str:
    plan = VisitPlan.objects.filter(request=request).first()
    went_there = plan is not None and plan.kind in (
        VisitPlan.Kind.VISIT,
        VisitPlan.Kind.RIDE_ALONG,
    )
    return SiteNote.After.VISIT if went_there else SiteNote.After.CALL


def _offer_of(request: MentorRequest) -> Offer | None:
    return request.offers.standing().select_related("site", "request").first()


def _tell_both(request: MentorRequest, *, by: User, at: datetime) -> None:
    offer = _offer_of(request)
    if offer is not None:
        tell_site(offer, by=by, at=at)
    tell_requester(request, by=by, at=at)
