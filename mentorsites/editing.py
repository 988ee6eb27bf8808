"""What the page for editing a profile shows: the form, where it stands, what readers miss."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hub.accounts.models import User

from .actions.drafting import typed_in
from .differences import Conflict, conflicts_between
from .forms.profile import WholeProfile
from .models import MentorSitePage, ProfileChange, ProfileDraft
from .profile.fields import fields_for, values_of
from .profile.versions import number_of, version, working_copy
from .profile.words import Words
from .progress import Progress, progress_of


@dataclass
class Editing:
    """One person at one profile, for the length of a request."""

    site: MentorSitePage
    person: User
    words: Words = field(default_factory=Words)

    def __post_init__(self) -> None:
        self.copy = working_copy(self.site)
        self.fields = list(fields_for(self.copy))
        self.values = values_of(self.copy)
        self.number = number_of(self.site)

    def whole(self, typed: Any = None, *, adds: str = "") -> WholeProfile:
        return WholeProfile(
            self.copy,
            fields=self.fields,
            values=self.values,
            words=self.words,
            typed=typed,
            adds=adds,
        )

    @cached_property
    def draft(self) -> ProfileDraft | None:
        return ProfileDraft.objects.filter(site=self.site, person=self.person).first()

    def typed_draft(self) -> WholeProfile | None:
        """What the person typed last time, not checked yet."""
        return self.whole(typed_in(self.draft)) if self.draft else None

    def conflicts(self, answers: dict[str, Any], began_from: int) -> list[Conflict]:
        """What somebody else saved since the form was opened, and these answers would undo."""
        if began_from == self.number:
            return []
        before = version(self.site, began_from)
        base = values_of(before) if before else None
        return conflicts_between(base, self.values, answers, words=self.words)

    @cached_property
    def progress(self) -> Progress:
        return progress_of(self.copy)

    @cached_property
    def change(self) -> ProfileChange | None:
        """What waits for review or came back, the newest one."""
        change = ProfileChange.objects.filter(site=self.site).newest_first().first()
        shown = (ProfileChange.State.OPEN, ProfileChange.State.RETURNED)
        return change if change and change.state in shown else None


def number_in(text: str) -> int:
    """The number of a revision as a form tells it; 0 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 19 else 0
