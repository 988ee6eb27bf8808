"""Adding a member and the page of one of them, on the editors' side."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.utils import set_query_params
from wagtail.users.views import users as wagtails

from ..actions import UnableToChangeRole, log_event
from ..models import SecurityEvent, User
from ..permissions import SEE_ADDRESSES, SEE_LOG, can_lift, can_manage, can_sanction
from ..step_up import recently_confirmed
from .states import member_state


class MemberCreateView(wagtails.CreateView):
    page_title = "Add a member"
    success_message = "“%(object)s” can sign in now."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def save_instance(self) -> User:
        person = super().save_instance()
        log_event(SecurityEvent.Kind.JOINED, person=person, by=self.request.user, at=timezone.now())
        return person


class MemberEditView(wagtails.EditView):
    success_message = "“%(object)s” is saved."
    error_message = "Nothing was saved yet: see the fields below."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.left_at or not can_manage(request.user, self.object):
            raise PermissionDenied
        answer = super().dispatch
        # Reading is free; whoever gives powers says once more who they are, and loses no choice.
        is_change = request.method == "POST"
        return (recently_confirmed(answer) if is_change else answer)(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        members = {"url": reverse("wagtailusers_users:index"), "label": "Members"}
        return [*self.breadcrumbs_items, members, {"url": "", "label": str(self.object)}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "manager": self.request.user}

    def save_instance(self) -> User:
        person = super().save_instance()
        self.form.change_powers(by=self.request.user, at=timezone.now())
        return person

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except UnableToChangeRole as error:
            # Somebody else changed who may do what since the page was opened.
            form.add_error(None, str(error))
            self.produced_error_message = str(error)
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        sanctions = self.object.sanctions.newest_first().select_related("imposed_by", "lifted_by")
        viewer = self.request.user
        log = set_query_params(reverse("members_log"), {"person": self.object.handle})
        return {
            **super().get_context_data(**kwargs),
            "state": member_state(self.object, now),
            "address": self.object.email if viewer.has_perm(SEE_ADDRESSES) else "",
            "sanctions": [(one, is_running(one, now)) for one in sanctions],
            "may_sanction": can_sanction(viewer, self.object),
            "may_lift": can_lift(viewer, self.object),
            "log_url": log if viewer.has_perm(SEE_LOG) else "",
        }


def is_running(sanction: Any, at: Any) -> bool:
    ended = sanction.ends_at is not None and sanction.ends_at <= at
    return sanction.lifted_at is None and not ended
