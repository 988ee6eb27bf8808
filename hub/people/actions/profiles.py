from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction

from hub.accounts.models import User
from hub.notifications.actions import announce
from hub.notifications.models import Notification
from hub.taxonomy.models import Topic

from ..models import Profile, ProfileTopic, Program, Reach, Shown, SpokenLanguage
from ..models.shown import REACH_OF

Side = ProfileTopic.Side


def profile_of(person: User) -> Profile:
    """The person's profile; an empty one, open to nobody, on the first call."""
    profile, _ = Profile.objects.get_or_create(person=person)
    return profile


def program_of(person: User) -> Program:
    """The person's program; one that says nothing on the first call."""
    program, _ = Program.objects.get_or_create(person=person)
    return program


@transaction.atomic
def change_profile(
    profile: Profile,
    *,
    lines: Mapping[str, Any],
    helps_with: Collection[Topic],
    wants_help_with: Iterable[Topic],
    languages: Iterable[str],
    at: datetime,
) -> Profile:
    """Writes what the owner says of themselves, and to whom each line is open.

    `lines` names fields of Profile and their new values.
    """
    before = set(profile.profile_topics.filter(side=Side.HELPS).values_list("topic_id", flat=True))
    for name, value in lines.items():
        setattr(profile, name, value)
    profile.changed_at = at
    profile.save()
    _write_topics(profile, Side.HELPS, helps_with)
    if profile.helps_with_shown != Shown.NOBODY and {one.pk for one in helps_with} - before:
        # Who follows somebody wants to know what they can be asked about now.
        announce(
            profile.person,
            to_followers_of=[profile.person],
            kind=Notification.Kind.UPDATED,
            by=profile.person,
            at=at,
        )
    _write_topics(profile, Side.WANTS, wants_help_with)
    _write_languages(profile, languages)
    return measure_reach(profile)


class UnableToRename(Exception):
    """Somebody else took the handle in this moment."""


def change_name(person: User, *, name: str, handle: str) -> User:
    """Another name to show, another address of one's page. Both must have been checked.

    Raises UnableToRename when the handle was taken since.
    """
    person.name, person.handle = name, handle
    try:
        with transaction.atomic():
            person.save(update_fields=["name", "handle"])
    except IntegrityError as error:
        raise UnableToRename from error
    return person


@transaction.atomic
def change_program(program: Program, *, answers: Mapping[str, Any], at: datetime) -> Program:
    """Writes what was answered; a question that was passed over leaves its answer empty."""
    for name, value in answers.items():
        if name not in Program.MANY:
            setattr(program, name, value)
    program.answered_at = at
    program.save()
    for name in Program.MANY:
        getattr(program, name).set(answers.get(name, []))
    measure_reach(profile_of(program.person))
    return program


@transaction.atomic
def open_lines(profile: Profile, *, lines: Iterable[str], to: str) -> Profile:
    """Opens these lines of a profile to `to`, a value of Shown; the others stay as they are."""
    for line in lines:
        setattr(profile, f"{line}_shown", to)
    profile.save()
    return measure_reach(profile)


@transaction.atomic
def change_avatar(profile: Profile, *, picture: File | None) -> Profile:
    """Puts a picture, drawn anew by avatars.draw_avatar(), in the place of the present one."""
    before = profile.avatar.name
    if picture is None:
        profile.avatar = ""
    else:
        profile.avatar.save(str(picture.name), picture, save=False)
    profile.save(update_fields=["avatar"])
    measure_reach(profile)
    if before and before != profile.avatar.name:
        # A file cannot be rolled back: it goes once nothing names it any more.
        storage = profile.avatar.storage
        transaction.on_commit(lambda: storage.delete(before))
    return profile


def measure_reach(profile: Profile) -> Profile:
    """Brings `reach` up to date: the furthest of the lines that say something."""
    filled = _filled_lines(profile)
    reaches = [
        REACH_OF[getattr(profile, f"{line}_shown")] for line in Profile.LINES if line in filled
    ]
    profile.reach = max(reaches, default=Reach.NOBODY)
    profile.save(update_fields=["reach"])
    return profile


def _filled_lines(profile: Profile) -> set[str]:
    own = ("avatar", "pronouns", "credentials", "agency", "region", "about")
    filled = {line for line in own if getattr(profile, line)}
    sides = set(profile.profile_topics.values_list("side", flat=True).distinct())
    program = Program.objects.filter(person=profile.person_id).first()
    if program and program.discipline_id:
        filled.add("discipline")
    if program and _says_something(program):
        filled.add("program")
    if profile.spoken_languages.exists():
        filled.add("languages")
    if Side.HELPS in sides:
        filled.add("helps_with")
    if Side.WANTS in sides:
        filled.add("wants_help_with")
    return filled


def _says_something(program: Program) -> bool:
    single = (program.population_band_id, program.stage_id, program.place_id)
    return any(single) or program.community_types.exists()


def _write_topics(profile: Profile, side: str, topics: Iterable[Topic]) -> None:
    wanted = {topic.pk for topic in topics}
    present = profile.profile_topics.filter(side=side)
    present.exclude(topic__in=wanted).delete()
    known = set(present.values_list("topic_id", flat=True))
    ProfileTopic.objects.bulk_create(
        (ProfileTopic(profile=profile, topic_id=pk, side=side) for pk in sorted(wanted - known)),
        # The same form sent twice at once writes the same rows.
        ignore_conflicts=True,
    )


def _write_languages(profile: Profile, languages: Iterable[str]) -> None:
    wanted = set(languages)
    profile.spoken_languages.exclude(language__in=wanted).delete()
    known = set(profile.spoken_languages.values_list("language", flat=True))
    SpokenLanguage.objects.bulk_create(
        (SpokenLanguage(profile=profile, language=one) for one in sorted(wanted - known)),
        ignore_conflicts=True,
    )
