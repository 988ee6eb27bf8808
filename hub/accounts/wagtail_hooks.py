from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.users.wagtail_hooks import (
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
)

from .forms import NameForm
from .permissions import MANAGE_MEMBERS, SEE_INVITATIONS, SEE_LOG
from .staff.log import LogView
from .viewsets import InvitationViewSet

# Wagtail offers no hook to change this panel, and its form asks for names that we do not keep.
NameEmailSettingsPanel.form_class = NameForm

# Wagtail's actions on many people at once write powers past our rules and our log.
PAST_OUR_RULES: list[type[BulkAction]] = [
    AssignRoleBulkAction,
    DeleteBulkAction,
    SetActiveStateBulkAction,
]
for action in PAST_OUR_RULES:
    action.models = []


@hooks.register("register_admin_viewset")
def register_invitations() -> InvitationViewSet:
    return InvitationViewSet()


@hooks.register("register_admin_urls")
def register_log() -> list:
    return [
        path("reports/members-log/", LogView.as_view(), name="members_log"),
        path(
            "reports/members-log/results/",
            LogView.as_view(results_only=True),
            name="members_log_results",
        ),
    ]


class PermittedMenuItem(MenuItem):
    def __init__(self, *args: object, permission: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    members, invitations = reverse("wagtailusers_users:index"), reverse("invitations:index")
    items = [
        PermittedMenuItem("Members", members, icon_name="user", order=1, permission=MANAGE_MEMBERS),
        PermittedMenuItem(
            "Invitations", invitations, icon_name="mail", order=2, permission=SEE_INVITATIONS
        ),
        PermittedMenuItem(
            "Log", reverse("members_log"), icon_name="history", order=3, permission=SEE_LOG
        ),
    ]
    return SubmenuMenuItem(
        "Members", Menu(items=items), name="members", icon_name="group", order=700
    )


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet:
    ours = Q(content_type__app_label="accounts") & Q(
        codename__in=[
            "change_user",
            "view_invitation",
            "add_invitation",
            "change_invitation",
            "add_sanction",
            "change_sanction",
            "view_securityevent",
        ]
    )
    addresses = Q(content_type__app_label="account", codename="view_emailaddress")
    return Permission.objects.filter(ours | addresses)
