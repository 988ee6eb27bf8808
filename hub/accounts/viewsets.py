"""Where the editors' side meets people; Wagtail knows these two by name."""

from typing import Any

from django.urls import URLPattern, path
from wagtail.admin.auth import user_passes_test
from wagtail.admin.menu import AdminOnlyMenuItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.views.groups import GroupViewSet as WagtailGroupViewSet
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from .models import Invitation, Sanction, User
from .staff.invitations import InvitationIndexView, InviteView, RevokeView
from .staff.many_views import InviteManyView
from .staff.member_filters import MemberFilterSet
from .staff.member_forms import PersonCreationForm, PersonEditForm
from .staff.member_pages import MemberCreateView, MemberEditView
from .staff.members import MemberIndexView
from .staff.sanctions import ImposeView, LiftView


class UserViewSet(WagtailUserViewSet):
    model = User
    ordering = "name"
    list_per_page = 50
    filterset_class = MemberFilterSet
    # Members, Invitations and Log have one menu of their own.
    add_to_settings_menu = False
    copy_view_enabled = False
    index_view_class = MemberIndexView
    add_view_class = MemberCreateView
    edit_view_class = MemberEditView
    index_template_name = "wagtailadmin/generic/index.html"
    index_results_template_name = "wagtailadmin/generic/index_results.html"
    create_template_name = "wagtailadmin/generic/form.html"
    edit_template_name = "accounts/users/edit.html"

    def get_form_class(self, for_update: bool = False) -> type:
        return PersonEditForm if for_update else PersonCreationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        # Nobody is deleted: people leave by becoming anonymous. Usage would name their pages.
        wanted = {"index", "index_results", "add", "edit"}
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name in wanted]
        suspending = ImposeView.as_view(kind=Sanction.Kind.SUSPENSION)
        return [
            *kept,
            path("<int:pk>/silence/", ImposeView.as_view(), name="silence"),
            path("<int:pk>/suspend/", suspending, name="suspend"),
            path("sanctions/<int:pk>/lift/", LiftView.as_view(), name="lift"),
        ]

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(**{"history_url_name": None, **kwargs})

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        gone = {"history_url_name": None, "usage_url_name": None, "delete_url_name": None}
        return super().get_common_view_kwargs(**{**gone, **kwargs})


class RoleViewSet(WagtailGroupViewSet):
    """What a role may do is for administrators: others could give their own role more."""

    menu_label = "Roles"
    menu_item_class = AdminOnlyMenuItem

    def construct_view(self, view_class: type, **kwargs: Any) -> Any:
        only_administrators = user_passes_test(lambda user: user.is_superuser)
        return only_administrators(super().construct_view(view_class, **kwargs))


class InvitationViewSet(ModelViewSet):
    model = Invitation
    name = "invitations"
    icon = "mail"
    ordering = "-made_at"
    add_to_reference_index = False
    copy_view_enabled = False
    # A viewset of Wagtail's asks for the fields of forms that this one never shows.
    form_fields: list[str] = []
    index_view_class = InvitationIndexView
    search_fields = ["email"]
    list_per_page = 50

    def get_urlpatterns(self) -> list[URLPattern]:
        wanted = {"index", "index_results"}
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name in wanted]
        return [
            *kept,
            path("new/", InviteView.as_view(), name="add"),
            path("many/", InviteManyView.as_view(), name="many"),
            path("<int:pk>/revoke/", RevokeView.as_view(), name="revoke"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        gone = {
            "history_url_name": None,
            "usage_url_name": None,
            "delete_url_name": None,
            "edit_url_name": None,
        }
        return super().get_common_view_kwargs(**{**gone, **kwargs})
