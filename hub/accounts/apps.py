from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "hub.accounts"
    label = "accounts"


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's own app for people, with our forms; installed in its place."""

    user_viewset = "hub.accounts.viewsets.UserViewSet"
