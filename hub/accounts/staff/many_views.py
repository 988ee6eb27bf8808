"""Inviting many in two steps: look at what would happen, then send."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ..permissions import INVITE
from .invitation_forms import ManyForm, SendForm
from .invitations import AboutInvitationsView
from .many import MANY, Outcome, UnableToPack, Verdict, invite_all, judge, pack, unpack
from .tables import Row, UnableToRead, read_rows


class InviteManyView(AboutInvitationsView):
    template_name = "accounts/staff/invite_many.html"
    form_class = ManyForm
    permission = INVITE
    page_title = "Invite many"
    submit_button_label = "Look at what would happen"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.send() if "rows" in request.POST else super().post(request, *args, **kwargs)

    def form_valid(self, form: ManyForm) -> HttpResponse:
        try:
            rows = read_rows(form.get_data())
        except UnableToRead as error:
            form.add_error("file" if form.cleaned_data["file"] else "text", str(error))
            return self.form_invalid(form)
        note = form.cleaned_data["note"]
        return self.preview([row if row.note else replace(row, note=note) for row in rows], form)

    def preview(
        self, rows: Sequence[Row], form: forms.Form, sending: SendForm | None = None
    ) -> HttpResponse:
        """Nothing is sent; the rows wait in the page itself."""
        outcomes = judge(rows, at=timezone.now())
        count = sum(outcome.verdict == Verdict.WILL_INVITE for outcome in outcomes)
        try:
            packed = pack(rows, by=self.me)
        except UnableToPack:
            form.add_error(None, "The list is too long for one go: send it in parts.")
            return self.form_invalid(form)
        sending = sending or SendForm(initial={"rows": packed}, count=count)
        context = self.get_context_data(form=form, sending=sending, count=count, many=count > MANY)
        status = 422 if sending.errors else 200
        return self.answer("accounts/staff/invite_many_preview.html", context, outcomes, status)

    def send(self) -> HttpResponse:
        me, now = self.me, timezone.now()
        rows = unpack(self.request.POST["rows"], by=me)
        if rows is None:
            form = ManyForm(data={})
            form.add_error(None, "This preview is too old. Nothing was sent: send the list again.")
            return self.form_invalid(form)
        count = sum(outcome.verdict == Verdict.WILL_INVITE for outcome in judge(rows, at=now))
        sending = SendForm(self.request.POST, count=count)
        if not sending.is_valid():
            return self.preview(rows, ManyForm(), sending)
        outcomes = invite_all(rows, by=me, at=now)
        context = self.get_context_data(form=ManyForm(), packed=self.request.POST["rows"])
        return self.answer("accounts/staff/invite_many_result.html", context, outcomes)

    def answer(
        self,
        template: str,
        context: dict[str, Any],
        outcomes: Sequence[Outcome],
        status: int = 200,
    ) -> HttpResponse:
        counts = Counter(outcome.verdict for outcome in outcomes)
        more = {
            "outcomes": outcomes,
            "problems": [outcome for outcome in outcomes if outcome.is_problem],
            "counts": [(verdict.label, counts[verdict]) for verdict in Verdict if counts[verdict]],
            "sent": counts[Verdict.SENT],
            "waiting": counts[Verdict.WAITING],
        }
        self.template_name = template
        return self.render_to_response({**context, **more}, status=status)
