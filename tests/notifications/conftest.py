from datetime import UTC, datetime, timedelta

import pytest

from hub.notifications.actions import change_settings, follow, settings_of
from hub.notifications.models import Follow
from tests.factories import UserFactory
from tests.notifications.smtp_server import SmtpServer

# A Monday, noon in universal time, morning in the United States.
AT = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=11)


@pytest.fixture
def at():
    return AT


@pytest.fixture
def later():
    return LATER


@pytest.fixture
def follower(db):
    """Makes people who follow things at a level."""

    def make(*things, level=Follow.Level.FOLLOW, **settings):
        person = UserFactory()
        settings_of(person, at=AT)
        if settings:
            change_settings(person, by=person, at=AT, **settings)
        for thing in things:
            follow(thing, by=person, at=AT, level=level)
        return person

    return make


@pytest.fixture
def smtp(settings):
    """A mail server on this machine, and the hub told to use it."""
    server = SmtpServer()
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield server
    server.stop()


@pytest.fixture
def queueing(settings):
    """Django's tests send mail to a list of their own; here it goes the hub's way."""
    settings.EMAIL_BACKEND = "hub.notifications.mail.QueueingBackend"
