"""Somebody of the network's staff, signed in."""

from django.test import Client

from hub.accounts.models import User
from tests.factories import mentoring_staff


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def staff_signed_in() -> Client:
    return signed_in(mentoring_staff())
