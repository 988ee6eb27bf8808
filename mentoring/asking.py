"""What the form for a request begins with, and what it holds when it is sent."""

from datetime import datetime
from typing import Any

from hub.accounts.models import User
from hub.people.actions import program_of
from hub.people.models import Program
from mentorsites.matching import Facts, facts_as_json, facts_of_program

from .actions.submitting import Answers
from .forms.asking import AskForm, SnapshotForm
from .models import MentorRequest, RequestDraft

# Fields that hold several values.
LISTS = ("topics", "wanted_help", "sites", "not_these", "community_types", "response_models")
# What is no answer.
NOT_KEPT = ("csrfmiddlewaretoken", "action", "form_key", "seen_help", "cleared")


class Asking:
    """Two forms on one page: what is asked, and the program as the sites will read it."""

    def __init__(
        self, data: Any, *, person: User, at: datetime, begun: dict[str, Any] | None = None
    ) -> None:
        begun = begun or {}
        self.at = at
        self.program: Program = program_of(person)
        self.form = AskForm(data, person=person, at=at, initial=begun)
        self.snapshot = SnapshotForm(data, instance=self.program, initial=begun)

    # What trying.attempt() asks of a form.
    def is_valid(self) -> bool:
        # Both are looked at, so that everything that is wrong is said at once.
        return all([self.form.is_valid(), self.snapshot.is_valid()])

    @property
    def facts(self) -> Facts:
        if self.snapshot.is_bound and self.snapshot.is_valid():
            return self.snapshot.facts
        return facts_of_program(self.program)

    @property
    def told(self) -> list[tuple[str, str]]:
        """What the sites will read of the program, in words: (label, value)."""
        program = self.program
        communities = list(program.community_types.all())
        if self.snapshot.is_bound and self.snapshot.is_valid():
            communities = list(self.snapshot.cleaned_data["community_types"])
        lines = [
            ("Program", program.name),
            ("Place", program.place),
            ("Community", ", ".join(term.label for term in communities)),
            ("Stage", program.stage),
            ("Residents", program.population or program.population_band),
            ("Led by", program.lead_agency_type),
        ]
        return [(label, str(value)) for label, value in lines if value]

    @property
    def answers(self) -> Answers:
        asked, program = self.form.answers, self.snapshot.cleaned_data
        asked.pop("keep_program")
        return Answers(
            **asked,
            program_name=program["name"],
            facts=facts_as_json(self.facts),
            place=program["place"],
            community_types=list(program["community_types"]),
            discipline=program["discipline"],
            stage=program["stage"],
        )


def begun_by(
    person: User, *, draft: RequestDraft | None, again: MentorRequest | None, sites: list[str]
) -> dict[str, Any]:
    """First values of the form: of an earlier request, of a draft, and the sites of the address."""
    begun: dict[str, Any] = {"wanted_help": []}
    if again is not None:
        begun = _of_request(again)
    elif draft is not None:
        begun = _of_draft(draft)
    chosen = list(dict.fromkeys([*sites, *map(str, begun.get("sites", ()))]))
    return begun | {"sites": chosen}


def _of_draft(draft: RequestDraft) -> dict[str, Any]:
    begun: dict[str, Any] = {
        name: values if name in LISTS else values[-1] for name, values in draft.typed.items()
    }
    for name in ("asks_further", "keep_program"):
        begun[name] = name in draft.typed
    return begun


def _of_request(again: MentorRequest) -> dict[str, Any]:
    begun: dict[str, Any] = {
        name: getattr(again, name) for name in ("question", "tried", "when_note", "asks_further")
    }
    for name in ("topics", "wanted_help", "not_these"):
        begun[name] = [str(pk) for pk in getattr(again, name).values_list("pk", flat=True)]
    return begun


def typed_in(data: Any) -> dict[str, list[str]]:
    """What somebody typed, by field, to be kept as a draft."""
    return {name: values for name, values in data.lists() if name not in NOT_KEPT}
