"""The list of members on the editors' side, and its download."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.utils import set_query_params
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.users.views import users as wagtails

from ..actions import log_event
from ..models import Invitation, SecurityEvent, User
from ..permissions import INVITE, SEE_ADDRESSES, SEE_INVITATIONS, can_manage
from ..step_up import recently_confirmed
from .spreadsheets import plain_cell
from .states import member_state


def roles_of(person: User) -> str:
    names = sorted(group.name for group in person.groups.all())
    return ", ".join(["Administrator", *names] if person.is_superuser else names)


class MemberIndexView(wagtails.IndexView):
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    page_title = "Members"
    add_item_label = "Add a member"
    any_permission_required = ["change"]
    default_ordering = "name"
    paginate_by = 50
    export_filename = "members"
    export_headings = {
        "roles": "Roles",
        "state": "State",
        "joined_at": "Joined",
        "last_login": "Last signed in",
    }
    # Also for .xlsx, which keeps text as text: the file may be saved as .csv later.
    custom_value_preprocess = {
        **wagtails.IndexView.custom_value_preprocess,
        str: {"csv": plain_cell, "xlsx": plain_cell},
    }

    @cached_property
    def shows_addresses(self) -> bool:
        return self.request.user.has_perm(SEE_ADDRESSES)

    @cached_property
    def at(self) -> Any:
        return timezone.now()

    @cached_property
    def columns(self) -> list[Column]:
        address = Column("email", label="E-mail", sort_key="email")
        return [
            TitleColumn("name", label="Name", sort_key="name", get_url=self.get_edit_url),
            Column("handle", label="Handle", sort_key="handle"),
            *([address] if self.shows_addresses else []),
            Column("roles", label="Roles", accessor=roles_of),
            DateColumn("joined_at", label="Joined", sort_key="joined_at"),
            DateColumn("last_login", label="Last signed in", sort_key="last_login"),
            Column("state", label="State", accessor=self.state_of),
        ]

    @property
    def search_fields(self) -> set[str]:
        return {"name", "handle", *(["email"] if self.shows_addresses else [])}

    @search_fields.setter
    def search_fields(self, value: Any) -> None:
        """The viewset sets what it knows; who asks decides here."""

    @property
    def list_export(self) -> list[str]:
        address = ["email"] if self.shows_addresses else []
        return ["name", "handle", *address, "roles", "joined_at", "last_login", "state"]

    @list_export.setter
    def list_export(self, value: Any) -> None:
        """As above."""

    def state_of(self, person: User) -> str:
        return member_state(person, self.at)

    def get_base_queryset(self) -> QuerySet:
        return User.objects.prefetch_related("groups")

    def get_filterset_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_filterset_kwargs()
        del kwargs["is_searching"]
        return kwargs

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.order_by(self.ordering, "pk")

    def get_edit_url(self, instance: User) -> str | None:
        if instance.left_at or not can_manage(self.request.user, instance):
            return None
        return super().get_edit_url(instance)

    def get_add_url(self) -> str | None:
        return super().get_add_url() if self.request.user.is_superuser else None

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.request.user.has_perm(INVITE):
            return []
        address = reverse("invitations:add")
        return [HeaderButton("Invite somebody", url=address, icon_name="mail")]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if self.add_url:
            buttons.append(
                Button("Add a member without a mail", url=self.add_url, icon_name="plus")
            )
        if self.request.user.has_perm(SEE_INVITATIONS):
            buttons.append(self._invited_button())
        return buttons

    def _invited_button(self) -> Button:
        count = Invitation.objects.open(self.at).count()
        address = set_query_params(reverse("invitations:index"), {"state": "open"})
        return Button(f"Invited, not here yet: {count}", url=address, icon_name="mail")

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        item.roles, item.state = roles_of(item), self.state_of(item)
        return super().to_row_dict(item)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = super().dispatch
        return (recently_confirmed(answer) if self.is_export else answer)(request, *args, **kwargs)

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        log_event(
            SecurityEvent.Kind.MEMBERS_EXPORTED,
            person=None,
            by=self.request.user,
            at=self.at,
            rows=queryset.count(),
            format=spreadsheet_format,
        )
        return super().as_spreadsheet(queryset, spreadsheet_format)
