from django.apps import AppConfig


class MentorSitesConfig(AppConfig):
    name = "mentorsites"
    label = "mentorsites"

    def ready(self) -> None:
        from . import own_site_guard, receivers

        receivers.connect()
        own_site_guard.connect()
