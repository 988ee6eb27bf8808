from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "hub.accounts"
    label = "accounts"

    def ready(self) -> None:
        from . import receivers, security_receivers

        receivers.connect()
        security_receivers.connect()


class PeopleConfig(WagtailUsersAppConfig):
    """Wagtail's own app for people, with our forms; installed in its place."""

    user_viewset = "hub.accounts.viewsets.UserViewSet"
    group_viewset = "hub.accounts.viewsets.RoleViewSet"
