from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from wagtail.users.forms import UserCreationForm

from hub.core.form_fields import RowsField

from ..actions import appoint, dismiss, give_role, let_in, shut_out, take_role
from ..models import User
from ..name_checks import checked_name
from ..permissions import can_appoint, can_shut_out


class PersonCreationForm(UserCreationForm):
    """Roles are given afterwards, on the person's page, where each is written down."""

    first_name = None
    last_name = None
    is_superuser = None

    class Meta(UserCreationForm.Meta):
        fields = ["email", "name"]

    def clean_name(self) -> str:
        return checked_name(self.cleaned_data["name"], of=None)


class PersonEditForm(forms.ModelForm):
    """Only the name is written by the form; powers change through actions, one by one."""

    required_css_class = "required"
    is_active = forms.BooleanField(
        label="May sign in",
        required=False,
        help_text="Taking this away signs the person out at once. To stop somebody for some days, "
        "suspend them instead: that ends by itself, and they are told why.",
    )
    is_superuser = forms.BooleanField(
        label="Administrator",
        required=False,
        help_text="Administrators may do everything, also to other administrators.",
    )
    groups = RowsField(
        label="Roles",
        queryset=Group.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Taking a role away signs the person out everywhere.",
    )

    class Meta:
        model = User
        fields = ["name"]

    def __init__(
        self, *args: Any, manager: User, editing_self: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.manager = manager
        self.fields["name"].help_text = "Theirs to choose: change it when it breaks the rules."
        self.before = set(self.instance.groups.all())
        # Any: a field that the base class knows nothing of.
        groups: Any = self.fields["groups"]
        groups.queryset = self.at_hand = self._roles_at_hand(editing_self)
        groups.initial = self.before
        self.fields["is_active"].initial = self.instance.is_active
        self.fields["is_superuser"].initial = self.instance.is_superuser
        if not can_shut_out(manager, self.instance):
            del self.fields["is_active"]
        if not can_appoint(manager, self.instance):
            del self.fields["is_superuser"]

    def _roles_at_hand(self, editing_self: bool) -> Any:
        """What this manager may give or take here; other roles of the person are left alone."""
        if editing_self:
            return self.instance.groups.order_by("name")
        roles = Group.objects.order_by("name")
        if self.manager.is_superuser:
            return roles
        return roles.filter(pk__in=self.manager.groups.values("pk"))

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        return name if name == self.instance.name else checked_name(name, of=self.instance)

    def save(self, commit: bool = True) -> User:
        # Nothing else: what another request wrote meanwhile must not come back.
        self.instance.save(update_fields=["name"])
        return self.instance

    def change_powers(self, *, by: User, at: datetime) -> None:
        self._change_roles(by=by, at=at)
        if "is_superuser" in self.changed_data:
            change = appoint if self.cleaned_data["is_superuser"] else dismiss
            change(self.instance, by=by, at=at)
        if "is_active" in self.changed_data:
            change = let_in if self.cleaned_data["is_active"] else shut_out
            change(self.instance, by=by, at=at)

    def _change_roles(self, *, by: User, at: datetime) -> None:
        at_hand = set(self.at_hand)
        wanted = set(self.cleaned_data["groups"])
        for role in sorted(wanted - self.before, key=str):
            give_role(self.instance, role=role, by=by, at=at)
        for role in sorted((self.before & at_hand) - wanted, key=str):
            take_role(self.instance, role=role, by=by, at=at)
