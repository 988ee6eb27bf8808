"""Filling in the form of a profile as a browser would."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from hub.accounts.models import User
from hub.editing.models import ReviewTask
from mentorsites.editing import Editing
from mentorsites.models import MentorSitePage, SiteManager
from tests.factories import NOW, editor, keeper


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def manager_of(site: MentorSitePage, **fields: Any) -> User:
    return keeper(site, **fields)


def add_keeper(site: MentorSitePage, person: User) -> SiteManager:
    """Makes somebody who is here already a keeper of the site."""
    return SiteManager.objects.create(
        site=site,
        person=person,
        agency_email="both@agency.example.org",
        terms=SiteManager.TERMS,
        terms_accepted_at=NOW,
        began_at=NOW,
        confirmed_at=NOW,
    )


def reviewer() -> User:
    """An editor whom Wagtail's workflow asks."""
    person = editor()
    group, _ = Group.objects.get_or_create(name="Reviewers of profiles")
    person.groups.add(group)
    for task in ReviewTask.objects.all():
        task.groups.add(group)
    return person


def profile_at(site: MentorSitePage) -> str:
    return f"/my-sites/{site.pk}/"


def filled(site: MentorSitePage, person: User, **changes: Any) -> dict[str, Any]:
    """What the browser sends when somebody opens the form, changes this and saves."""
    fresh = MentorSitePage.objects.get(pk=site.pk)
    editing = Editing(fresh, person)
    whole = editing.whole()
    sent: dict[str, Any] = {"revision": editing.number, "do": "save"}
    for bound in whole.form:
        value = bound.value()
        if value not in (None, ""):
            sent[bound.name] = value
    for rows in whole.rows.values():
        for bound in rows.management_form:
            sent[bound.html_name] = bound.value()
        for form in rows:
            for bound in form:
                if bound.value() not in (None, ""):
                    sent[bound.html_name] = bound.value()
    return sent | changes


def newest(site: MentorSitePage) -> MentorSitePage:
    return MentorSitePage.objects.get(pk=site.pk).get_latest_revision_as_object()
