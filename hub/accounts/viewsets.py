"""The administrators' list of people. Wagtail expects first and last names; we keep one name."""

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from .models import User

OUR_FIELDS = ["email", "name", "is_superuser", "groups"]


class OneNameMixin:
    first_name = None
    last_name = None


class PersonCreationForm(OneNameMixin, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = OUR_FIELDS
        widgets = {"groups": forms.CheckboxSelectMultiple}


class PersonEditForm(OneNameMixin, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = [*OUR_FIELDS, "is_active"]
        widgets = {"groups": forms.CheckboxSelectMultiple}


class UserViewSet(WagtailUserViewSet):
    model = User
    create_template_name = "accounts/users/create.html"
    edit_template_name = "accounts/users/edit.html"

    def get_form_class(self, for_update: bool = False):
        return PersonEditForm if for_update else PersonCreationForm
