"""Who is in the directory, narrowed by what members may filter by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hub.accounts.names import skeleton

from .lines import Card, describe
from .models import Profile, ProfileQuerySet, ProfileTopic
from .models.shown import who_sees

PAGE_SIZE = 24
Side = ProfileTopic.Side


@dataclass(frozen=True)
class Leaf:
    """One page of the directory; `after` continues it, None when it is the last."""

    cards: list[Card]
    after: int | None


def turn_to(reader: Any, *, chosen: Mapping[str, Any], after: str = "") -> Leaf:
    """The members listed for `reader` that fit `chosen`, a page at a time and by name.

    A filter looks only at lines that are open to the reader: it must not tell by a row's presence
    what the row itself hides. Costs the same number of statements however many members there are.
    """
    profiles = narrow(Profile.objects.listed_for(reader), chosen, reader)
    profiles = _continued(profiles, after).by_name().with_rows()
    rows = list(profiles[: PAGE_SIZE + 1])
    more = rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None
    return Leaf([describe(profile, reader) for profile in rows[:PAGE_SIZE]], more)


def narrow(profiles: ProfileQuerySet, chosen: Mapping[str, Any], reader: Any) -> ProfileQuerySet:
    """The profiles that fit `chosen`, a mapping of the filters of DirectoryForm."""
    seen = who_sees(reader)
    narrowings = {
        "q": lambda text: _named(text),
        "discipline": lambda term: Q(person__program__discipline=term, discipline_shown__in=seen),
        "community": lambda term: Q(person__program__community_types=term, program_shown__in=seen),
        "place": lambda place: Q(person__program__place=place, program_shown__in=seen),
        "helps": lambda topic: Q(pk__in=_with_topic(topic, Side.HELPS), helps_with_shown__in=seen),
        "wants": lambda topic: Q(
            pk__in=_with_topic(topic, Side.WANTS), wants_help_with_shown__in=seen
        ),
        "language": lambda code: Q(spoken_languages__language=code, languages_shown__in=seen),
    }
    for name, value in chosen.items():
        profiles = profiles.filter(narrowings[name](value))
    return profiles


def _named(text: str) -> Q:
    return Q(person__name_key__contains=skeleton(text)) | Q(person__handle=text.strip().lower())


def _with_topic(topic: Any, side: str) -> Any:
    return ProfileTopic.objects.filter(topic=topic, side=side).order_by().values("profile_id")


def _continued(profiles: ProfileQuerySet, after: str) -> ProfileQuerySet:
    """From the row behind the one numbered `after`; from the first when there is no such row."""
    last = (
        profiles.filter(pk=int(after)).values_list("person__name_key", "pk").first()
        if after.isdecimal() and len(after) < 18
        else None
    )
    if last is None:
        return profiles
    name, pk = last
    return profiles.filter(
        Q(person__name_key__gt=name) | Q(person__name_key=name, pk__gt=pk),
        # Says the same once more, so that the index on names is entered at the right place.
        person__name_key__gte=name,
    )
