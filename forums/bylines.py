"""Who wrote something, as one reader may know it."""

from dataclasses import dataclass, replace
from typing import Any

from hub.people.models import Profile, Reach
from hub.people.models.shown import who_sees

from .speaking import Speaker, speaker_of

FORMER_MEMBER = "Former member"


@dataclass(frozen=True)
class Byline:
    """A name, with what its owner shows of themselves to this reader. `url` may be empty."""

    name: str
    url: str = ""
    role: str = ""
    handle: str = ""
    is_alias: bool = False
    # The page that the post speaks for; nothing for a reader who may not see it.
    speaker: Speaker | None = None

    @property
    def voice(self) -> str:
        """Whose answer it is: the site's, when it spoke for one."""
        return self.speaker.title if self.speaker else self.name


def byline_of(post: Any, reader: Any) -> Byline:
    """Who wrote `post`: fetch it with_authors(), then this asks nothing."""
    speaker = speaker_of(post)
    byline = _byline_of(post, reader)
    return replace(byline, speaker=speaker) if speaker else byline


def _byline_of(post: Any, reader: Any) -> Byline:
    if post.alias is not None:
        return Byline(post.alias.label, is_alias=True)
    if post.author is None:
        return Byline(getattr(post, "former_name", "") or FORMER_MEMBER)
    return byline_of_person(post.author, reader)


def byline_of_person(person: Any, reader: Any) -> Byline:
    profile: Profile | None = getattr(person, "profile", None)
    opens = reader.is_authenticated or (profile is not None and profile.reach >= Reach.PUBLIC)
    return Byline(
        str(person),
        url=person.get_absolute_url() if opens else "",
        role=_role(person, profile, reader),
        handle=person.handle if reader.is_authenticated else "",
    )


def _role(person: Any, profile: Profile | None, reader: Any) -> str:
    program = getattr(person, "program", None)
    if profile is None or program is None or program.discipline is None:
        return ""
    is_own = getattr(reader, "pk", None) == person.pk
    is_shown = is_own or profile.discipline_shown in who_sees(reader)
    return program.discipline.label if is_shown else ""


def with_authors(posts: Any) -> Any:
    """`posts` with what a byline shows of people, joined; see also speaking.with_speakers()."""
    return posts.select_related("author__profile", "author__program__discipline", "alias")
