"""One site and its requests, with a word of its own in every place that is not for everybody."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from hub.accounts.models import User
from mentoring.actions.answering import accept_offer, decline_offer
from mentoring.actions.finishing import complete_request
from mentoring.actions.following_up import answer_follow_up, rate
from mentoring.actions.messaging import write_message
from mentoring.actions.scheduling import schedule
from mentoring.actions.staff import log_off_hub_help
from mentoring.models import FollowUp, MentorRequest, Offer, OffHubHelp
from mentorsites.models import (
    MentorSitePage,
    PrivateContact,
    ProfileChange,
    ProfileDraft,
    ProfileNote,
    SiteInvitation,
    SiteNote,
)
from tests.factories import (
    NOW,
    MentorSitePageFactory,
    TopicFactory,
    UserFactory,
    editor,
    give_second_step,
    keeper,
    make_member,
    mentoring_staff,
)

from .worlds import DAY, ask, offer_of, open_site

STEM = "zyzzyva"
SIGNED_OUT = "visitor"
# Who reads what is private of the first request; the others read none of it.
PERSONAS = (
    SIGNED_OUT,
    "member",
    "requester",
    "keeper",
    "other keeper",
    "former keeper",
    "overdue keeper",
    "keeper who declined",
    "editor",
    "staff",
    "administrator",
)
BOTH_SIDES = frozenset({"requester", "keeper"})
STAFF = frozenset({"staff", "administrator"})
SITE = frozenset({"keeper"})
EDITORS = frozenset({"editor", "administrator"})
# Word → who may meet it anywhere on the hub.
MAY: dict[str, frozenset[str]] = {
    "question": BOTH_SIDES | STAFF,
    "tried": BOTH_SIDES | STAFF,
    "program": BOTH_SIDES | STAFF,
    "message": BOTH_SIDES | STAFF,
    "tostaff": frozenset({"requester"}) | STAFF,
    "staffnote": STAFF,
    "accepting": BOTH_SIDES | STAFF,
    "agenda": BOTH_SIDES | STAFF,
    "where": BOTH_SIDES | STAFF,
    "attendee": BOTH_SIDES | STAFF,
    "publictext": BOTH_SIDES | STAFF,
    "privatewords": BOTH_SIDES | STAFF,
    "ratedbyasker": STAFF,
    "ratedbysite": STAFF,
    "followup": BOTH_SIDES | STAFF,
    "declining": frozenset({"requester"}) | STAFF,
    "offhub": STAFF,
    "contact": SITE | STAFF | EDITORS,
    "draft": SITE,
    "changed": SITE | EDITORS,
    "changenote": SITE | EDITORS,
    "invited": SITE | EDITORS,
    "withdrawn": SITE | EDITORS,
}
# Word → whose own it is: a copy of one's data holds these and no others.
OWN: dict[str, str] = {
    "question": "requester",
    "tried": "requester",
    "program": "requester",
    "message": "requester",
    "tostaff": "requester",
    "ratedbyasker": "requester",
    "followup": "requester",
    "accepting": "keeper",
    "agenda": "keeper",
    "where": "keeper",
    "publictext": "keeper",
    "privatewords": "keeper",
    "ratedbysite": "keeper",
    "draft": "keeper",
    "changenote": "keeper",
    "declining": "keeper who declined",
}


def word(place: str) -> str:
    return f"{STEM}{place}"


def words_in(text: str) -> set[str]:
    """The places whose words stand in `text`."""
    return {place for place in MAY if word(place) in text.lower()}


@dataclass
class World:
    site: MentorSitePage
    other: MentorSitePage
    draft_site: MentorSitePage
    request: MentorRequest
    change: ProfileChange
    people: dict[str, User | None] = field(default_factory=dict)
    numbers: dict[str, Any] = field(default_factory=dict)


def build() -> World:
    """Everything once: a request that was declined, accepted, planned, done, rated, looked back."""
    topic = TopicFactory(name="Night shifts", slug="night-shifts")
    site = MentorSitePageFactory(title="Sample County EMS", takes_requests=True, topics=[topic])
    other, declining = open_site("Other Site"), open_site("Declining Site")
    people: dict[str, User | None] = {
        SIGNED_OUT: None,
        "member": make_member(),
        "requester": make_member(),
        "keeper": keeper(site),
        "other keeper": keeper(other),
        "former keeper": keeper(site),
        "overdue keeper": keeper(site),
        "keeper who declined": keeper(declining),
        "editor": editor(),
        "staff": mentoring_staff(),
        "administrator": UserFactory(is_superuser=True),
    }
    give_second_step(people["administrator"])  # type: ignore[arg-type]
    _end(site, people)
    request = _carry_through(site, declining, people, topic)
    change = _profile(site, people)
    _beside(site, people)
    draft_site = MentorSitePageFactory(
        title="Unpublished", slug="unpublished", live=False, summary=word("withdrawn")
    )
    keeper_row = site.managers.get(person=people["keeper"])
    SiteNote.objects.create(
        site=site,
        title=word("withdrawn"),
        text=word("withdrawn"),
        happened_on=NOW.date(),
        published_at=NOW,
        withdrawn_at=NOW,
    )
    world = World(site, other, draft_site, request, change, people)
    world.numbers = {
        "site": site.pk,
        "request": request.pk,
        "change": change.pk,
        "offer": Offer.objects.get(request=request, site=site).pk,
        "manager": keeper_row.pk,
        "follow_up": request.follow_ups.order_by("days").first().pk,
        "attendee": request.plan.attendees.order_by("pk").first().pk,
        "off_hub": OffHubHelp.objects.get().pk,
        "note": SiteNote.objects.get().pk,
        "invitation": SiteInvitation.objects.get().pk,
        "contact": PrivateContact.objects.get().pk,
    }
    return world


def _end(site: MentorSitePage, people: dict[str, Any]) -> None:
    site.managers.filter(person=people["former keeper"]).update(
        ended_at=NOW, ended_because="stepped-down"
    )
    site.managers.filter(person=people["overdue keeper"]).update(asked_at=NOW - timedelta(days=400))


def _carry_through(
    site: MentorSitePage, declining: MentorSitePage, people: dict[str, Any], topic: Any
) -> MentorRequest:
    asker, host, staff = people["requester"], people["keeper"], people["staff"]
    request = ask(
        asker,
        sites=[declining, site],
        question=f"About {word('question')}?",
        tried=word("tried"),
        program_name=word("program"),
        topics=[topic],
    )
    decline_offer(
        offer_of(request),
        reason="not-ours",
        words=word("declining"),
        by=people["keeper who declined"],
        at=NOW,
    )
    offer = offer_of(request)
    accept_offer(offer, by=host, at=NOW, words=word("accepting"))
    for text, by, side, more in (
        ("message", asker, "requester", {"offer": offer}),
        ("tostaff", asker, "requester", {}),
        ("staffnote", staff, "staff", {"is_for_staff": True}),
    ):
        write_message(request, text=word(text), by=by, at=NOW, side=side, **more)
    schedule(
        request,
        plan={
            "kind": "call",
            "starts_at": NOW + DAY,
            "ends_at": NOW + DAY + timedelta(hours=1),
            "time_zone": "America/New_York",
            "where": word("where"),
            "agenda": word("agenda"),
        },
        attendees=[("requester", word("attendee"), "Chief")],
        by=host,
        at=NOW,
    )
    complete_request(
        request,
        happened_on=NOW.date(),
        private_words=word("privatewords"),
        shown_as="note",
        public_title="Five lines",
        public_text=word("publictext"),
        side="site",
        by=host,
        at=NOW,
    )
    rate(MentorRequest.objects.get(pk=request.pk), side="requester", score=5,
         words=word("ratedbyasker"), by=asker, at=NOW)  # fmt: skip
    rate(MentorRequest.objects.get(pk=request.pk), side="site", score=4,
         words=word("ratedbysite"), by=host, at=NOW)  # fmt: skip
    look_back = FollowUp.objects.get(request=request, days=30)
    answer_follow_up(look_back, outcome="under-way", words=word("followup"), by=asker, at=NOW)
    return MentorRequest.objects.get(pk=request.pk)


def _profile(site: MentorSitePage, people: dict[str, Any]) -> ProfileChange:
    ProfileDraft.objects.create(
        site=site,
        person=people["keeper"],
        typed={"suited_for": [word("draft")]},
        saved_at=NOW,
    )
    live = site.save_revision()
    live.publish()
    changed = MentorSitePage.objects.get(pk=site.pk)
    changed.suited_for = word("changed")
    revision = changed.save_revision(user=people["keeper"])
    change = ProfileChange.objects.create(
        site=site, revision=revision, live_revision=live, sent_by=people["keeper"], sent_at=NOW
    )
    ProfileNote.objects.create(
        change=change, author=people["keeper"], text=word("changenote"), at=NOW
    )
    return change


def _beside(site: MentorSitePage, people: dict[str, Any]) -> None:
    PrivateContact.objects.create(
        site=site, name=word("contact"), email=f"{word('contact')}@example.org", changed_at=NOW
    )
    SiteInvitation.objects.create(
        site=site,
        email=f"{word('invited')}@agency.example.org",
        token_hash="0" * 64,
        made_at=NOW,
        made_by=people["editor"],
        expires_at=NOW + 3650 * DAY,
    )
    log_off_hub_help(
        people["staff"], at=NOW, kind="call", happened_on=NOW.date(), note=word("offhub"), site=site
    )
