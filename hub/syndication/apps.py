from django.apps import AppConfig


class SyndicationConfig(AppConfig):
    name = "hub.syndication"
    label = "syndication"
