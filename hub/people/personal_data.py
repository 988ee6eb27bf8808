"""What this room keeps of one person: to hand out, and to remove when they leave."""

from datetime import datetime
from typing import Any

from hub.accounts.models import User
from hub.notifications.subjects import fetch, name_of

from .actions import change_avatar
from .models import Bookmark, DataExport, Profile, ProfileTopic, Program

PLAIN = ("pronouns", "credentials", "agency", "region", "about")


def collect(person: User) -> dict[str, Any]:
    profile = Profile.objects.filter(person=person).first()
    program = Program.objects.filter(person=person).first()
    saved = list(Bookmark.objects.visible_to(person).newest_first())
    # By what they may see now: what was taken from their eyes is not handed out either.
    things = fetch([one.key for one in saved], person)
    return {
        "profile": _profile(profile) if profile else {},
        "program": _program(program) if program else {},
        "saved things": [
            {
                "what": name_of(things[one.key]) if one.key in things else "not here any more",
                "note": one.note,
                "saved": one.saved_at,
            }
            for one in saved
        ],
        "copies asked for": list(DataExport.objects.filter(person=person).values("asked_at")),
    }


def _profile(profile: Profile) -> dict[str, Any]:
    sides = ProfileTopic.Side
    topics = list(profile.profile_topics.select_related("topic"))
    return {
        **{name: getattr(profile, name) for name in PLAIN},
        "contact": profile.get_contact_display(),
        "languages": [str(one) for one in profile.spoken_languages.all()],
        "can help with": [str(one.topic) for one in topics if one.side == sides.HELPS],
        "wants help with": [str(one.topic) for one in topics if one.side == sides.WANTS],
        "who sees what": {line: getattr(profile, f"{line}_shown") for line in Profile.LINES},
    }


def _program(program: Program) -> dict[str, Any]:
    return {
        "role": str(program.discipline or ""),
        "community": [term.label for term in program.community_types.all()],
        "population": str(program.population_band or ""),
        "stage": str(program.stage or ""),
        "place": str(program.place or ""),
        "to solve": program.to_solve,
        "name": program.name,
        "residents": program.population,
        "response models": [term.label for term in program.response_models.all()],
        "lead agency": str(program.lead_agency_type or ""),
        "full-time staff": str(program.staffing_band or ""),
        "encounters a year": str(program.call_volume_band or ""),
        "hours": str(program.hours or ""),
    }


def erase(person: User, at: datetime) -> None:
    profile = Profile.objects.filter(person=person).first()
    if profile is not None:
        change_avatar(profile, picture=None)
        profile.delete()
    for export in DataExport.objects.filter(person=person):
        export.file.delete(save=False)
        export.delete()
    Program.objects.filter(person=person).delete()
    Bookmark.objects.filter(person=person).delete()
