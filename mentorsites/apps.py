from django.apps import AppConfig


class MentorSitesConfig(AppConfig):
    name = "mentorsites"
    label = "mentorsites"
