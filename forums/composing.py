"""One try at writing: shown first, previewed, masked, refused with every word – or ready."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from hub.accounts.limits import Refusal, allow, answers_429, refuse_form

from .actions.holding import Sending
from .actions.posting import find_posted
from .alias_words import trade_of
from .forms import WritingForm
from .limits import key_of, rule_for
from .models import Post

POST, PREVIEW, MASK = "post", "preview", "mask"
MASKED = "We wrote the marked words less exactly. Read it once more, then send it."


@dataclass
class Attempt:
    """`is_ready` says that everything is as it should be and the writer pressed the button."""

    form: WritingForm
    is_ready: bool = False
    preview: str = ""
    notice: str = ""
    refusal: Refusal | None = None

    @property
    def status(self) -> int:
        return 422 if self.form.is_bound and self.form.errors else 200

    def answer(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        """The form again, with what was typed and what is to be said about it."""
        shown = {"form": self.form, "preview": self.preview, "notice": self.notice, **context}
        response = render(request, template, shown, status=self.status)
        return answers_429(response, self.refusal.seconds) if self.refusal else response


def attempt(request: HttpRequest, make: Callable[[Any, Any], WritingForm]) -> Attempt:
    """What became of this request; `make(data, files)` gives the form for it."""
    if request.method != "POST":
        return Attempt(make(None, None))
    wanted = request.POST.get("action", POST)
    form = make(request.POST, request.FILES)
    if wanted == MASK:
        form.is_valid()
        return _masked(request, form, make)
    is_valid = form.is_valid()
    if wanted == PREVIEW:
        return Attempt(form, preview=form.words.rendered.html or "<p>There is no text yet.</p>")
    return Attempt(form, is_ready=is_valid)


def _masked(
    request: HttpRequest, form: WritingForm, make: Callable[[Any, Any], WritingForm]
) -> Attempt:
    data = request.POST.copy()
    for name, text in form.masked().items():
        data[form.add_prefix(name)] = text
    data.setlist("file", [str(upload.pk) for upload in form.uploads])
    again = make(data, None)
    again.is_valid()
    return Attempt(again, notice=MASKED)


def count_act(attempted: Attempt, act: str, person: Any) -> Post | None:
    """Counts one "topic" or "reply" toward its limit; a refusal makes the attempt not ready.

    The same form sent twice is no second act: then the post that there is already is returned.
    """
    form = attempted.form
    refusal = allow(rule_for(act, form.standing), key_of(person), at=timezone.now())
    if refusal is None:
        return None
    posted = find_posted(form.cleaned_data.get("form_key", ""), by=person)
    if posted is None:
        refuse(attempted, refusal)
    return posted


def refuse(attempted: Attempt, refusal: Refusal) -> None:
    """It came too often: said at the top of the form, with everything typed."""
    refuse_form(attempted.form, refusal)
    attempted.refusal, attempted.is_ready = refusal, False


def sending_of(form: WritingForm, person: Any) -> Sending:
    """How the text is to be sent, as the form says."""
    under_alias = bool(form.cleaned_data.get("under_alias"))
    return Sending(
        form_key=form.cleaned_data.get("form_key", ""),
        under_alias=under_alias,
        trade=trade_of(person) if under_alias else "",
        files=form.uploads,
        cleared=form.cleared,
        speaks_for=form.speaker,
    )
