"""Silencing, suspending and lifting: three forms on the editors' side."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from ..actions import UnableToSanction, lift_sanction, silence, suspend
from ..models import Sanction, User
from ..permissions import MANAGE_MEMBERS, can_lift, can_sanction
from .pages import StaffFormView
from .sanction_forms import SanctionForm
from .states import until

EXPLANATIONS = {
    Sanction.Kind.SILENCE: "They can sign in and read, but not write anything. They are told by "
    "mail, with the reason.",
    Sanction.Kind.SUSPENSION: "They are signed out at once and cannot sign in. They are told by "
    "mail, with the reason. Longer than 7 days is for administrators.",
}


class AboutAMemberView(StaffFormView):
    template_name = "accounts/staff/about_a_member.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.at = timezone.now()

    def get_page_subtitle(self) -> str:
        return str(self.person)

    def get_success_url(self) -> str:
        return reverse("wagtailusers_users:edit", args=[self.person.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailusers_users:index"), "label": "Members"},
            {"url": self.get_success_url(), "label": str(self.person)},
            {"url": "", "label": self.page_title},
        ]

    def refuse(self, form: forms.Form, error: Exception) -> HttpResponse:
        form.add_error(None, str(error))
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "explanation": self.explain()}

    def explain(self) -> str:
        raise NotImplementedError


class ImposeView(AboutAMemberView):
    """One class for both; `kind` says which."""

    form_class = SanctionForm
    kind = Sanction.Kind.SILENCE

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        is_silence = self.kind == Sanction.Kind.SILENCE
        self.page_title = self.submit_button_label = "Silence" if is_silence else "Suspend"

    def is_allowed(self) -> bool:
        judge = self.me
        return judge.has_perm(MANAGE_MEMBERS) and can_sanction(judge, self.person)

    def explain(self) -> str:
        return EXPLANATIONS[self.kind]

    def get_form_kwargs(self) -> dict[str, Any]:
        more = {"kind": self.kind, "judge": self.me, "at": self.at}
        return {**super().get_form_kwargs(), **more}

    def form_valid(self, form: SanctionForm) -> HttpResponse:
        act = silence if self.kind == Sanction.Kind.SILENCE else suspend
        reason, end = form.cleaned_data["reason"], form.cleaned_data["until"]
        try:
            act(self.person, reason=reason, until=end, by=self.me, at=self.at)
        except UnableToSanction as error:
            return self.refuse(form, error)
        done = "silenced" if self.kind == Sanction.Kind.SILENCE else "suspended"
        messages.success(self.request, f"{self.person} is {done} {until(end)}.")
        return redirect(self.get_success_url())


class LiftView(AboutAMemberView):
    form_class = forms.Form
    page_title = "Lift"
    submit_button_label = "Lift it"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        sanctions = Sanction.objects.select_related("person")
        self.sanction = get_object_or_404(sanctions, pk=kwargs["pk"])
        self.person = self.sanction.person

    def is_allowed(self) -> bool:
        judge = self.me
        return judge.has_perm(MANAGE_MEMBERS) and can_lift(judge, self.person)

    def explain(self) -> str:
        kind, end = self.sanction.get_kind_display(), until(self.sanction.ends_at)
        return f"{kind}, {end}. The reason was: {self.sanction.reason}"

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            lift_sanction(self.sanction, by=self.me, at=self.at)
        except UnableToSanction as error:
            return self.refuse(form, error)
        messages.success(self.request, "It is lifted. They are told by mail.")
        return redirect(self.get_success_url())
