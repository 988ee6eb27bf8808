"""Invitations on the editors' side: the list, inviting one, inviting many, taking one back."""

from typing import Any

import django_filters  # type: ignore[import-untyped]  # it ships none
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from ..actions import invite, revoke_invitation
from ..models import Invitation, User
from ..permissions import INVITE, REVOKE
from .invitation_forms import InvitationForm
from .pages import StaffFormView
from .states import InvitationState, invitation_state, invitations_in


class InvitationFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="State",
        choices=InvitationState.choices,
        method="in_state",
        empty_label="All",
        widget=forms.RadioSelect,
    )
    made_at = django_filters.DateFromToRangeFilter(label="Made", widget=DateRangePickerWidget)

    class Meta:
        model = Invitation
        fields: list[str] = []

    def in_state(self, invitations: QuerySet, name: str, value: str) -> QuerySet:
        return invitations.filter(invitations_in(value, timezone.now()))


class DayColumn(Column):
    """Wagtail's own column says “just now” of every day to come."""

    cell_template_name = "accounts/staff/day_cell.html"


class InvitationIndexView(generic.IndexView):
    page_title = "Invitations"
    any_permission_required = ["view"]
    filterset_class = InvitationFilterSet
    search_fields = ["email"]
    default_ordering = "-made_at"
    paginate_by = 50

    @cached_property
    def at(self) -> Any:
        return timezone.now()

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("email", label="E-mail", sort_key="email"),
            Column("state", label="State", accessor=self.state_of),
            Column("made_by", label="Invited by"),
            DateColumn("made_at", label="Made", sort_key="made_at"),
            DayColumn("expires_at", label="Ends", sort_key="expires_at"),
            Column("note", label="Note"),
        ]

    def state_of(self, invitation: Any) -> str:
        state = invitation_state(invitation, self.at)
        if state == InvitationState.OPEN and invitation.is_of_member:
            # The inviter was told nothing; whoever looks after invitations may know.
            return "Is a member: no mail was sent"
        return str(state.label)

    def get_base_queryset(self) -> QuerySet:
        members = User.objects.annotate(address=Lower("email"))
        alike = members.filter(address=Lower(OuterRef("email")))
        return Invitation.objects.select_related("made_by").annotate(is_of_member=Exists(alike))

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(self.ordering, "-pk")

    def get_edit_url(self, instance: Invitation) -> None:
        return None

    def get_delete_url(self, instance: Invitation) -> None:
        return None

    def get_copy_url(self, instance: Invitation) -> None:
        return None

    def get_list_more_buttons(self, instance: Invitation) -> list[Button]:
        if not instance.is_open(self.at) or not self.request.user.has_perm(REVOKE):
            return []
        address = reverse("invitations:revoke", args=[instance.pk])
        return [Button("Take back", url=address, icon_name="cross", priority=10)]

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.request.user.has_perm(INVITE):
            return []
        many = reverse("invitations:many")
        return [
            HeaderButton("Invite somebody", url=reverse("invitations:add"), icon_name="plus"),
            HeaderButton("Invite many", url=many, icon_name="upload"),
        ]


class AboutInvitationsView(StaffFormView):
    def get_success_url(self) -> str:
        return reverse("invitations:index")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.get_success_url(), "label": "Invitations"},
            {"url": "", "label": self.page_title},
        ]


class InviteView(AboutInvitationsView):
    form_class = InvitationForm
    permission = INVITE
    page_title = "Invite somebody"
    submit_button_label = "Send the invitation"

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        email, note = form.cleaned_data["email"], form.cleaned_data["note"]
        name = form.cleaned_data["name"]
        invite(email, by=self.me, at=timezone.now(), note=note, name=name)
        messages.success(self.request, f"{email} is invited for {Invitation.LASTS.days} days.")
        return redirect(self.get_success_url())


class RevokeView(AboutInvitationsView):
    template_name = "accounts/staff/about_a_member.html"
    form_class = forms.Form
    permission = REVOKE
    page_title = "Take back"
    submit_button_label = "Take it back"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.invitation = get_object_or_404(Invitation, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        explanation = f"The link that {self.invitation.email} got stops working. No mail is sent."
        return {**super().get_context_data(**kwargs), "explanation": explanation}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        invitation = revoke_invitation(self.invitation, by=self.me, at=timezone.now())
        if invitation.accepted_at:
            messages.warning(self.request, "It was accepted meanwhile: they are a member now.")
        else:
            messages.success(self.request, "The invitation is taken back.")
        return redirect(self.get_success_url())
