"""Members who said that members may find them: by name, role, community and what they help with."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from hub.accounts.models import User
from hub.people.lines import describe
from hub.people.models import Profile, Reach, Shown
from hub.taxonomy.models import Vocabulary

from ..audiences import MEMBERS
from ..kinds import PERSON
from .base import Draft, Source


class AnyMember:
    """Whoever is signed in and is nobody in particular."""

    is_authenticated = True


ANY_MEMBER = AnyMember()


class PersonSource(Source):
    name = "person"

    def keys(self) -> Iterable[int]:
        return User.objects.order_by("pk").values_list("pk", flat=True)

    def describe(self, keys: Sequence[int]) -> list[Draft]:
        # Also whose page is open to everyone is found by members only: no engine outside the hub
        # and no visitor learns from a search who is here.
        profiles = Profile.objects.listed_for(ANY_MEMBER).filter(person__in=list(keys))
        return [_draft_of(profile) for profile in profiles.with_rows()]

    def visible_keys(self, keys: Collection[int], reader: Any, at: datetime) -> set[int]:
        if not reader.is_authenticated:
            return set()
        profiles = Profile.objects.visible_to(reader).filter(
            person__in=list(keys), reach__gte=Reach.MEMBERS
        )
        return set(profiles.order_by().values_list("person_id", flat=True))


def _draft_of(profile: Profile) -> Draft:
    card = describe(profile, ANY_MEMBER)
    facts = [line.text for line in card.facts]
    helps = [topic.name for topic in card.helps_with]
    return Draft(
        object_id=profile.person_id,
        kind=PERSON,
        title=card.name,
        url=card.url,
        summary=(card.about or ", ".join([card.role, *facts]).strip(", "))[:600],
        keywords=" ".join([card.handle, card.role, *facts, *helps]),
        audience=MEMBERS,
        facets=_facets(profile, card.helps_with),
    )


def _facets(profile: Profile, helps_with: Iterable[Any]) -> set[str]:
    facets = {f"kind:{PERSON}", *(f"topic:{topic.slug}" for topic in helps_with)}
    program = getattr(profile.person, "program", None)
    if program is None:
        return facets
    if profile.discipline_shown != Shown.NOBODY and program.discipline:
        facets.add(f"{Vocabulary.DISCIPLINE}:{program.discipline.slug}")
    if profile.program_shown != Shown.NOBODY:
        facets |= {f"{term.vocabulary}:{term.slug}" for term in program.community_types.all()}
        facets |= {f"{Vocabulary.STAGE}:{program.stage.slug}"} if program.stage else set()
        facets |= {f"place:{program.place.slug}"} if program.place else set()
    return facets
