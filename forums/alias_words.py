"""What somebody is called who writes without their name: by trade, if they show it to members."""

from typing import Any

from hub.people.models import Profile, Shown

# By slug of the vocabulary of disciplines. Rare trades are left out: they would tell who it is.
TRADES = {
    "ems": "EMS responder",
    "fire": "Firefighter",
    "emergency-medicine": "Physician",
    "nursing": "Nurse",
    "dispatch": "Dispatcher",
    "law-enforcement": "Officer",
    "behavioral-health": "Clinician",
    "social-work": "Social worker",
    "peer-recovery": "Peer",
}


def trade_of(person: Any) -> str:
    """ "Clinician", or nothing when the person shows no trade to members or a rare one."""
    profile = (
        Profile.objects.filter(person=person).select_related("person__program__discipline").first()
    )
    program = getattr(profile.person, "program", None) if profile else None
    if profile is None or program is None or program.discipline is None:
        return ""
    if profile.discipline_shown == Shown.NOBODY:
        return ""
    return TRADES.get(program.discipline.slug, "")
